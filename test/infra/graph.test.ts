import { describe, expect, it } from "vitest";
import { evaluateAll, evaluated, type Graph } from "./graph.ts";
import { unpack } from "./platform.ts";
import { rules } from "./rules.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);

const cases = ["production", "staging", "alice"].flatMap((stage) =>
  (["deploy", "dev"] as const).map((mode) => ({ stage, mode })),
);

// A second personal stage, to compare with the first.
const graphs = platform.ready ? await evaluateAll([...cases, { stage: "bob" }]) : [];
const graphOf = (stage: string, mode: string): Graph =>
  evaluated(graphs[cases.findIndex((one) => one.stage === stage && one.mode === mode)]);

describe.skipIf(!platform.ready).for(cases)("the deployment of $stage ($mode)", ({ stage, mode }) => {
  for (const [name, rule] of Object.entries(rules)) it(name, () => expect(rule(graphOf(stage, mode))).toEqual([]));
});

describe.skipIf(!platform.ready)("stages", () => {
  it("share no resource: no name or ARN is on two of them", () => {
    const [one, other] = [graphOf("alice", "deploy"), evaluated(graphs.at(-1))];
    const named = (graph: Graph) =>
      graph.resources
        .filter(({ type }) => type.startsWith("aws:"))
        .flatMap(({ arn, inputs }) => [arn, inputs.name, inputs.bucket, inputs.dashboardName])
        .filter((name) => name !== undefined && /torrent/.test(name));
    expect(named(one).filter((name) => named(other).includes(name))).toEqual([]);
  });
});

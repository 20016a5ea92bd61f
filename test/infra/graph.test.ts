import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { evaluateAll, evaluated, type Graph, ofType } from "./graph.ts";
import { root, unpack } from "./platform.ts";
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

describe.skipIf(!platform.ready)("docs/deploy.md", () => {
  it.for([
    { what: "alarms", type: "aws:cloudwatch/metricAlarm:MetricAlarm", said: /\| alarms \| (\d+) at / },
    {
      what: "event sources",
      type: "aws:lambda/eventSourceMapping:EventSourceMapping",
      said: /\| empty receives \| (\d+) event sources/,
    },
  ])("counts the $what whose cost it states", async ({ type, said }) => {
    const [, count] = said.exec(await readFile(`${root}/docs/deploy.md`, "utf8")) ?? [];
    expect(Number(count)).toBe(ofType(graphOf("alice", "deploy"), type).length);
  });
});

import { beforeAll, describe, expect, it } from "vitest";
import { evaluate, type Graph } from "./graph.ts";
import { unpack } from "./platform.ts";
import { rules } from "./rules.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);

const cases = ["production", "staging", "alice"].flatMap((stage) =>
  (["deploy", "dev"] as const).map((mode) => ({ stage, mode })),
);

describe.skipIf(!platform.ready).for(cases)("the deployment of $stage ($mode)", ({ stage, mode }) => {
  let graph: Graph;
  beforeAll(async () => {
    graph = await evaluate(stage, mode);
  }, 400_000);

  for (const [name, rule] of Object.entries(rules)) it(name, () => expect(rule(graph)).toEqual([]));
});

describe.skipIf(!platform.ready)("stages", { timeout: 400_000 }, () => {
  it("share no resource: no name or ARN is on two of them", async () => {
    const [one, other] = await Promise.all([evaluate("alice"), evaluate("bob")]);
    const named = (graph: Graph) =>
      graph.resources
        .filter(({ type }) => type.startsWith("aws:"))
        .flatMap(({ arn, inputs }) => [arn, inputs.name, inputs.bucket, inputs.dashboardName])
        .filter((name) => name !== undefined && /torrent/.test(name));
    expect(named(one).filter((name) => named(other).includes(name))).toEqual([]);
  });
});

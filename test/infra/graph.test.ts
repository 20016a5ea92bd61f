import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { costAtRest } from "../../scripts/cost/rest.ts";
import { costTable, withTable } from "../../scripts/cost/table.ts";
import { evaluateAll, evaluated, type Graph } from "./graph.ts";
import { root, unpack } from "./platform.ts";
import { rules } from "./rules.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);

/** As long as a stage's name may get with a branch's name in it. */
const longest = "feature-with-a-ticket-and-a-description-1234";
const cases = [
  ...["production", "staging", "alice", longest].map((stage) => ({ stage, mode: "deploy" as const })),
  // Live functions are for personal stages only.
  ...["alice", longest].map((stage) => ({ stage, mode: "dev" as const })),
];

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

describe.skipIf(!platform.ready)("cost at rest", () => {
  it.for([
    { stage: "alice", most: 2.5 },
    { stage: "production", most: 12 },
  ])("of $stage is at most $$most a month, without its warm pool", ({ stage, most }) => {
    const { usdPerMonth, parts } = costAtRest(graphOf(stage, "deploy"));
    expect(usdPerMonth).toBeLessThanOrEqual(most);
    expect(parts.reduce((sum, part) => sum + part.usdPerMonth, 0)).toBeCloseTo(usdPerMonth, 2);
  });

  it("counts every event source, and what each polls", () => {
    const [sources] = costAtRest(graphOf("alice", "deploy")).parts;
    // Five pollers, each asking every 20 s, at $0.40 a million.
    expect(sources).toMatchObject({ count: 7, usdPerMonth: 1.8396 });
  });

  it.for([
    { type: "aws:ec2/natGateway:NatGateway", inputs: {} },
    { type: "aws:ec2/vpcEndpoint:VpcEndpoint", inputs: { vpcEndpointType: "Interface" } },
  ])("is an error as long as nobody has said what $type costs", ({ type, inputs }) => {
    const graph = graphOf("alice", "deploy");
    const more = { ...graph, resources: [...graph.resources, { type, name: "Added", arn: "arn", inputs }] };
    expect(() => costAtRest(more)).toThrow(/Nobody has said what these cost at rest/);
  });

  it("is the table in docs/deploy.md, as `npm run cost:rest -- --write` writes it", async () => {
    const text = await readFile(`${root}/docs/deploy.md`, "utf8");
    const table = costTable(costAtRest(graphOf("alice", "deploy")), costAtRest(graphOf("production", "deploy")));
    expect(withTable(text, table)).toBe(text);
  });
});

import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { costAtRest } from "../../scripts/cost/rest.ts";
import { costTable, withTable } from "../../scripts/cost/table.ts";
import { evaluateAll, evaluated, type Graph, ofType } from "./graph.ts";
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
/** Another team's choreography, by the same component. */
const example = "test/infra/apps/example.config.ts";
const examples = ["production", "alice"].map((stage) => ({ stage, config: example }));

// A second personal stage, to compare with the first.
const graphs = platform.ready ? await evaluateAll([...cases, ...examples, { stage: "bob" }]) : [];
const graphOf = (stage: string, mode: string): Graph =>
  evaluated(graphs[cases.findIndex((one) => one.stage === stage && one.mode === mode)]);

describe.skipIf(!platform.ready).for(cases)("the deployment of $stage ($mode)", ({ stage, mode }) => {
  for (const [name, rule] of Object.entries(rules)) it(name, () => expect(rule(graphOf(stage, mode))).toEqual([]));
});

describe.skipIf(!platform.ready).for(examples)("examples/invoices on $stage", ({ stage }) => {
  const index = cases.length + examples.findIndex((example) => example.stage === stage);
  for (const [name, rule] of Object.entries(rules)) it(name, () => expect(rule(evaluated(graphs[index]))).toEqual([]));
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

describe.skipIf(!platform.ready)("the quotas in docs/deploy.md", () => {
  it.for([
    { row: "VPCs", type: "aws:ec2/vpc:Vpc" },
    { row: "gateway endpoints", type: "aws:ec2/vpcEndpoint:VpcEndpoint" },
    { row: "CloudFront cache policies", type: "aws:cloudfront/cachePolicy:CachePolicy" },
    { row: "CloudFront response header policies", type: "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy" },
    { row: "CloudFront functions", type: "aws:cloudfront/function:Function" },
    { row: "CloudFront distributions", type: "aws:cloudfront/distribution:Distribution" },
    { row: "S3 buckets", type: "aws:s3/bucket:Bucket" },
    { row: "IAM roles", type: "aws:iam/role:Role" },
    { row: "event source mappings", type: "aws:lambda/eventSourceMapping:EventSourceMapping" },
    { row: "CloudWatch alarms", type: "aws:cloudwatch/metricAlarm:MetricAlarm" },
  ])("count $row as stages have them", async ({ row, type }) => {
    const lines = (await readFile(`${root}/docs/deploy.md`, "utf8")).split("\n");
    const cells =
      lines
        .find((line) => line.startsWith(`| ${row}`))
        ?.split("|")
        .map((cell) => cell.trim()) ?? [];
    const counts = ["production", "alice"].map((stage) => ofType(graphOf(stage, "deploy"), type).length);
    expect(cells.slice(3, 5)).toEqual(counts.map(String));
  });
});

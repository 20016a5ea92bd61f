import { readdir, readFile } from "node:fs/promises";
import { memoryCloud } from "@torrent/core/testing/memory";
import { createApi } from "@torrent/web/api";
import { describe, expect, it } from "vitest";
import { contentSecurityPolicy } from "../../packages/sst/src/security-policy.ts";
import choreography from "../../torrent.config.ts";
import { evaluateAll, evaluated, type Graph, ofType, statementsOf } from "./graph.ts";
import { root, unpack } from "./platform.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);
const config = "test/infra/apps/two.config.ts";
const [evaluation] = platform.ready ? await evaluateAll([{ stage: "production", config }]) : [];
const graph = (): Graph => evaluated(evaluation);
const of = (name: string) => graph().resources.filter((one) => one.name.startsWith(name));
const named = (name: string, type: string) => of(name).filter((one) => one.type === type);

describe.skipIf(!platform.ready)("two choreographies in one app", () => {
  it("have no resource in common, and no name", () => {
    for (const type of ["aws:sqs/queue:Queue", "aws:lambda/function:Function", "aws:dynamodb/table:Table"]) {
      const counts = [named("Invoices", type).length, named("Logs", type).length];
      expect({ type, counts }).toEqual({ type, counts: [counts[1], counts[1]] });
      expect(counts[0]).toBeGreaterThan(0);
    }
    const names = graph()
      .resources.filter(({ type }) => type.startsWith("aws:") && !/bucketObject|eventSourceMapping/.test(type))
      .map(({ type, inputs }) =>
        [type, inputs.name ?? inputs.bucket ?? inputs.dashboardName ?? inputs.functionName].join(),
      )
      .filter((name) => !/,$|notification|cors|lifecycle|policy|PublicAccess|Encryption|metricFilter/i.test(name));
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it("keep their metrics and logs apart", () => {
    const stages = named("Invoices", "aws:lambda/function:Function").map(
      ({ inputs }) => inputs.environment.variables.TORRENT_STAGE,
    );
    expect(new Set(stages)).toEqual(new Set(["team-production-Invoices"]));
  });

  it("give a pass's function and task the AWS actions that it needs, and no other function", () => {
    const allowing = ofType(graph(), "aws:iam/role:Role")
      .filter((role) => statementsOf(role).some(({ actions }) => actions.includes("textract:AnalyzeExpense")))
      .map(({ name }) => name);
    expect(allowing.toSorted()).toEqual(["InvoicesAnalyzeRole", "InvoicesWorkerTaskRole"]);
  });

  it("give subscribers the AWS actions that they need, and passes their secrets, and nobody else", () => {
    const [complete] = named("InvoicesCompleteRole", "aws:iam/role:Role");
    expect(complete && statementsOf(complete).some(({ actions }) => actions.includes("ses:SendEmail"))).toBe(true);
    const knowing = named("Invoices", "aws:lambda/function:Function")
      .filter(({ inputs }) => "TORRENT_SECRET_bureau" in inputs.environment.variables)
      .map(({ name }) => name);
    expect(knowing).toEqual(["InvoicesAnalyzeFunction"]);
  });

  it("each have their own topology", () => {
    const concurrency = (name: string) =>
      named(`${name}LightUrgentSource`, "aws:lambda/eventSourceMapping:EventSourceMapping")[0]?.inputs.scalingConfig
        .maximumConcurrency;
    expect([concurrency("Invoices"), concurrency("Logs")]).toEqual([7, 100]);
    const [task] = named("InvoicesWorkerTask", "aws:ecs/taskDefinition:TaskDefinition");
    expect(task?.inputs).toMatchObject({ cpu: "4096", memory: "16384" });
  });

  it("use the network, the bucket and the domain that are there already", () => {
    expect(named("Invoices", "aws:ec2/vpc:Vpc")).toEqual([]);
    expect(named("Invoices", "aws:ec2/securityGroup:SecurityGroup")).toEqual([]);
    expect(named("Invoices", "aws:s3/bucket:Bucket")).toEqual([]);
    expect(named("Invoices", "aws:s3/bucketNotification:BucketNotification")).toEqual([]);
    const [dispatch] = named("InvoicesDispatchFunction", "aws:lambda/function:Function");
    expect(JSON.parse(dispatch?.inputs.environment.variables.TORRENT_FLEET)).toMatchObject({
      subnets: ["subnet-a", "subnet-b"],
      securityGroups: ["sg-team"],
      assignPublicIp: false,
    });
    const [archive] = ofType(graph(), "aws:s3/bucket:Bucket").filter(({ name }) => name.startsWith("Archive"));
    expect(dispatch?.inputs.environment.variables.TORRENT_BUCKET).toBeUndefined();
    const [intake] = named("InvoicesIntakeFunction", "aws:lambda/function:Function");
    expect(intake?.inputs.environment.variables.TORRENT_BUCKET).toBe(archive?.inputs.bucket);
    const [distribution] = named("Invoices", "aws:cloudfront/distribution:Distribution");
    expect(distribution?.inputs.aliases).toEqual(["invoices.example.org"]);
  });

  it("let every kind of resource be transformed", async () => {
    const text = await readFile(`${root}/packages/sst/src/args.ts`, "utf8");
    const [, body = ""] = /interface Kinds \{([^}]*)\}/.exec(text) ?? [];
    const kinds = [...body.matchAll(/^ {2}(\w+):/gm)].map(([, kind]) => kind);
    // The account of this stage has ECS's role.
    const wanted = kinds.filter((kind) => kind !== "serviceLinkedRole");
    const called = new Set(graph().outputValues.called);
    expect(wanted.filter((kind) => !called.has(kind as string))).toEqual([]);
  });

  it("make no raw resource past the transforms", async () => {
    const folder = `${root}/packages/sst/src`;
    const files = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
    const texts = await Promise.all(files.map((name) => readFile(`${folder}/${name}`, "utf8")));
    const raw = texts.flatMap((text) => [...text.matchAll(/new ((?:sst\.)?aws\.[\w.]+)\(/g)].map(([, type]) => type));
    expect(raw).toEqual(["aws.ec2.RouteTableAssociation"]);
  });
});

it("sends the same content security policy with the dashboard's files as the API with its answers", async () => {
  const uploads = "https://bucket.s3.eu-central-1.amazonaws.com";
  const api = createApi({
    cloud: memoryCloud(),
    choreography,
    auth: { mode: "bearer", authenticate: async () => undefined },
    cursorKey: new Uint8Array(32),
    uploadOrigins: [uploads],
  });
  const answer = await api.request("https://api.test/healthz");
  const directives = (policy: string | null | undefined) => policy?.split("; ").toSorted();
  expect(directives(answer.headers.get("content-security-policy"))).toEqual(directives(contentSecurityPolicy(uploads)));
});

import { type Emulators, startEmulators } from "@torrent/testing/emulators";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configFrom, connect } from "../../src/aws/connect.ts";

const fleet = { cluster: "main", taskDefinition: "worker", subnets: ["subnet-1"] };

describe("the environment", () => {
  it("becomes plain data, with nothing in it that was not given", () => {
    const config = configFrom({
      TORRENT_BUCKET: "bucket",
      TORRENT_TABLE: "table",
      TORRENT_QUEUES: '{"classify":"https://sqs.test/1/classify"}',
      TORRENT_FLEET: JSON.stringify(fleet),
      PATH: "/usr/bin",
    });
    expect(config).toEqual({
      s3: { bucket: "bucket", pathStyle: false, conditionalWrites: true },
      sqs: { queues: { classify: "https://sqs.test/1/classify" } },
      dynamodb: { table: "table" },
      ecs: { task: fleet },
    });
  });

  it("turns an endpoint into path-style addresses, and prefers the service's own", () => {
    const config = configFrom({
      TORRENT_BUCKET: "bucket",
      TORRENT_TABLE: "table",
      TORRENT_CONDITIONAL_WRITES: "false",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      AWS_ENDPOINT_URL_DYNAMODB: "http://127.0.0.1:2",
    });
    expect(config.s3).toEqual({
      bucket: "bucket",
      endpoint: "http://127.0.0.1:1",
      pathStyle: true,
      conditionalWrites: false,
    });
    expect(config.dynamodb?.endpoint).toBe("http://127.0.0.1:2");
  });

  it.each([
    ["TORRENT_QUEUES", "{classify", "must be JSON"],
    ["TORRENT_QUEUES", '{"classify":"not a url"}', "classify"],
    ["TORRENT_FLEET", '{"cluster":"main"}', "taskDefinition"],
    ["TORRENT_FLEET", JSON.stringify({ ...fleet, subnet: "x" }), "subnet"],
    ["TORRENT_CONDITIONAL_WRITES", "no", "TORRENT_CONDITIONAL_WRITES"],
    ["TORRENT_BUCKET", "", "TORRENT_BUCKET"],
    ["AWS_ENDPOINT_URL", "localhost", "AWS_ENDPOINT_URL"],
  ])("is refused where %s is %j, and the error says what is wrong with it", (name, value, said) => {
    expect(() => connect({ [name]: value })).toThrow(TypeError);
    expect(() => connect({ [name]: value })).toThrow(said);
    expect(() => connect({ [name]: value })).toThrow(name);
  });

  it("may lack what a function never uses; using it says which part is missing", () => {
    const cloud = connect({ TORRENT_TABLE: "table", AWS_REGION: "eu-central-1" });
    expect(cloud.tally).toBe(cloud.tally);
    const { objects, queues } = { ...cloud };
    expect(() => objects.head("a")).toThrow(/TORRENT_BUCKET/);
    expect(() => queues.depth("a")).toThrow(/TORRENT_QUEUES/);
    expect(() => connect({}).packages.read("a")).toThrow(/TORRENT_TABLE/);
    expect(() => connect({}).fleet.live()).toThrow(/TORRENT_TABLE/);
  });

  it("of a worker names the table for its lease, and no task: it launches none", async () => {
    const { fleet: own } = connect({ TORRENT_TABLE: "table", AWS_REGION: "eu-central-1" });
    await expect(own.launch(1, "token")).rejects.toThrow(/TORRENT_FLEET/);
  });
});

describe("the clients", () => {
  const deployed = {
    AWS_REGION: "eu-central-1",
    TORRENT_BUCKET: "bucket",
    TORRENT_TABLE: "table",
    TORRENT_QUEUES: '{"classify":"https://sqs.test/1/classify"}',
    TORRENT_FLEET: JSON.stringify(fleet),
  };

  it("are made once each, at first use, and hold back after a throttled call", async () => {
    const clients: {
      config: { retryStrategy: () => Promise<{ mode: string }>; maxAttempts: () => Promise<number> };
    }[] = [];
    const cloud = connect(deployed, { onClient: (client) => clients.push(client as never) });
    expect(clients).toEqual([]);
    for (let time = 0; time < 2; time += 1)
      expect([cloud.objects, cloud.queues, cloud.tally, cloud.packages, cloud.fleet]).not.toContain(undefined);
    expect(clients.map((client) => client.constructor.name).toSorted()).toEqual([
      "DynamoDBClient",
      "ECSClient",
      "S3Client",
      "SQSClient",
    ]);
    for (const { config } of clients) {
      expect(await config.retryStrategy()).toMatchObject({ mode: "adaptive" });
      expect(await config.maxAttempts()).toBe(8);
    }
  });
});

describe("an emulated stack", () => {
  let emulators: Emulators;
  beforeAll(async () => {
    emulators = await startEmulators();
  });
  afterAll(() => emulators.stop());

  it("is reached through its environment alone: an object under inbox/ arrives as an event in the intake queue", async () => {
    const { env } = await emulators.stack("first");
    const other = await emulators.stack("second");
    const cloud = connect(env);
    await cloud.objects.put("inbox/a.zip", Buffer.from("zip"));
    await cloud.objects.put("components/a", Buffer.from("x"));
    const got = await cloud.queues.receive("intake", { max: 10, visibilitySeconds: 60, waitSeconds: 20 });
    expect(got.map(({ body }) => JSON.parse(body).Records[0].s3)).toMatchObject([
      { bucket: { name: "first" }, object: { key: "inbox/a.zip", size: 3 } },
    ]);
    expect(await other.cloud.queues.depth("intake")).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
    await cloud.tally.expect({ packageId: "pkg", round: 1, tree: "", level: 0, index: 0 }, { expected: 1 });
    expect((await cloud.tally.read({ packageId: "pkg", round: 1, tree: "", level: 0, index: 0 }))?.expected).toBe(1);
    expect(await cloud.packages.open({ limit: 1 })).toEqual({ packages: [] });
    expect(await cloud.fleet.live()).toEqual([]);
  });
});

it("reads queues by what follows a common base, and keeps those that are whole URLs", () => {
  const base = "https://sqs.eu-central-1.amazonaws.com/123456789012/";
  const config = configFrom({
    TORRENT_QUEUE_BASE: base,
    TORRENT_QUEUES: JSON.stringify({ intake: "app-intake", classify: "http://127.0.0.1:4566/000000000000/classify" }),
  });
  expect(config.sqs?.queues).toEqual({
    intake: `${base}app-intake`,
    classify: "http://127.0.0.1:4566/000000000000/classify",
  });
  expect(() => configFrom({ TORRENT_QUEUES: '{"intake":"app-intake"}' })).toThrow(
    /TORRENT_QUEUES.intake.*TORRENT_QUEUE_BASE/,
  );
});

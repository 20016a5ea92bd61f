import { createServer } from "node:http";
import { type DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import {
  createTable,
  type EmulatedDynamo,
  emulatedAccess,
  type FakeEcsOptions,
  fakeEcs,
  startDynamo,
} from "@torrent/testing/emulators";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DynamoConfig, dynamoClient } from "../../src/aws/dynamodb-client.ts";
import { type EcsTask, ecsWorkerFleet, ownWorkerId, workerId } from "../../src/aws/ecs.ts";
import type { Clock, Log } from "../../src/ports/runtime.ts";

let emulator: EmulatedDynamo;
let tables = 0;
beforeAll(async () => {
  emulator = await startDynamo();
});
afterAll(() => emulator.stop());

const START = 1_767_603_600_000;

const setUp = async (part: Partial<EcsTask> = {}, ecsOptions: FakeEcsOptions = {}, log: Log = () => {}) => {
  const config: DynamoConfig = { ...emulatedAccess, endpoint: emulator.endpoint, table: `table-${tables++}` };
  const dynamo: DynamoDBClient = dynamoClient(config);
  await createTable(dynamo, config.table);
  let now = START;
  const clock: Clock = { now: () => now, sleep: async () => {} };
  const ecs = fakeEcs({ now: clock.now, ...ecsOptions });
  const fleet = ecsWorkerFleet(
    { ...config, task: { cluster: "main", taskDefinition: "worker:7", subnets: ["subnet-1", "subnet-2"], ...part } },
    { client: ecs.client, dynamo, clock, log },
  );
  const later = (ms: number): void => {
    now += ms;
  };
  return { fleet, ecs, dynamo, table: config.table, later };
};

it("asks for at most ten tasks a call, each call with a token of its own that a repetition has too", async () => {
  const { fleet, ecs } = await setUp();
  expect(await fleet.launch(25, "capacity-1")).toBe(25);
  const first = [...ecs.calls];
  expect(first.map(({ count }) => count)).toEqual([10, 10, 5]);
  expect(new Set(first.map(({ clientToken }) => clientToken)).size).toBe(3);
  for (const { clientToken } of first) expect(clientToken).toMatch(/^[\x21-\x7e]{1,36}$/);
  expect(new Set(first.map(({ startedBy }) => startedBy)).size).toBe(1);
  expect(first[0]?.startedBy).toMatch(/^[A-Za-z0-9_/-]{1,36}$/);
  expect(await fleet.launch(25, "capacity-1")).toBe(0);
  expect(ecs.calls.slice(3)).toEqual(first);
  expect(ecs.tasks).toHaveLength(25);
});

it("runs on plain Fargate in the given subnets, or where the capacity providers say", async () => {
  const { fleet, ecs } = await setUp();
  await fleet.launch(1, "t");
  expect(ecs.calls[0]).toMatchObject({
    cluster: "main",
    taskDefinition: "worker:7",
    launchType: "FARGATE",
    networkConfiguration: {
      awsvpcConfiguration: { subnets: ["subnet-1", "subnet-2"], securityGroups: [], assignPublicIp: "DISABLED" },
    },
  });
  const capacity = [
    { capacityProvider: "FARGATE_SPOT" as const, weight: 4 },
    { capacityProvider: "FARGATE" as const, weight: 1, base: 1 },
  ];
  const spot = await setUp({ capacity, assignPublicIp: true, securityGroups: ["sg-1"] });
  await spot.fleet.launch(1, "t");
  expect(spot.ecs.calls[0]).toMatchObject({
    capacityProviderStrategy: capacity,
    networkConfiguration: { awsvpcConfiguration: { securityGroups: ["sg-1"], assignPublicIp: "ENABLED" } },
  });
  expect(spot.ecs.calls[0]).not.toHaveProperty("launchType");
});

it("starts on demand what Spot has no room for, once, and only where that is wanted", async () => {
  const capacity = [{ capacityProvider: "FARGATE_SPOT" as const, weight: 1 }];
  const waiting = await setUp({ capacity }, { capacity: 2, onDemand: 100 });
  expect(await waiting.fleet.launch(5, "t")).toBe(2);
  const falling = await setUp({ capacity, onDemandFallback: true }, { capacity: 2, onDemand: 100 });
  expect(await falling.fleet.launch(15, "t")).toBe(15);
  expect(falling.ecs.calls.map(({ launchType = "SPOT", count }) => [launchType, count])).toEqual([
    ["SPOT", 10],
    ["FARGATE", 8],
    ["SPOT", 5],
    ["FARGATE", 5],
  ]);
  expect(await falling.fleet.launch(15, "t")).toBe(0);
  expect(falling.ecs.tasks).toHaveLength(15);
});

it("finishes a launch that died after ECS had started its tasks, without starting more", async () => {
  const { fleet, ecs } = await setUp();
  let dies = true;
  const { client } = ecs;
  const send = client.send.bind(client) as (command: never) => Promise<unknown>;
  Object.assign(client, {
    send: async (command: never) => {
      const answer = await send(command);
      if (dies) throw new Error("the function was killed");
      return answer;
    },
  });
  await expect(fleet.launch(3, "capacity-1")).rejects.toThrow("killed");
  expect(await fleet.live()).toEqual([]);
  dies = false;
  expect(await fleet.launch(3, "capacity-1")).toBe(3);
  expect(ecs.tasks).toHaveLength(3);
  expect(await fleet.live()).toHaveLength(3);
});

it("starts nothing where a token comes again with another count, and knows the tasks of the first", async () => {
  const { fleet, ecs } = await setUp();
  await fleet.launch(4, "capacity-1");
  expect(await fleet.launch(9, "capacity-1")).toBe(0);
  expect(ecs.tasks).toHaveLength(4);
  expect(await fleet.live()).toHaveLength(4);
});

it("does not bring back a worker that left, or whose start took too long, when its launch is repeated", async () => {
  const { fleet, ecs, later } = await setUp({ bootSeconds: 90 });
  await fleet.launch(2, "capacity-1");
  await fleet.leave(workerId(ecs.tasks[0]!));
  expect(await fleet.launch(2, "capacity-1")).toBe(0);
  expect(await fleet.live()).toHaveLength(1);
  later(90_000);
  expect(await fleet.live()).toEqual([]);
  expect(await fleet.launch(2, "capacity-1")).toBe(0);
  expect(await fleet.live()).toEqual([]);
});

it("takes over the lease of the launch with the worker's first beat: both go by the task's id", async () => {
  const { fleet, ecs } = await setUp();
  await fleet.launch(1, "capacity-1");
  const id = workerId(ecs.tasks[0]!);
  await fleet.beat({ id, startedAt: START + 40_000, expiresAt: START + 100_000, busy: 1 });
  expect(await fleet.live()).toEqual([{ id, startedAt: START + 40_000, expiresAt: START + 100_000, busy: 1 }]);
});

it("gives every task the tags of its definition, by which budgets and cost reports find it", async () => {
  const { fleet, ecs } = await setUp();
  await fleet.launch(1, "t");
  expect(ecs.calls[0]).toMatchObject({ propagateTags: "TASK_DEFINITION", enableECSManagedTags: true });
});

it("logs why tasks were not placed, once for each reason, with their number", async () => {
  const lines: unknown[] = [];
  const log: Log = (level, event, fields) => void lines.push([level, event, fields]);
  const { fleet } = await setUp({}, { capacity: 2 }, log);
  await fleet.launch(5, "t");
  const reason = "Capacity is unavailable at this time";
  expect(lines).toEqual([["warn", "worker-not-started", { reason, count: 3, wanted: 5 }]]);
});

it("counts what Fargate could place, and asks no further", async () => {
  const { fleet, ecs } = await setUp({}, { capacity: 12 });
  expect(await fleet.launch(40, "capacity-1")).toBe(12);
  expect(ecs.calls.map(({ count }) => count)).toEqual([10, 10]);
});

it.each([
  "Capacity is unavailable at this time. Please try again later or in a different availability zone",
  "You've reached the limit on the number of vCPUs you can run concurrently",
])("takes a shortage that comes as an error for a shortage: %s", async (message) => {
  const { fleet, ecs } = await setUp();
  Object.assign(ecs.client, { send: () => Promise.reject(new Error(message)) });
  expect(await fleet.launch(2, "capacity-1")).toBe(0);
});

it("throws what is wrong with the request", async () => {
  const { fleet, ecs } = await setUp();
  Object.assign(ecs.client, { send: () => Promise.reject(new Error("TaskDefinition is inactive")) });
  await expect(fleet.launch(2, "capacity-1")).rejects.toThrow("inactive");
});

it("lets the table forget a lease an hour after its end", async () => {
  const { fleet, dynamo, table } = await setUp();
  await fleet.beat({ id: "w", startedAt: START, expiresAt: START + 60_000, busy: 0 });
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName: table, Key: { pk: { S: "w" }, sk: { S: "w" } }, ConsistentRead: true }),
  );
  expect(Number(Item?.ttl?.N)).toBe((START + 60_000) / 1000 + 3600);
});

it("lets a worker find, from its container's metadata, the id that its launch wrote down", async () => {
  const { ecs, fleet } = await setUp();
  await fleet.launch(1, "capacity-1");
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(JSON.stringify({ Cluster: "main", TaskARN: ecs.tasks[0] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as { port: number };
    const own = await ownWorkerId({ ECS_CONTAINER_METADATA_URI_V4: `http://127.0.0.1:${port}/v4/abc` });
    expect((await fleet.live()).map(({ id }) => id)).toEqual([own]);
    expect(asked).toEqual(["/v4/abc/task"]);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  expect(await ownWorkerId({})).toBeUndefined();
});

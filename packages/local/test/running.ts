import type { QueueSpec } from "@torrent/core/unstable";
import { type EmbeddedCloud, type Runner, type RunnerOptions, type RunnerTopology, startRunner } from "../src/index.ts";
import type { Note, Order } from "./fixture-handlers.ts";
import { openCloud } from "./open.ts";

const fn = (consumer: QueueSpec["consumer"], part: Partial<QueueSpec> = {}): QueueSpec => ({
  consumer,
  timeout: 20,
  memoryMB: 128,
  batchSize: 10,
  window: 0,
  visibility: 120,
  maxReceives: 3,
  maxConcurrency: 4,
  ...part,
});

/** A topology with the deployment's names and short times. */
export const smallTopology = (parts: Partial<Record<string, Partial<QueueSpec>>> = {}): RunnerTopology => ({
  queues: {
    intake: fn("intake", parts.intake),
    classify: fn("classify", parts.classify),
    "light-urgent": fn("analyze", { batchSize: 1, ...parts["light-urgent"] }),
    "light-standard": fn("analyze", { batchSize: 1, ...parts["light-standard"] }),
    "heavy-standard": fn("worker", parts["heavy-standard"]),
    aggregate: fn("aggregate", parts.aggregate),
    dispatch: fn("dispatch", parts.dispatch),
  },
  schedules: { sweep: { everyMinutes: 60, timeout: 20, memoryMB: 128 } },
});

export interface Running {
  cloud: EmbeddedCloud;
  runner: Runner;
  order(queue: string, ...orders: Order[]): Promise<void>;
  /** Every delivery that a stage's handler noted, for one message or all. */
  notes(stage: string, name?: string): Promise<Note[]>;
}

/** A runner over the fixture's handlers, stopped and deleted when the test is over. */
export const withRunner = async (
  options: Partial<RunnerOptions>,
  test: (running: Running) => Promise<void>,
): Promise<void> => {
  const topology = options.topology ?? smallTopology();
  const cloud = await openCloud({ queues: topology.queues });
  const handlersModule = new URL("./fixture-handlers.ts", import.meta.url);
  const starting = startRunner({
    cloud,
    handlersModule,
    retrySeconds: 0,
    threads: 1,
    idleSeconds: 600,
    ...options,
    topology,
  });
  starting.catch(() => cloud.dispose());
  const runner = await starting;
  const read = async (prefix: string): Promise<Note[]> => {
    const found: Note[] = [];
    for (const { key } of (await cloud.objects.list(prefix)).objects) {
      const object = await cloud.objects.get(key);
      for await (const chunk of object?.body ?? []) found.push(JSON.parse(Buffer.from(chunk).toString()));
    }
    return found;
  };
  try {
    await test({
      cloud,
      runner,
      order: (queue, ...orders) =>
        cloud.queues.send(
          queue,
          orders.map((order) => ({ body: JSON.stringify(order), group: order.name })),
        ),
      notes: (stage, name) => read(name === undefined ? `notes/${stage}/` : `notes/${stage}/${name}/`),
    });
  } finally {
    await runner.stop({ graceSeconds: 0 });
    await cloud.dispose();
  }
};

import {
  type Cloud,
  type MessageQueue,
  type ObjectStore,
  type OutgoingMessage,
  type PackageStore,
  queueNames,
  type ReceivedMessage,
  type TallyStore,
  type WorkerFleet,
} from "@torrent/core/unstable";
import { collect } from "../collect.ts";
import type { Process } from "../world/process.ts";
import type { Damaged, Fault, FaultPlan } from "./fault.ts";

/** The cloud as one process sees it: through its own clock, and through calls that can fail. */
export const faultyCloud = (cloud: Cloud, process: Process): Cloud => ({
  objects: faultyObjects(cloud.objects, process),
  queues: faultyQueues(cloud.queues, process),
  tally: faultyTally(cloud.tally, process),
  packages: faultyPackages(cloud.packages, process),
  fleet: faultyFleet(cloud.fleet, process),
  clock: {
    now: () => cloud.clock.now() + process.skewMs,
    sleep: async (ms, signal) => {
      await cloud.clock.sleep(ms, signal);
      if (!process.alive) await new Promise(() => {});
    },
  },
  random: cloud.random,
  log: (level, event, fields) => process.note(() => `log ${level} ${event} ${JSON.stringify(fields ?? {})}`),
});

const faultyObjects = (inner: ObjectStore, process: Process): ObjectStore => ({
  bucket: inner.bucket,
  put: (key, body, options) =>
    process.call(
      "objects.put",
      () => key,
      () => inner.put(key, body, options),
    ),
  head: (key) =>
    process.call(
      "objects.head",
      () => key,
      () => inner.head(key),
    ),
  get: (key, range) =>
    process.call(
      "objects.get",
      () => key,
      () => inner.get(key, range),
    ),
  setMetadata: (key, metadata) =>
    process.call(
      "objects.setMetadata",
      () => `${key} ${metadata.state ?? ""}`,
      () => inner.setMetadata(key, metadata),
      (fault) => (fault.kind === "lose" ? Promise.resolve(true) : undefined),
    ),
  list: (prefix, options) =>
    process.call(
      "objects.list",
      () => prefix,
      () => inner.list(prefix, options),
    ),
  delete: (key) =>
    process.call(
      "objects.delete",
      () => key,
      () => inner.delete(key),
    ),
  uploads: inner.uploads,
});

const faultyQueues = (inner: MessageQueue, process: Process): MessageQueue => ({
  send: (queue, messages) =>
    process.call(
      "queues.send",
      () => `${queue} ×${messages.length} ${messages[0]?.body.slice(0, 160) ?? ""}`,
      () => inner.send(queue, messages),
      (fault) => bentSend(inner, queue, messages, fault, process.faults),
    ),
  receive: (queue, options) =>
    process.call(
      "queues.receive",
      () => queue,
      () => receiveAs(inner, queue, options, process),
    ),
  extend: (queue, receipt, seconds) =>
    process.call(
      "queues.extend",
      () => `${queue} ${receipt} ${seconds} s`,
      () => inner.extend(queue, receipt, seconds),
    ),
  acknowledge: (queue, receipts) =>
    process.call(
      "queues.acknowledge",
      () => `${queue} ${receipts.join()}`,
      () => inner.acknowledge(queue, receipts),
    ),
  depth: (queue) =>
    process.call(
      "queues.depth",
      () => queue,
      () => inner.depth(queue),
    ),
  redrive: (queue, max) =>
    process.call(
      "queues.redrive",
      () => queue,
      () => inner.redrive(queue, max),
    ),
});

const nobody = { v: 1, packageId: "pkg_nobody", round: 1, traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01` };

/** No JSON, JSON that is no message, and messages about what there is not. */
const foreignBodies = [
  "<order id='1'/>",
  JSON.stringify({ hello: "world" }),
  "null",
  JSON.stringify({ type: "task", ...nobody, tree: "", slot: 0, component: "0", task: 0, pass: "a" }),
  JSON.stringify({ type: "aggregate", ...nobody }),
  JSON.stringify({ type: "classify", ...nobody, tree: "", slot: 0, component: "0" }),
  JSON.stringify({ type: "redrive", ...nobody }),
  "",
  JSON.stringify([{ Records: "none" }]),
  JSON.stringify({
    type: "complete",
    ...nobody,
    state: "complete",
    at: 0,
    generation: 0,
    child: 0,
    subscriber: "nobody",
  }),
];

type ReceiveOptions = Parameters<MessageQueue["receive"]>[1];

/** Who was handed a message last and has not acknowledged it. */
const holders = new WeakMap<FaultPlan, Map<string, Process>>();

const receiveAs = async (
  inner: MessageQueue,
  queue: string,
  options: ReceiveOptions,
  process: Process,
): Promise<ReceivedMessage[]> => {
  const held = holders.get(process.faults) ?? new Map<string, Process>();
  holders.set(process.faults, held);
  const batch = await inner.receive(queue, options);
  for (const { messageId } of batch) {
    const other = held.get(messageId);
    if (other?.alive && other !== process) process.faults.see("two workers on one task");
    held.set(messageId, process);
  }
  const fault = batch.length > 0 ? process.faults.next("worker.receive", process.now) : undefined;
  if (fault) process.note(() => `receives ×${batch.length}   ← ${fault.kind}`);
  if (fault?.kind === "terminate") process.terminate();
  // Visible to others at once, while this worker is at it.
  if (fault?.kind === "redeliver") for (const { receipt } of batch) await inner.extend(queue, receipt, 0);
  return batch;
};

/** SQS delays a message by 15 minutes at most. */
const MAX_DELAY_SECONDS = 900;

const bentSend = (
  inner: MessageQueue,
  queue: string,
  messages: readonly OutgoingMessage[],
  { kind, ms, nth }: Fault,
  faults: FaultPlan,
): Promise<void> | undefined => {
  const delaySeconds = Math.min(MAX_DELAY_SECONDS, Math.ceil(ms / 1000));
  if (kind === "duplicate") return inner.send(queue, [...messages, ...messages]);
  if (kind === "late")
    return inner.send(
      queue,
      messages.map((message) => ({ ...message, delaySeconds })),
    );
  if (kind === "damage" && messages[0]) {
    const body = messages[0].body.slice(0, Math.floor(messages[0].body.length / 2));
    faults.poison.push({ queue, body });
    faults.lost.push(messages[0].body);
    const damaged: Damaged = { ...messages[0], body, original: messages[0].body };
    return inner.send(queue, [damaged, ...messages.slice(1)]);
  }
  if (kind === "foreign") {
    const foreign = { queue: queueNames[nth % queueNames.length]!, body: foreignBodies[nth % foreignBodies.length]! };
    faults.poison.push(foreign);
    return inner.send(queue, messages).then(() => inner.send(foreign.queue, [{ body: foreign.body }]));
  }
  if (kind !== "half") return undefined;
  return inner.send(queue, messages.slice(0, Math.floor(messages.length / 2))).then(() => {
    throw new Error(`Of ${messages.length} messages only the first half could be sent`);
  });
};

const faultyTally = (inner: TallyStore, process: Process): TallyStore => ({
  settle: (key, settlement) =>
    process.call(
      "tally.settle",
      () => `${nodeName(key)} child ${settlement.child}`,
      () => inner.settle(key, settlement),
    ),
  expect: (key, expectation) =>
    process.call(
      "tally.expect",
      () => `${nodeName(key)} = ${expectation.expected}`,
      () => inner.expect(key, expectation),
    ),
  read: (key) =>
    process.call(
      "tally.read",
      () => nodeName(key),
      () => inner.read(key),
    ),
  async *level(key) {
    yield* await process.call(
      "tally.level",
      () => nodeName({ ...key, index: 0 }),
      () => collect(inner.level(key)),
    );
  },
  async *components(id, round) {
    yield* await process.call(
      "tally.components",
      () => `${id} round ${round}`,
      () => collect(inner.components(id, round)),
    );
  },
  async *groups(id, round) {
    yield* await process.call(
      "tally.groups",
      () => `${id} round ${round}`,
      () => collect(inner.groups(id, round)),
    );
  },
});

const nodeName = (key: { round: number; tree: string; level: number; index: number }): string =>
  `r${key.round} ${key.tree === "" ? "" : `(${key.tree}) `}L${key.level}#${key.index}`;

const faultyPackages = (inner: PackageStore, process: Process): PackageStore => ({
  register: (row) =>
    process.call(
      "packages.register",
      () => row.name,
      () => inner.register(row),
    ),
  transition: (id, guard, patch) =>
    process.call(
      "packages.transition",
      () => `${guard.from.join("|")} → ${JSON.stringify(patch).slice(0, 120)}`,
      () => inner.transition(id, guard, patch),
    ),
  read: (id) =>
    process.call(
      "packages.read",
      () => id,
      () => inner.read(id),
    ),
  list: (options) =>
    process.call(
      "packages.list",
      () => options.state ?? "all",
      () => inner.list(options),
    ),
  open: (options) =>
    process.call(
      "packages.open",
      () => "",
      () => inner.open(options),
    ),
});

const faultyFleet = (inner: WorkerFleet, process: Process): WorkerFleet => ({
  live: () =>
    process.call(
      "fleet.live",
      () => "",
      () => inner.live(),
    ),
  launch: (count, token) =>
    process.call(
      "fleet.launch",
      () => `${count} ${token.slice(0, 8)}`,
      () => inner.launch(count, token),
    ),
  beat: (lease) =>
    process.call(
      "fleet.beat",
      () => lease.id,
      () => inner.beat(lease),
    ),
  leave: (id) =>
    process.call(
      "fleet.leave",
      () => id,
      () => inner.leave(id),
    ),
});

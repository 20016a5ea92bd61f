import {
  type Cloud,
  failureOf,
  HeavyMessage,
  holdWhile,
  type Lane,
  parseMessage,
  type ReceivedMessage,
  retryAfterSeconds,
  type Topology,
  traced,
} from "@torrent/core/unstable";

export interface WorkerOptions {
  /** This worker's id; its lease is under it. */
  id: string;
  /** Tasks run at the same time. */
  slots: number;
  idleSeconds: number;
  /** Aborted by SIGTERM: no further task is taken, running ones finish or are returned by `execute`. */
  signal: AbortSignal;
  /** Runs one task to its settlement, or one aggregation to its report. */
  execute(message: HeavyMessage, attempt: number): Promise<void>;
}

/** Seconds of one long poll; also how late an idle worker notices that it should leave. */
const POLL_SECONDS = 5;

/**
 * Pulls heavy tasks until there have been none for `idleSeconds`. Keeps its lease while it lives; leaves *before* its
 * last receive, so that a dispatch that still counted this worker is answered by it, and one that did not launches
 * another.
 */
export const workLoop = async (cloud: Cloud, topology: Topology, options: WorkerOptions): Promise<{ done: number }> => {
  const { clock } = cloud;
  const startedAt = clock.now();
  const state = { busy: 0, done: 0, lastWork: clock.now() };
  const beat = () =>
    cloud.fleet.beat({
      id: options.id,
      startedAt,
      busy: state.busy,
      expiresAt: clock.now() + topology.fleet.leaseSeconds * 1000,
    });
  const ended = new AbortController();
  await beat();
  const beating = keepBeating(cloud, topology, beat, ended.signal);
  const isIdle = () => state.busy === 0 && clock.now() - state.lastWork >= options.idleSeconds * 1000;

  const runSlot = async (first: Lane): Promise<void> => {
    while (!options.signal.aborted && !isIdle()) {
      const message = await next(cloud, topology, first, POLL_SECONDS, options.signal);
      if (message) await runOne(cloud, topology, options, state, message);
    }
  };
  await Promise.all(
    Array.from({ length: options.slots }, (_, slot) => runSlot(slot % 2 === 0 ? "urgent" : "standard")),
  );
  ended.abort();
  await beating;
  await cloud.fleet.leave(options.id);
  const last = options.signal.aborted ? undefined : await next(cloud, topology, "urgent", 0, options.signal);
  if (!last) return { done: state.done };
  await beat();
  await runOne(cloud, topology, options, state, last);
  const more = await workLoop(cloud, topology, options);
  return { done: state.done + more.done };
};

const keepBeating = async (
  cloud: Cloud,
  topology: Topology,
  beat: () => Promise<void>,
  ended: AbortSignal,
): Promise<void> => {
  const every = (topology.fleet.leaseSeconds * 1000) / 3;
  for (await cloud.clock.sleep(every, ended); !ended.aborted; await cloud.clock.sleep(every, ended))
    await beat().catch((error: unknown) => cloud.log("warn", "beat-failed", { ...failureOf(error) }));
};

type Held = ReceivedMessage & { queue: "heavy-urgent" | "heavy-standard" };

/** Half of the slots look at the urgent lane first, half at the standard one: neither starves the other. */
const next = async (
  cloud: Cloud,
  topology: Topology,
  first: Lane,
  waitSeconds: number,
  signal: AbortSignal,
): Promise<Held | undefined> => {
  const lanes =
    first === "urgent" ? (["heavy-urgent", "heavy-standard"] as const) : (["heavy-standard", "heavy-urgent"] as const);
  for (const [place, queue] of lanes.entries()) {
    const wait = place === lanes.length - 1 ? waitSeconds : 0;
    const { visibility: visibilitySeconds } = topology.queues[queue];
    const [message] = await cloud.queues.receive(queue, { max: 1, visibilitySeconds, waitSeconds: wait, signal });
    if (message) return { ...message, queue };
  }
  return undefined;
};

/**
 * Acknowledges after the settlement only. What failed comes again after a while, as often as its receive count allows;
 * what a stopped worker gives up comes again at once.
 */
const runOne = async (
  cloud: Cloud,
  topology: Topology,
  { execute, signal }: WorkerOptions,
  state: { busy: number; done: number; lastWork: number },
  message: Held,
): Promise<void> => {
  state.busy += 1;
  try {
    const { queue, receipt } = message;
    await holdWhile(cloud, { queue, receipt, seconds: topology.queues[queue].visibility }, async () =>
      execute(parseMessage(HeavyMessage, message.body), message.receiveCount),
    );
    await cloud.queues.acknowledge(message.queue, [message.receipt]);
    state.done += 1;
  } catch (error) {
    traced(cloud, message.body).log("warn", "task-failed", {
      queue: message.queue,
      attempt: message.receiveCount,
      ...failureOf(error),
    });
    const seconds = signal.aborted
      ? 0
      : retryAfterSeconds(topology, topology.queues[message.queue], message.receiveCount);
    await cloud.queues.extend(message.queue, message.receipt, seconds).catch(() => {});
  } finally {
    state.busy -= 1;
    state.lastWork = cloud.clock.now();
  }
};

import type { OutgoingMessage } from "@torrent/core/unstable";

/** What arrives of a message that was damaged on the way; its sender did send it whole. */
export interface Damaged extends OutgoingMessage {
  original: string;
}

/**
 * A call of a port, as `port.method`; `pass.run` is the work of a pass, `subscriber.run` that of a subscriber, `source.*` what AWS does between queue and
 * function, `worker.receive` a worker's getting a task.
 */
export const operations = [
  "objects.put",
  "objects.head",
  "objects.get",
  "objects.setMetadata",
  "objects.list",
  "objects.delete",
  "queues.send",
  "queues.receive",
  "queues.extend",
  "queues.acknowledge",
  "queues.depth",
  "queues.redrive",
  "tally.settle",
  "tally.expect",
  "tally.read",
  "tally.level",
  "tally.components",
  "tally.groups",
  "packages.register",
  "packages.transition",
  "packages.read",
  "packages.list",
  "packages.open",
  "fleet.live",
  "fleet.launch",
  "fleet.beat",
  "fleet.leave",
  "pass.run",
  "subscriber.run",
  "source.receive",
  "source.acknowledge",
  "worker.receive",
] as const;
export type Operation = (typeof operations)[number];

export const faultKinds = [
  /** The process is gone before the call took effect; nothing of it ever runs again. */
  "crash-before",
  /** The process is gone after the call took effect, before it learned so. */
  "crash-after",
  /** The call fails without effect: throttling, a 503. */
  "throttle",
  /** The call takes effect, and its answer is lost: the caller sees an error. */
  "lost-answer",
  /** The call takes `ms`, up to past every timeout and visibility. */
  "slow",
  /** What is sent or received comes a second time, as another message. */
  "duplicate",
  /** What is received is visible again at once: two consumers work on it at the same time. */
  "redeliver",
  /** What is sent arrives after `ms`. */
  "late",
  /** Only the first half of what is sent arrives; the caller sees an error. */
  "half",
  /** The batch is deleted without any handler having seen it: `sst dev` takes its stub's error for a success. */
  "swallow",
  /** One of the messages arrives with its body cut in half: its work is lost, and what is left of it is kept. */
  "damage",
  /** Somebody else's message arrives beside: no JSON, no message, or one of a package that there never was. */
  "foreign",
  /** SIGTERM to the worker that makes the call; SIGKILL two minutes later. A Lambda environment gets none. */
  "terminate",
  /** The write is answered as done and is lost. Only object metadata, which the tree never depends on, may be lost so. */
  "lose",
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  operation: Operation;
  /** It strikes the n-th call of the operation in the run, from 0, whoever makes it. */
  nth: number;
  kind: FaultKind;
  /** It strikes this call and those after it, so many in all: more than one is an outage. */
  times: number;
  /** For what is slow or late. */
  ms: number;
}

const common: readonly FaultKind[] = ["crash-before", "crash-after", "throttle", "lost-answer", "slow"];
const special: Partial<Record<Operation, readonly FaultKind[]>> = {
  "queues.send": [...common, "duplicate", "late", "half", "damage", "damage", "foreign", "foreign"],
  "worker.receive": ["redeliver", "redeliver", "terminate"],
  "fleet.beat": [...common, "terminate"],
  "pass.run": [...common, "terminate", "terminate", "terminate"],
  "objects.setMetadata": [...common, "lose", "lose", "lose"],
  "source.receive": ["duplicate", "redeliver", "late", "swallow"],
  "source.acknowledge": ["lose", "slow"],
};

/** What can go wrong with a call of this operation; what is named twice is drawn twice as often. */
export const kindsFor = (operation: Operation): readonly FaultKind[] => special[operation] ?? common;

const LONGEST_OUTAGE_MS = 8 * 3_600_000;

/** Hands each fault to the calls that it is meant for. */
export class FaultPlan {
  readonly #faults = new Map<Operation, Fault[]>();
  readonly #calls = new Map<Operation, number>();
  /** Faults that struck, once for each time. */
  readonly struck: Fault[] = [];
  /** What came of them that is worth counting, by what it is called. */
  readonly seen = new Map<string, number>();
  /** Bodies that no consumer can use. */
  readonly poison: { queue: string; body: string }[] = [];
  /** Bodies that were sent whole and that no consumer will ever see. */
  readonly lost: string[] = [];
  readonly #began = new Map<Fault, number>();
  #isOver = false;

  constructor(faults: readonly Fault[]) {
    for (const fault of faults)
      this.#faults.set(fault.operation, [...(this.#faults.get(fault.operation) ?? []), fault]);
  }

  see(what: string): void {
    if (this.#isOver) return;
    this.seen.set(what, (this.seen.get(what) ?? 0) + 1);
  }

  /** From now on nothing fails. */
  end(): void {
    this.#isOver = true;
  }

  /** @param now Virtual time, in epoch milliseconds. */
  next(operation: Operation, now: number): Fault | undefined {
    const call = this.#calls.get(operation) ?? 0;
    this.#calls.set(operation, call + 1);
    if (this.#isOver) return undefined;
    const fault = this.#faults.get(operation)?.find(({ nth, times }) => nth <= call && call < nth + times);
    // An outage is over after some hours, however seldom the operation is called.
    if (fault && now - (this.#began.get(fault) ?? now) > LONGEST_OUTAGE_MS) return undefined;
    if (fault && !this.#began.has(fault)) this.#began.set(fault, now);
    if (fault) this.struck.push(fault);
    return fault;
  }

  /** Calls made so far, by operation. */
  get calls(): ReadonlyMap<Operation, number> {
    return this.#calls;
  }
}

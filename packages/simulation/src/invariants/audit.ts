import type { MemoryCloud } from "@torrent/core/testing/memory";
import {
  AggregateMessage,
  ClassifyMessage,
  type Cloud,
  CompleteMessage,
  completionKey,
  heavyQueues,
  IntakeMessage,
  isTerminalState,
  type MessageQueue,
  objectKey,
  type PackageEvent,
  type PackageRow,
  type PackageStore,
  type Pass,
  parent,
  type ReceivedMessage,
  ready,
  type Settlement,
  slotKey,
  subtree,
  type TallyNode,
  type TallyStore,
  TaskMessage,
  type TerminalState,
} from "@torrent/core/unstable";
import type { Damaged } from "../faults/fault.ts";
import { addressOf, nameOf, workOf } from "./messages.ts";
import type { RecordedSum } from "./recorded-sum.ts";

export interface Violation {
  /** `deterministic`: a pass gave two outputs for the same input. */
  invariant: "I1" | "I2" | "I3" | "I4" | "I5" | "I6" | "I7" | "deterministic";
  what: string;
}

/** Reports one violation. */
export type Say = (invariant: Violation["invariant"], what: string) => void;

/** Looks on, below the faults, and writes down what must never happen. It changes nothing and takes no time. */
export class Audit {
  readonly violations: Violation[] = [];
  /** Results that came after their task's outcome was recorded otherwise. */
  readonly late: { packageId: string; component: string; pass: string }[] = [];
  /** What subscribers were told, and whether they took it. */
  readonly told: { subscriber: string; event: PackageEvent; ok: boolean }[] = [];
  /** Rounds that opened and ends of rounds, each of which subscribers may wait for. */
  readonly changes: { packageId: string; round: number; state: "open" | TerminalState }[] = [];
  /** What `finish` was given, by package and round. */
  readonly sums = new Map<string, RecordedSum[]>();
  /** Components of first rounds that were planned, by their node. */
  readonly plans = new Map<string, { packageId: string; grown: boolean; tasks: number }>();
  readonly cloud: Cloud;
  readonly queues: MessageQueue;
  /** Calls that took effect, by kind: what a run costs. */
  readonly writes = { settle: 0, expect: 0, sent: 0, transition: 0, put: 0 };
  readonly #store: MemoryCloud;
  /** By how much the clocks of two processes may differ. */
  readonly #skewMs: number;
  readonly #passes: ReadonlyMap<string, Pass>;
  readonly #settled = new Set<string>();
  readonly #ended = new Map<string, number>();
  readonly #sent = new Set<string>();
  /** Messages that were received and not acknowledged, by package: whoever holds one may still do what is missing. */
  readonly #held = new Map<string, { body: string; messageId: string }>();
  readonly #outstanding = new Map<string, Map<string, string>>();

  constructor(store: MemoryCloud, skewMs: number, passes: ReadonlyMap<string, Pass>) {
    this.#store = store;
    this.#passes = passes;
    this.#skewMs = skewMs;
    this.queues = this.#watchQueues();
    const { fleet, clock, random, log } = store;
    this.cloud = {
      objects: this.#watchObjects(),
      fleet,
      clock,
      random,
      log,
      queues: this.queues,
      tally: this.#watchTally(),
      packages: this.#watchPackages(),
    };
  }

  noteTold(subscriber: string, event: PackageEvent, ok: boolean): void {
    this.told.push({ subscriber, event, ok });
  }

  /** A pass gave two outputs for the same input. */
  noteDifference(pass: string, first: string, then: string): void {
    this.#say("deterministic", `${pass} gave ${quoted(first, then)}, and run again ${quoted(then, first)}`);
  }

  noteSum(packageId: string, round: number, sum: RecordedSum): void {
    const name = `${packageId} ${round}`;
    this.sums.set(name, [...(this.sums.get(name) ?? []), sum]);
  }

  #say(invariant: Violation["invariant"], what: string): void {
    this.violations.push({ invariant, what });
  }

  #watchObjects(): Cloud["objects"] {
    const { objects } = this.#store;
    return {
      bucket: objects.bucket,
      put: async (key, body, options) => {
        this.writes.put += 1;
        if (key.startsWith("results/") && body instanceof Uint8Array) await this.#sameOutput(key, body);
        return objects.put(key, body, options);
      },
      head: (key) => objects.head(key),
      get: (key, range) => objects.get(key, range),
      setMetadata: (key, metadata) => objects.setMetadata(key, metadata),
      list: (prefix, options) => objects.list(prefix, options),
      delete: (key) => objects.delete(key),
      uploads: objects.uploads,
    };
  }

  /** Equal keys mean equal results: a result is written again only as it was. */
  async #sameOutput(key: string, body: Uint8Array): Promise<void> {
    const pass = key.slice(key.lastIndexOf("/") + 1, key.lastIndexOf("@"));
    // Its time is part of what such a pass sees.
    if (this.#passes.get(pass)?.cache === "none") return;
    const known = await this.#store.objects.get(key);
    if (!known) return;
    const decoder = new TextDecoder();
    let before = "";
    for await (const chunk of known.body) before += decoder.decode(chunk, { stream: true });
    const now = new TextDecoder().decode(body);
    if (now !== before) this.noteDifference(pass, before, now);
  }

  #watchTally(): TallyStore {
    const { tally } = this.#store;
    return {
      settle: async (key, settlement) => {
        this.writes.settle += 1;
        const answer = await tally.settle(key, settlement);
        const name = `${nameOf(key)} child ${settlement.child}`;
        if (answer.first && this.#settled.has(name)) this.#say("I3", `${name} was settled a second time`);
        if (answer.first) this.#settled.add(name);
        this.#noteLate(answer.node, settlement);
        return answer;
      },
      expect: (key, expectation) => {
        this.writes.expect += 1;
        const { plan } = expectation;
        const { packageId, round, tree, level } = key;
        if (plan && level === 0 && round === 1 && plan.component !== packageId.split("@")[0])
          this.plans.set(nameOf(key), { packageId, grown: tree !== "", tasks: plan.tasks.length });
        return tally.expect(key, expectation);
      },
      read: (key) => tally.read(key),
      level: (key) => tally.level(key),
      components: (id, round) => tally.components(id, round),
      groups: (id, round) => tally.groups(id, round),
    };
  }

  #noteLate({ key, plan, receipts }: TallyNode, { child, receipt }: Settlement): void {
    if (key.level > 0 || receipt?.outcome !== "succeeded" || receipts.get(child)?.outcome === "succeeded") return;
    const pass = plan?.tasks[child]?.pass;
    if (plan && pass) this.late.push({ packageId: key.packageId, component: plan.component, pass });
  }

  #watchPackages(): PackageStore {
    const { packages } = this.#store;
    return {
      register: (row) => packages.register(row),
      transition: async (id, guard, patch) => {
        this.writes.transition += 1;
        const before = await packages.read(id);
        const held = before?.lease;
        const answer = await packages.transition(id, guard, patch);
        const left = (held?.until ?? 0) - this.#store.clock.now();
        if (answer?.done && patch.lease && held?.owner !== patch.lease.owner && left > this.#skewMs)
          this.#say("I3", `${id} got a second aggregator while the first one's lease still ran for ${left} ms`);
        if (answer?.done && before) this.#noteChange(before, answer.row);
        if (answer?.done && patch.revision !== undefined) {
          const name = `${id} revision ${patch.revision}`;
          const times = (this.#ended.get(name) ?? 0) + 1;
          this.#ended.set(name, times);
          if (times > 1) this.#say("I3", `${name} was finished ${times} times`);
        }
        return answer;
      },
      read: (id) => packages.read(id),
      list: (options) => packages.list(options),
      open: (options) => packages.open(options),
    };
  }

  #noteChange(before: PackageRow, { id, round, state, fannedOut }: PackageRow): void {
    if (fannedOut && !before.fannedOut) this.changes.push({ packageId: id, round, state: "open" });
    if (!isTerminalState(state)) return;
    if (!isTerminalState(before.state)) this.changes.push({ packageId: id, round, state: state as TerminalState });
    else if (before.state !== state) this.#say("I3", `${id} ended as ${before.state}, and then as ${state}`);
  }

  #watchQueues(): MessageQueue {
    const { queues } = this.#store;
    return {
      send: async (queue, messages) => {
        this.writes.sent += messages.length;
        for (const message of messages) this.#sent.add(workOf((message as Partial<Damaged>).original ?? message.body));
        await queues.send(queue, messages);
      },
      receive: async (queue, options) => {
        const batch = await queues.receive(queue, options);
        for (const message of batch) this.#hold(message);
        return batch;
      },
      extend: (queue, receipt, seconds) => queues.extend(queue, receipt, seconds),
      acknowledge: async (queue, receipts) => {
        for (const receipt of receipts) {
          const body = this.#release(receipt);
          if (body !== undefined && !queue.endsWith("-dlq")) await this.#durable(queue, body);
        }
        await queues.acknowledge(queue, receipts);
      },
      depth: (queue) => queues.depth(queue),
      redrive: (queue, max) => queues.redrive(queue, max),
    };
  }

  #hold({ receipt, messageId, body }: ReceivedMessage): void {
    this.#held.set(receipt, { body, messageId });
    const { packageId, node } = addressOf(body);
    if (packageId === undefined) return;
    const held = this.#outstanding.get(packageId) ?? new Map<string, string>();
    this.#outstanding.set(packageId, held.set(messageId, node));
  }

  #release(receipt: string): string | undefined {
    const held = this.#held.get(receipt);
    if (!held) return undefined;
    this.#held.delete(receipt);
    this.#outstanding.get(addressOf(held.body).packageId ?? "")?.delete(held.messageId);
    return held.body;
  }

  #isHeld(packageId: string, node?: string): boolean {
    const held = [...(this.#outstanding.get(packageId)?.values() ?? [])];
    return node === undefined ? held.length > 0 : held.includes(node);
  }

  /** What a message asked for must be there when the message goes. */
  async #durable(queue: string, body: string): Promise<void> {
    if (queue === "dispatch") return;
    if (queue === "intake") return this.#taken(body);
    if (queue === "complete") return this.#delivered(body);
    const { packageId, round } = JSON.parse(body) as { packageId: string; round: number };
    const row = await this.#store.packages.read(packageId);
    if (!row || row.round !== round) return;
    const aggregates = queue === "aggregate" || AggregateMessage.safeParse(JSON.parse(body)).success;
    // Any other message of an aggregation may be of this package, and whoever receives it announces the end.
    const others = [...heavyQueues, "aggregate"].reduce((sum, name) => sum + this.#store.queues.pending(name), 0) - 1;
    if (aggregates && row.announcing && others === 0)
      return this.#say("I5", `the completion of ${packageId} was acknowledged before its end was announced`);
    if (aggregates || isTerminalState(row.state)) return;
    if (queue === "classify") {
      const message = ClassifyMessage.parse(JSON.parse(body));
      const node = await this.#store.tally.read(slotKey(message));
      if (!node?.plan) return this.#say("I5", `classify of ${message.component} was acknowledged without a plan`);
      return this.#followed(node, `classify of ${message.component}`);
    }
    const message = TaskMessage.parse(JSON.parse(body));
    const node = await this.#store.tally.read(slotKey(message));
    const name = `task ${message.pass} of ${message.component}`;
    if (node?.receipts.has(message.task)) return this.#followed(node, name);
    const tree = subtree(message.tree, message.slot, message.task);
    const root = await this.#store.tally.read({ packageId, round, tree, level: 1, index: 0 });
    if (!root?.root) return this.#say("I5", `${name} was acknowledged before it was settled, or its subtree opened`);
    for (let slot = 0; slot < (root.expected ?? 0); slot++)
      if (!this.#sent.has(`classify ${nameOf(slotKey({ packageId, round, tree, slot }))}`))
        this.#say("I5", `${name} was acknowledged, and its component ${slot} was never sent to classification`);
  }

  /** A delivery to a subscriber goes when its outcome is recorded. */
  async #delivered(body: string): Promise<void> {
    const message = CompleteMessage.parse(JSON.parse(body));
    const node = await this.#store.tally.read(completionKey(message));
    if (!node?.receipts.has(message.child))
      this.#say("I5", `${message.subscriber} was told of ${message.packageId}, and no outcome is recorded`);
  }

  /** Every component was sent to classification, or is planned; and a round of none was completed. */
  async #fannedOut(name: string, row: PackageRow): Promise<void> {
    const { id: packageId, round, slots = 0 } = row;
    for (let slot = 0; slot < slots; slot++) {
      const key = slotKey({ packageId, round, tree: "", slot });
      if (!this.#sent.has(`classify ${nameOf(key)}`) && !(await this.#store.tally.read(key))?.plan)
        return this.#say("I5", `${name} was acknowledged, and component ${slot} was never sent to classification`);
    }
    if (slots === 0 && !this.#sent.has(`aggregate ${packageId} ${round}`))
      this.#say("I5", `${name} was acknowledged, it holds nothing, and no completion message was sent`);
  }

  async #taken(body: string): Promise<void> {
    const message = IntakeMessage.parse(JSON.parse(body));
    const { packages } = await this.#store.packages.list({ limit: 1000 });
    const check = async (name: string, row: PackageRow | undefined): Promise<void> => {
      if (!row) this.#say("I5", `${name} was acknowledged without a package`);
      else if (row.state === "intake" || (row.state === "open" && !row.fannedOut))
        this.#say("I5", `${name} was acknowledged before its fan-out was done`);
      else if (row.state === "open") await this.#fannedOut(name, row);
    };
    if ("type" in message) {
      const row = packages.find(({ id }) => id === message.packageId);
      if (row?.round === message.round) await check(`the redrive of ${message.packageId}`, row);
    } else
      for (const key of message.Records.map(objectKey)) {
        const row = packages.find((one) => one.key === key);
        if (!row || row.round === 1) await check(`the event of ${key}`, row);
      }
  }

  /**
   * All that follows from a component's node as it is: its ready tasks were sent, and it was settled above if full.
   * Unless someone else still holds a message of it, and will see to it.
   */
  async #followed(node: TallyNode, by: string): Promise<void> {
    if (this.#isHeld(node.key.packageId, nameOf(node.key))) return;
    for (const child of node.plan ? ready(node.plan, node.receipts).run : [])
      if (!this.#sent.has(`task ${nameOf(node.key)} ${child}`) && !node.plan?.tasks[child]?.defect)
        this.#say("I5", `${by} was acknowledged, and task ${child} of ${nameOf(node.key)} was never sent`);
    const { packageId, round } = node.key;
    for (let full = node; size(full) === full.settled.size; ) {
      if (full.key.level > 0 && this.#isHeld(packageId)) return;
      const up = parent(full.key, full.key.level > 0 && full.root === true);
      if (!up) {
        if (!this.#sent.has(`aggregate ${packageId} ${round}`))
          this.#say("I5", `${by} was acknowledged, the root was full, and no completion message was sent`);
        return;
      }
      const above = await this.#store.tally.read(up.key);
      if (!above?.settled.has(up.child))
        return this.#say("I5", `${by} was acknowledged, and ${nameOf(full.key)} was full and not settled above`);
      full = above;
    }
  }
}

/** How many children a node has; written down here once more, so that a fault in the tree's own code is seen. */
const size = ({ key, expected }: TallyNode): number => expected ?? (key.level === 0 ? Number.NaN : 100);

const QUOTED = 160;

/** The part of a text where it differs from another. */
const quoted = (text: string, other: string): string => {
  let same = 0;
  while (same < text.length && text[same] === other[same]) same += 1;
  const from = text.length <= QUOTED ? 0 : Math.max(0, same - QUOTED / 2);
  return `${from > 0 ? "…" : ""}${text.slice(from, from + QUOTED)}${from + QUOTED < text.length ? "…" : ""}`;
};

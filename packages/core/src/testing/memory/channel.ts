import type { OutgoingMessage, QueueDepth, ReceivedMessage } from "../../ports/message-queue.ts";
import type { Clock, Random } from "../../ports/runtime.ts";
import { Heap } from "./heap.ts";

interface Entry {
  readonly id: string;
  readonly message: OutgoingMessage;
  readonly sentAt: number;
  receiveCount: number;
  receipt: string | undefined;
  hiddenUntil: number;
  /** Counts the hidings, so that an earlier one's end does not bring the message up. */
  hidings: number;
}

interface ChannelOptions {
  clock: Clock;
  random: Random;
  /** Where a message goes that was received `maxReceives` times and came back. */
  dead?: Channel;
  maxReceives?: number;
}

/** Nobody reads it; without one each `abort` would make an error with its stack. */
const WOKEN = "woken";

/** One queue. It hands out what is visible in a random order, since SQS promises none. */
export class Channel {
  readonly #options: ChannelOptions;
  readonly #entries = new Set<Entry>();
  readonly #visible: Entry[] = [];
  readonly #hidden = new Heap<{ entry: Entry; hiding: number }>();
  readonly #receipts = new Map<string, Entry>();
  readonly #waiting = new Set<() => void>();
  #source: Channel | undefined;

  constructor(options: ChannelOptions) {
    this.#options = options;
    if (options.dead) options.dead.#source = this;
  }

  add(message: OutgoingMessage): void {
    const { clock, random } = this.#options;
    this.#enter(random.id(), { ...message }, clock.now(), (message.delaySeconds ?? 0) * 1000);
  }

  take(max: number, visibilityMs: number): ReceivedMessage[] {
    this.#promote();
    const batch: ReceivedMessage[] = [];
    while (batch.length < max && this.#visible.length > 0) {
      const entry = this.#pick();
      if (!this.#entries.has(entry)) continue;
      if (entry.receipt !== undefined) this.#receipts.delete(entry.receipt);
      entry.receiveCount += 1;
      entry.receipt = `${entry.id}#${entry.receiveCount}`;
      this.#receipts.set(entry.receipt, entry);
      this.#hide(entry, visibilityMs);
      const { body, group } = entry.message;
      batch.push({
        messageId: entry.id,
        receipt: entry.receipt,
        body,
        ...(group === undefined ? {} : { group }),
        receiveCount: entry.receiveCount,
        sentAt: entry.sentAt,
      });
    }
    return batch;
  }

  extend(receipt: string, ms: number): void {
    this.#promote();
    const entry = this.#receipts.get(receipt);
    if (!entry || entry.hiddenUntil <= this.#options.clock.now()) return;
    this.#hide(entry, ms);
    this.#wake();
  }

  remove(receipt: string): void {
    this.#promote();
    const entry = this.#receipts.get(receipt);
    if (entry) this.#forget(entry);
  }

  get size(): number {
    return this.#entries.size;
  }

  depth(): QueueDepth {
    this.#promote();
    const depth = { visible: 0, inFlight: 0, delayed: 0 };
    let oldestAt = Number.POSITIVE_INFINITY;
    for (const { hiddenUntil, receiveCount, sentAt } of this.#entries) {
      depth[hiddenUntil <= this.#options.clock.now() ? "visible" : receiveCount > 0 ? "inFlight" : "delayed"] += 1;
      oldestAt = Math.min(oldestAt, sentAt);
    }
    return Number.isFinite(oldestAt) ? { ...depth, oldestAt } : depth;
  }

  redrive(max: number): number {
    this.#promote();
    const dead = this.#options.dead;
    if (!dead) throw new TypeError("A dead-letter queue serves another queue: name that one to redrive it");
    const moved = [...dead.#entries].slice(0, max);
    for (const entry of moved) {
      dead.#forget(entry);
      this.#enter(entry.id, entry.message, entry.sentAt);
    }
    return moved.length;
  }

  /** Epoch milliseconds at which the next hidden message comes up. */
  nextVisibleAt(): number {
    const own = this.#hidden.peek()?.at ?? Number.POSITIVE_INFINITY;
    return Math.min(own, this.#source?.nextVisibleAt() ?? Number.POSITIVE_INFINITY);
  }

  /** Resolves when something may have come up, and after `ms` at the latest. */
  async changed(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    const timer = new AbortController();
    const stop = (): void => timer.abort(WOKEN);
    this.#waiting.add(stop);
    signal?.addEventListener("abort", stop, { once: true });
    await this.#options.clock.sleep(ms, timer.signal);
    signal?.removeEventListener("abort", stop);
    this.#waiting.delete(stop);
  }

  #enter(id: string, message: OutgoingMessage, sentAt: number, delayMs = 0): void {
    const entry: Entry = { id, message, sentAt, receiveCount: 0, receipt: undefined, hiddenUntil: 0, hidings: 0 };
    this.#entries.add(entry);
    this.#hide(entry, delayMs);
    this.#wake();
  }

  #forget(entry: Entry): void {
    this.#entries.delete(entry);
    if (entry.receipt !== undefined) this.#receipts.delete(entry.receipt);
  }

  #hide(entry: Entry, ms: number): void {
    entry.hiddenUntil = this.#options.clock.now() + ms;
    entry.hidings += 1;
    if (ms > 0) this.#hidden.push(entry.hiddenUntil, { entry, hiding: entry.hidings });
    else this.#surface(entry);
  }

  /** Brings up what is due, here and where this queue's messages come from. */
  #promote(): void {
    if (this.#source) this.#source.#promote();
    const now = this.#options.clock.now();
    for (let top = this.#hidden.peek(); top && top.at <= now; top = this.#hidden.peek()) {
      const { entry, hiding } = top.value;
      this.#hidden.pop();
      if (this.#entries.has(entry) && entry.hidings === hiding) this.#surface(entry);
    }
  }

  #surface(entry: Entry): void {
    const { dead, maxReceives = Number.POSITIVE_INFINITY } = this.#options;
    if (!dead || entry.receiveCount < maxReceives) {
      this.#visible.push(entry);
      return;
    }
    this.#forget(entry);
    dead.#enter(entry.id, entry.message, entry.sentAt);
  }

  #pick(): Entry {
    const visible = this.#visible;
    const index = Math.floor(this.#options.random.fraction() * visible.length);
    const entry = visible[index]!;
    const last = visible.pop()!;
    if (last !== entry) visible[index] = last;
    return entry;
  }

  #wake(): void {
    for (const stop of this.#waiting) stop();
    this.#waiting.clear();
  }
}

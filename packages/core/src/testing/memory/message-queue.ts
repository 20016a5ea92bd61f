import type { MessageQueue, OutgoingMessage, QueueDepth, ReceivedMessage } from "../../ports/message-queue.ts";
import type { Clock, Random } from "../../ports/runtime.ts";
import { defaultTopology } from "../../topology/defaults.ts";
import { deadLetterQueue, queueNames, type Topology } from "../../topology/topology.ts";
import { Channel } from "./channel.ts";

export class MemoryMessageQueue implements MessageQueue {
  readonly #clock: Clock;
  readonly #channels = new Map<string, Channel>();

  constructor({
    clock,
    random,
    topology = defaultTopology,
  }: {
    clock: Clock;
    random: Random;
    topology?: Pick<Topology, "queues">;
  }) {
    this.#clock = clock;
    for (const name of queueNames) {
      const dead = new Channel({ clock, random });
      this.#channels.set(deadLetterQueue(name), dead);
      this.#channels.set(name, new Channel({ clock, random, dead, maxReceives: topology.queues[name].maxReceives }));
    }
  }

  async send(queue: string, messages: readonly OutgoingMessage[]): Promise<void> {
    this.accept(queue, messages);
  }

  /** `send` within the caller's own step, for what must be atomic with it. */
  accept(queue: string, messages: readonly OutgoingMessage[]): void {
    const channel = this.#channel(queue);
    for (const message of messages) channel.add(message);
  }

  async receive(
    queue: string,
    {
      max,
      visibilitySeconds,
      waitSeconds,
      signal,
    }: { max: number; visibilitySeconds: number; waitSeconds: number; signal?: AbortSignal },
  ): Promise<ReceivedMessage[]> {
    const channel = this.#channel(queue);
    const until = this.#clock.now() + waitSeconds * 1000;
    for (;;) {
      if (signal?.aborted) return [];
      const batch = channel.take(max, visibilitySeconds * 1000);
      const wait = Math.min(until, channel.nextVisibleAt()) - this.#clock.now();
      if (batch.length > 0 || this.#clock.now() >= until) return batch;
      await channel.changed(wait, signal);
    }
  }

  async extend(queue: string, receipt: string, seconds: number): Promise<void> {
    this.#channel(queue).extend(receipt, seconds * 1000);
  }

  async acknowledge(queue: string, receipts: readonly string[]): Promise<void> {
    const channel = this.#channel(queue);
    for (const receipt of receipts) channel.remove(receipt);
  }

  async depth(queue: string): Promise<QueueDepth> {
    return this.#channel(queue).depth();
  }

  async redrive(queue: string, max: number): Promise<number> {
    return this.#channel(queue).redrive(max);
  }

  /** Messages that are in the queue, or in any; in flight and dead ones included. */
  pending(queue?: string): number {
    if (queue !== undefined) return this.#channel(queue).size;
    let sum = 0;
    for (const channel of this.#channels.values()) sum += channel.size;
    return sum;
  }

  #channel(queue: string): Channel {
    const channel = this.#channels.get(queue);
    if (!channel)
      throw new TypeError(`Unknown queue "${queue}"; the queues are ${[...this.#channels.keys()].join(", ")}`);
    return channel;
  }
}

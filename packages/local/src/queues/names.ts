import { deadLetterQueue, defaultTopology } from "@torrent/core/unstable";

/** The queues of one cloud: the topology's, each with its dead-letter queue. */
export interface QueueNames {
  /** Throws for a name that is not a queue's. */
  check(queue: string): void;
  /** Receives after which a message is dead; a dead-letter queue has none. */
  maxReceives(queue: string): number;
  deadLettersOf(queue: string): string;
  /** The queue that a dead-letter queue serves. */
  servedBy(deadLetters: string): string | undefined;
}

export const queueNamesOf = (
  queues: Readonly<Record<string, { maxReceives: number }>> = defaultTopology.queues,
): QueueNames => {
  const limits = new Map(Object.entries(queues).map(([name, { maxReceives }]) => [name, maxReceives]));
  const served = new Map([...limits.keys()].map((name) => [deadLetterQueue(name as never), name]));
  return {
    check(queue) {
      if (limits.has(queue) || served.has(queue)) return;
      throw new TypeError(
        `Unknown queue "${queue}"; the queues are ${[...limits.keys(), ...served.keys()].join(", ")}`,
      );
    },
    maxReceives: (queue) => limits.get(queue) ?? Number.MAX_SAFE_INTEGER,
    deadLettersOf: (queue) => deadLetterQueue(queue as never),
    servedBy: (deadLetters) => served.get(deadLetters),
  };
};

export interface OutgoingMessage {
  body: string;
  /** `MessageGroupId` on a standard queue: SQS shares the queue fairly between groups. */
  group?: string;
  /** 0–900. */
  delaySeconds?: number;
}

export interface ReceivedMessage {
  /** Differs between two deliveries of one effect: never an idempotency key. */
  messageId: string;
  /** Names this one receipt; a later receipt makes it stale. */
  receipt: string;
  body: string;
  group?: string;
  /** 1 at the first delivery. Approximate, never below the truth by more than a crash of the queue. */
  receiveCount: number;
  /** Epoch milliseconds of the send. */
  sentAt: number;
}

export interface QueueDepth {
  visible: number;
  inFlight: number;
  delayed: number;
  /** Epoch milliseconds of the oldest message's send; absent if there is none, or if the store does not report it (as SQS). */
  oldestAt?: number;
}

/**
 * Queues by the names that the topology gives them.
 *
 * Contract: at-least-once delivery, in any order, possibly twice at the same time; a message received and not
 * acknowledged within its visibility is delivered again, and after the queue's `maxReceives` it moves to its
 * dead-letter queue with its body unchanged. A sent message is durable when `send` resolves. `extend` and
 * `acknowledge` with a stale receipt do nothing and do not throw. `depth` is approximate.
 */
export interface MessageQueue {
  /** Any number of messages; throws only if some could not be sent after its own retries (then some may have been). */
  send(queue: string, messages: readonly OutgoingMessage[]): Promise<void>;
  /** At most `max` (≤ 10), waiting up to `waitSeconds` (≤ 20) for the first. */
  receive(
    queue: string,
    options: { max: number; visibilitySeconds: number; waitSeconds: number; signal?: AbortSignal },
  ): Promise<ReceivedMessage[]>;
  /** Visible again in `seconds` from now; 0 returns it at once. */
  extend(queue: string, receipt: string, seconds: number): Promise<void>;
  acknowledge(queue: string, receipts: readonly string[]): Promise<void>;
  depth(queue: string): Promise<QueueDepth>;
  /** Moves up to `max` messages back to `queue` from the dead-letter queue that serves it; how many were moved. */
  redrive(queue: string, max: number): Promise<number>;
}

import type { DatabaseSync } from "node:sqlite";
import type { Clock, MessageQueue, OutgoingMessage } from "@torrent/core/unstable";
import { transaction } from "../database.ts";
import { turn } from "../turn.ts";
import { messageRows } from "./message-rows.ts";
import type { QueueNames } from "./names.ts";
import type { Wake } from "./wake.ts";

const RECEIVE_LIMIT = 10;
const WAIT_LIMIT_SECONDS = 20;

/** What the event-source runner needs beyond the port. */
export interface EmbeddedQueue extends MessageQueue {
  /** Resolves when a receive would find something, after `seconds` at the latest; holds nothing. */
  waiting(queue: string, seconds: number, signal: AbortSignal): Promise<void>;
  /** Sends within the caller's own transaction; ring the queue after its commit. */
  sendWithin(queue: string, messages: readonly OutgoingMessage[]): void;
  /** Visible again in `seconds`, unless the handler that holds the receipt extended it itself. */
  giveBack(queue: string, receipts: readonly string[], seconds: number): Promise<void>;
  /** Visible again in `seconds`, and the receive does not count: what failed was not the message's doing. */
  restore(queue: string, receipts: readonly string[], seconds: number): Promise<void>;
  /** Ends the visibility timeout of everything in flight, because its consumers are known to be gone; returns how many. */
  reclaim(queue: string): Promise<number>;
}

export const messageQueue = (db: DatabaseSync, names: QueueNames, wake: Wake, clock: Clock): EmbeddedQueue => {
  const rows = messageRows(db, names);
  const takeNow = (queue: string, max: number, visibilitySeconds: number) => {
    const now = clock.now();
    if (!rows.due(queue, now)) return [];
    const { moved, batch } = transaction(db, () => ({
      moved: rows.surface(queue, now),
      batch: rows.take(queue, max, now + visibilitySeconds * 1000, now),
    }));
    if (moved) wake.ring(names.servedBy(queue) === undefined ? names.deadLettersOf(queue) : queue);
    return batch;
  };

  /** Nothing comes between the look and the wait, so that no ring is missed. */
  const waitUntil = async (queue: string, until: number, signal?: AbortSignal): Promise<void> => {
    await wake.wait(queue, Math.min(until, rows.nextDue(queue) ?? until) - clock.now(), signal);
  };

  return {
    async waiting(queue, seconds, signal) {
      names.check(queue);
      const until = clock.now() + seconds * 1000;
      while (!signal.aborted && db.isOpen && clock.now() < until && !rows.due(queue, clock.now()))
        await waitUntil(queue, until, signal);
      await turn();
    },
    async send(queue, messages) {
      names.check(queue);
      await turn();
      if (messages.length === 0) return;
      transaction(db, () => rows.add(queue, messages, clock.now()));
      wake.ring(queue);
    },
    sendWithin(queue, messages) {
      names.check(queue);
      rows.add(queue, messages, clock.now());
    },
    async receive(queue, { max, visibilitySeconds, waitSeconds, signal }) {
      names.check(queue);
      if (!(max >= 1 && max <= RECEIVE_LIMIT)) throw new RangeError(`max is ${max}; it must be 1–${RECEIVE_LIMIT}`);
      if (!(waitSeconds >= 0 && waitSeconds <= WAIT_LIMIT_SECONDS))
        throw new RangeError(`waitSeconds is ${waitSeconds}; it must be 0–${WAIT_LIMIT_SECONDS}`);
      const until = clock.now() + waitSeconds * 1000;
      for (;;) {
        await turn();
        if (signal?.aborted || !db.isOpen) return [];
        const batch = takeNow(queue, max, visibilitySeconds);
        if (batch.length > 0 || clock.now() >= until) return batch;
        await waitUntil(queue, until, signal);
      }
    },
    async extend(queue, receipt, seconds) {
      names.check(queue);
      await turn();
      const now = clock.now();
      rows.reschedule(receipt, now + seconds * 1000, now);
      wake.ring(queue);
    },
    async giveBack(queue, receipts, seconds) {
      names.check(queue);
      const at = clock.now() + seconds * 1000;
      transaction(db, () => {
        for (const receipt of receipts) rows.giveBack(receipt, at);
      });
      wake.ring(queue);
    },
    async restore(queue, receipts, seconds) {
      names.check(queue);
      const at = clock.now() + seconds * 1000;
      transaction(db, () => {
        for (const receipt of receipts) rows.restore(receipt, at);
      });
      wake.ring(queue);
    },
    async reclaim(queue) {
      names.check(queue);
      return transaction(db, () => rows.reclaim(queue, clock.now()));
    },
    async acknowledge(queue, receipts) {
      names.check(queue);
      await turn();
      if (receipts.length === 0) return;
      transaction(db, () => {
        for (const receipt of receipts) rows.remove(receipt);
      });
    },
    async depth(queue) {
      names.check(queue);
      await turn();
      return rows.depth(queue, clock.now());
    },
    async redrive(queue, max) {
      names.check(queue);
      if (names.servedBy(queue) !== undefined)
        throw new TypeError(
          `"${queue}" is a dead-letter queue: name the queue that it serves, "${names.servedBy(queue)}"`,
        );
      await turn();
      const moved = transaction(db, () => {
        rows.surface(queue, clock.now());
        return rows.redrive(queue, max);
      });
      wake.ring(queue);
      return moved;
    },
  };
};

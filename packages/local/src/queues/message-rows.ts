import type { DatabaseSync } from "node:sqlite";
import type { OutgoingMessage, QueueDepth, ReceivedMessage } from "@torrent/core/unstable";
import type { QueueNames } from "./names.ts";

/** SQS's limit of one message. */
const BODY_LIMIT_BYTES = 1_048_576;
const DELAY_LIMIT_SECONDS = 900;

const check = ({ body, delaySeconds = 0 }: OutgoingMessage, queue: string): void => {
  const bytes = Buffer.byteLength(body);
  if (bytes > BODY_LIMIT_BYTES)
    throw new RangeError(`A message to "${queue}" takes ${bytes} bytes; at most ${BODY_LIMIT_BYTES}: send a pointer`);
  if (!(delaySeconds >= 0 && delaySeconds <= DELAY_LIMIT_SECONDS))
    throw new RangeError(
      `A message to "${queue}" is delayed by ${delaySeconds} s; it must be 0–${DELAY_LIMIT_SECONDS}`,
    );
};

/** A receipt names a message and one receive of it. */
const receiptOf = (id: number, receives: number): string => `${id}.${receives}`;
const parseReceipt = (receipt: string): [id: number, receives: number] => {
  const [id, receives] = receipt.split(".").map(Number);
  return [id ?? Number.NaN, receives ?? Number.NaN];
};

export interface MessageRows {
  add(queue: string, messages: readonly OutgoingMessage[], now: number): void;
  /** Whether `take` or `surface` would change anything; reads only. */
  due(queue: string, now: number): boolean;
  /** Brings up what is due, and moves what was received too often; whether any was moved. */
  surface(queue: string, now: number): boolean;
  take(queue: string, max: number, hiddenUntil: number, now: number): ReceivedMessage[];
  /** When the next waiting message is due, `undefined` if none waits. */
  nextDue(queue: string): number | undefined;
  reschedule(receipt: string, at: number, now: number): void;
  /** Like `reschedule`, unless the receipt's holder did so itself. */
  giveBack(receipt: string, at: number): void;
  /** As if it had never been received, and not before `at`. */
  restore(receipt: string, at: number): void;
  remove(receipt: string): void;
  depth(queue: string, now: number): QueueDepth;
  redrive(queue: string, max: number): number;
  /** Ends the visibility timeout of everything in flight, and forgets groups that are level with the queue. */
  reclaim(queue: string, now: number): number;
}

/**
 * The rows of all queues. The writing ones must be called within a transaction.
 *
 * Order is start-time fair queueing: a message's `turn` is one past its group's last, but not before the queue's own,
 * which is the turn of what was received last. So a group that comes late starts level with the others, and each gets
 * every n-th receive.
 */
export const messageRows = (db: DatabaseSync, names: QueueNames): MessageRows => {
  const queueTurn = db.prepare("SELECT turn FROM turns WHERE queue = ?");
  const setQueueTurn = db.prepare(
    "INSERT INTO turns VALUES (?, ?) ON CONFLICT DO UPDATE SET turn = max(turn, excluded.turn)",
  );
  const groupNext = db.prepare("SELECT next FROM flows WHERE queue = ? AND grp = ?");
  const setGroupNext = db.prepare("INSERT INTO flows VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET next = excluded.next");
  const insert = db.prepare(
    "INSERT INTO messages (queue, grp, body, sent_at, turn, visible_at) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const anyReady = db.prepare("SELECT 1 FROM messages WHERE queue = ? AND visible_at IS NULL LIMIT 1");
  const firstWaiting = db.prepare(
    "SELECT min(visible_at) AS at FROM messages WHERE queue = ? AND visible_at IS NOT NULL",
  );
  const bury = db.prepare(
    `UPDATE messages SET queue = ?, visible_at = NULL, receives = 0, rescheduled = 0
     WHERE queue = ? AND visible_at <= ? AND receives >= ?`,
  );
  const surfaceDue = db.prepare("UPDATE messages SET visible_at = NULL WHERE queue = ? AND visible_at <= ?");
  const ready = db.prepare(
    "SELECT id, grp, body, sent_at, turn, receives FROM messages WHERE queue = ? AND visible_at IS NULL ORDER BY turn, id LIMIT ?",
  );
  const hide = db.prepare("UPDATE messages SET visible_at = ?, receives = receives + 1, rescheduled = 0 WHERE id = ?");
  const reschedule = db.prepare(
    "UPDATE messages SET visible_at = ?, rescheduled = 1 WHERE id = ? AND receives = ? AND visible_at > ?",
  );
  const giveBack = db.prepare(
    "UPDATE messages SET visible_at = ? WHERE id = ? AND receives = ? AND rescheduled = 0 AND visible_at IS NOT NULL",
  );
  const restore = db.prepare(
    "UPDATE messages SET visible_at = ?, receives = receives - 1, rescheduled = 0 WHERE id = ? AND receives = ?",
  );
  const remove = db.prepare("DELETE FROM messages WHERE id = ? AND receives = ?");
  const depth = db.prepare(
    `SELECT count(*) FILTER (WHERE visible_at IS NULL OR (visible_at <= ?1 AND receives < ?3)) AS visible,
       count(*) FILTER (WHERE visible_at > ?1 AND receives > 0) AS in_flight,
       count(*) FILTER (WHERE visible_at > ?1 AND receives = 0) AS delayed,
       min(sent_at) AS oldest
     FROM messages WHERE queue = ?2`,
  );
  const redrive = db.prepare(
    `UPDATE messages SET queue = ?1, visible_at = NULL, receives = 0, rescheduled = 0
     WHERE id IN (SELECT id FROM messages WHERE queue = ?2 LIMIT ?3)`,
  );
  const reclaim = db.prepare("UPDATE messages SET visible_at = ? WHERE queue = ? AND visible_at > ? AND receives > 0");
  const forget = db.prepare("DELETE FROM flows WHERE queue = ?1 AND next <= (SELECT turn FROM turns WHERE queue = ?1)");

  const nextDue = (queue: string): number | undefined => {
    const own = firstWaiting.get(queue)?.at ?? undefined;
    const served = names.servedBy(queue);
    const theirs = served === undefined ? undefined : (firstWaiting.get(served)?.at ?? undefined);
    const times = [own, theirs].filter((at) => at !== undefined).map(Number);
    return times.length > 0 ? Math.min(...times) : undefined;
  };

  return {
    nextDue,
    add(queue, messages, now) {
      for (const message of messages) check(message, queue);
      const level = Number(queueTurn.get(queue)?.turn ?? 0);
      const next = new Map<string, number>();
      for (const { body, group, delaySeconds = 0 } of messages) {
        const flow = group ?? "";
        const turn = Math.max(level, next.get(flow) ?? Number(groupNext.get(queue, flow)?.next ?? 0));
        next.set(flow, turn + 1);
        insert.run(queue, group ?? null, body, now, turn, delaySeconds > 0 ? now + delaySeconds * 1000 : null);
      }
      for (const [group, turn] of next) setGroupNext.run(queue, group, turn);
    },
    due: (queue, now) => anyReady.get(queue) !== undefined || (nextDue(queue) ?? Number.POSITIVE_INFINITY) <= now,
    surface(queue, now) {
      let moved = 0;
      for (const source of [queue, names.servedBy(queue)])
        if (source !== undefined && names.servedBy(source) === undefined)
          moved += Number(bury.run(names.deadLettersOf(source), source, now, names.maxReceives(source)).changes);
      surfaceDue.run(queue, now);
      return moved > 0;
    },
    take(queue, max, hiddenUntil) {
      const rows = ready.all(queue, max);
      for (const row of rows) hide.run(hiddenUntil, Number(row.id));
      const last = rows.at(-1);
      if (last) setQueueTurn.run(queue, Number(last.turn));
      return rows.map((row) => ({
        messageId: `msg-${row.id}`,
        receipt: receiptOf(Number(row.id), Number(row.receives) + 1),
        body: String(row.body),
        ...(row.grp === null ? {} : { group: String(row.grp) }),
        receiveCount: Number(row.receives) + 1,
        sentAt: Number(row.sent_at),
      }));
    },
    reschedule: (receipt, at, now) => void reschedule.run(at, ...parseReceipt(receipt), now),
    giveBack: (receipt, at) => void giveBack.run(at, ...parseReceipt(receipt)),
    restore: (receipt, at) => void restore.run(at, ...parseReceipt(receipt)),
    remove: (receipt) => void remove.run(...parseReceipt(receipt)),
    depth(queue, now) {
      const row = depth.get(now, queue, names.maxReceives(queue));
      const counts = { visible: Number(row?.visible), inFlight: Number(row?.in_flight), delayed: Number(row?.delayed) };
      return row?.oldest == null ? counts : { ...counts, oldestAt: Number(row.oldest) };
    },
    redrive: (queue, max) => Number(redrive.run(queue, names.deadLettersOf(queue), max).changes),
    reclaim(queue, now) {
      forget.run(queue);
      return Number(reclaim.run(now, queue, now).changes);
    },
  };
};

import type { SimulationResult } from "./result.ts";

export interface Binding {
  /** Where: a queue, or the table. */
  where: string;
  what: string;
  /** Mean seconds that it adds to each message of the queue, or to each write of the table. */
  meanSeconds: number;
  /** All that waited for it, as a share of all latencies. Many messages of one package wait side by side: it may exceed 1. */
  share: number;
}

/** Limits that cost less than this share of the latency do not bind. */
const NOTICEABLE = 0.01;

/** A throttled write keeps its function, so that queues wait as well: from this share on the table comes first, as the cause. */
const CAUSE = 0.1;

/** What packages wait for other than their own work, the worst first. */
export const bindings = ({ queues, table, latency }: SimulationResult): Binding[] => {
  const of = (where: string, what: string, seconds: number, count: number): Binding => ({
    where,
    what,
    meanSeconds: seconds / Math.max(1, count),
    share: latency.sum > 0 ? seconds / latency.sum : 0,
  });
  const all = queues.flatMap(({ name, waited, received }) =>
    Object.entries(waited).map(([reason, seconds]) => of(name, reason, seconds ?? 0, received)),
  );
  all.push(
    of("table", "on-demand capacity", table.tableDelay, table.writes),
    of("table", "partition", table.partitionDelay, table.writes),
  );
  const isCause = ({ where, share }: Binding): number => Number(where === "table" && share >= CAUSE);
  return all.filter(({ share }) => share >= NOTICEABLE).sort((a, b) => isCause(b) - isCause(a) || b.share - a.share);
};

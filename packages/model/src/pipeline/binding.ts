import type { SimulationResult } from "./result.ts";

export interface Binding {
  /** Where: a queue, or the table. */
  where: string;
  what: string;
  /** Waiting that it caused, as seconds per package. */
  secondsPerPackage: number;
  /** The same as a share of the mean latency; many messages of one package wait side by side, so it may exceed 1. */
  share: number;
}

/** Limits that cost less than this share of the latency do not bind. */
const NOTICEABLE = 0.01;

/** What packages wait for beside their work, the worst first. */
export const bindings = ({ queues, table, latency, completed }: SimulationResult): Binding[] => {
  const of = (where: string, what: string, seconds: number): Binding => ({
    where,
    what,
    secondsPerPackage: seconds / Math.max(1, completed),
    share: latency.sum > 0 ? seconds / latency.sum : 0,
  });
  const all = queues.flatMap(({ name, waited }) =>
    Object.entries(waited).map(([reason, seconds]) => of(name, reason, seconds ?? 0)),
  );
  all.push(of("table", "on-demand capacity", table.tableDelay), of("table", "partition", table.partitionDelay));
  return all.filter(({ share }) => share >= NOTICEABLE).sort((a, b) => b.share - a.share);
};

import { BLOCK_BYTES, type Database, REACH, Scanner } from "@torrent/patterns";
import type { Finding } from "../../findings.ts";
import { Collector, type Limits } from "./collector.ts";
import { AROUND, excerpt } from "./excerpt.ts";
import { Trail } from "./trail.ts";

export interface Scanned {
  findings: Finding[];
  truncated: boolean;
  /** All matches, the findings left out too, by rule id. */
  counts: Record<string, number>;
  bytes: number;
}

/** A match is reported at the latest when this many bytes more have been read. */
const LAG = BLOCK_BYTES + 2 * REACH + AROUND;

/** Cancellation is looked at this often. */
const STEP = 256 * 1024;

/** What part of the input is to be reported, and what is added to its places. */
export interface Own {
  from: number;
  to: number;
  offset: number;
  line: number;
}

const all: Own = { from: 0, to: Number.POSITIVE_INFINITY, offset: 0, line: 1 };

/** Scans a stream in bounded memory, whatever its length. Rejects with the signal's reason once that is aborted. */
export const scanStream = async (
  { database, slowLane = false }: { database: Database; slowLane?: boolean },
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
  own: Own = all,
  bounds?: Limits,
): Promise<Scanned> => {
  const trail = new Trail();
  const collector = new Collector(database, bounds);
  using scanner = new Scanner(database, {
    slowLane,
    onMatch: (rule, start, end) => {
      if (start >= own.from && start < own.to) collector.add(rule, start, end);
    },
  });
  const settle = (until: number): void =>
    collector.settle(until, ({ start, end }, { tags }) => ({
      start: start + own.offset,
      end: end + own.offset,
      line: trail.line(start) + own.line - 1,
      ...excerpt(trail, start, end, tags.includes("secret")),
    }));
  signal.throwIfAborted();
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length; from += STEP) {
      signal.throwIfAborted();
      const part = chunk.subarray(from, from + STEP);
      trail.add(part);
      scanner.push(part);
      settle(trail.end - AROUND);
      trail.forgetBefore(trail.end - LAG - STEP);
    }
  scanner.finish();
  settle(trail.end);
  const counts = Object.fromEntries([...collector.counts].map(([rule, count]) => [database.rule(rule).id, count]));
  return { findings: collector.take(), truncated: collector.truncated, counts, bytes: trail.end };
};

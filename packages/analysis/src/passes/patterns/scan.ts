import type { Finding } from "@torrent/core";
import { BLOCK_BYTES, type Database, REACH, Scanner } from "@torrent/patterns";
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

/** Where what is scanned stands in the component, for a text that was made from its bytes. */
export interface Origin {
  start(at: number): number;
  end(at: number): number;
  /** Line ends before a place that the component does not have. */
  addedLines(at: number): number;
}

const same: Origin = { start: (at) => at, end: (at) => at, addedLines: () => 0 };

export interface ScanOptions {
  own?: Own;
  origin?: Origin;
  bounds?: Limits;
  /** Called with every match in the own part; a match that it refuses is not reported. */
  accept?: (rule: number, value: () => Buffer) => boolean;
}

const all: Own = { from: 0, to: Number.POSITIVE_INFINITY, offset: 0, line: 1 };

/** Scans a stream in bounded memory, whatever its length. Rejects with the signal's reason once that is aborted. */
export const scanStream = async (
  { database, slowLane = false }: { database: Database; slowLane?: boolean },
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
  { own = all, origin = same, bounds, accept = () => true }: ScanOptions = {},
): Promise<Scanned> => {
  const trail = new Trail();
  const collector = new Collector(database, bounds);
  using scanner = new Scanner(database, {
    slowLane,
    onMatch: (rule, start, end) => {
      const place = origin.start(start);
      if (place < own.from || place >= own.to || !accept(rule, () => trail.slice(start, end))) return;
      collector.add(rule, start, end);
    },
  });
  const settle = (until: number): void =>
    collector.settle(until, ({ start, end }, { tags }) => ({
      start: origin.start(start) + own.offset,
      end: origin.end(end) + own.offset,
      line: trail.line(start) - origin.addedLines(start) + own.line - 1,
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

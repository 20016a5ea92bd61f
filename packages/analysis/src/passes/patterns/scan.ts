import { BLOCK_BYTES, type Database, REACH, Scanner, settingOf, syntaxOf } from "@torrent/patterns";
import type { Finding } from "../../findings.ts";
import { Collector, type FileHint, type Limits, REACH_BEYOND, type Source } from "./collector.ts";
import type { FilePlace } from "./overlaps.ts";
import { Trail } from "./trail.ts";

export interface Scanned {
  findings: Finding[];
  truncated: boolean;
  /** All matches, the findings left out too, by rule id. */
  counts: Record<string, number>;
  bytes: number;
  /** Findings by rule and text, where they were asked for. */
  texts: ReadonlyMap<string, readonly Finding[]>;
}

/** A match is reported at the latest when this many bytes more have been read. */
const LAG = BLOCK_BYTES + 2 * REACH;

/** What checks and surroundings need before a match that is not reported yet. */
const KEPT = LAG + 2 * REACH + 8 * REACH_BEYOND;

/** Cancellation is looked at this often. */
const STEP = 256 * 1024;

/** What part of the input is to be reported, and what is added to its origin. */
export interface Own {
  from: number;
  to: number;
  offset: number;
  line: number;
}

const all: Own = { from: 0, to: Number.POSITIVE_INFINITY, offset: 0, line: 1 };

/** Where what is scanned stands in the component, for a text that was made from its bytes. */
export interface Origin {
  start(at: number): number;
  end(at: number): number;
  /** Line ends before a place that the component does not have. */
  addedLines(at: number): number;
}

const same: Origin = { start: (at) => at, end: (at) => at, addedLines: () => 0 };

export interface Rules {
  database: Database;
  slowLane?: boolean;
}

export interface ScanOptions {
  own?: Own;
  bounds?: Limits | undefined;
  origin?: Origin;
  /** Whether the answer is to hold the findings by their texts. */
  keepsTexts?: boolean;
  /** The file's name and kind, by which checks know its syntax. */
  file?: { name: string; kind: string };
}

const hintOf = (file: ScanOptions["file"]): FileHint => {
  const name = file?.name.slice(file.name.lastIndexOf("/") + 1) ?? "";
  return { name, syntax: syntaxOf(name, file?.kind), setting: settingOf(file?.kind, name) };
};

/** Scans a stream in bounded memory, whatever its length. Rejects with the signal's reason once that is aborted. */
export const scanStream = async (
  { database, slowLane = false }: Rules,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  signal: AbortSignal,
  { own = all, bounds, origin = same, file, keepsTexts = false }: ScanOptions = {},
): Promise<Scanned> => {
  const trail = new Trail();
  const collector = new Collector(database, hintOf(file), bounds, keepsTexts);
  const source: Source = {
    around: (start, end, reach) => trail.around(start, end, reach),
    line: (at) => trail.line(at) + own.line - 1,
    place: (start, end): FilePlace => ({
      start: origin.start(start) + own.offset,
      end: origin.end(end) + own.offset,
      addedLines: origin.addedLines(start),
    }),
  };
  using scanner = new Scanner(database, {
    slowLane,
    onMatch: (rule, start, end) => {
      const from = origin.start(start);
      if (from >= own.from && from < own.to) collector.add(rule, start, end, source.place(start, end));
    },
  });
  signal.throwIfAborted();
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length; from += STEP) {
      signal.throwIfAborted();
      const part = chunk.subarray(from, from + STEP);
      trail.add(part);
      scanner.push(part);
      collector.settle(trail.end - LAG, source);
      trail.forgetBefore(trail.end - KEPT - STEP);
    }
  scanner.finish();
  collector.settle(Number.POSITIVE_INFINITY, source);
  const counts = Object.fromEntries([...collector.counts].map(([rule, count]) => [database.rule(rule).id, count]));
  return {
    findings: collector.take(),
    truncated: collector.truncated,
    counts,
    bytes: trail.end,
    texts: collector.texts,
  };
};

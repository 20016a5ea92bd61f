import type { ObjectStore } from "@torrent/core";
import { type Severity, severities } from "../findings.ts";
import { ReportFinding } from "../report/schema.ts";

export interface FindingFilter {
  severity?: readonly Severity[];
  pass?: string;
  rule?: string;
  component?: string;
  /** Part of title, name or context; case ignored. */
  text?: string;
}

/** Worst first and then as in the report, or as in the report only: in the order of the components. */
export const findingSorts = ["severity", "component"] as const;
export type FindingSort = (typeof findingSorts)[number];

/** Where a page starts: what it still has to show of the severities is after byte `at` of `findings.ndjson`. */
export interface FindingPosition {
  level: number;
  at: number;
}

/** Bytes of `findings.ndjson` looked through for one page, at most. */
const SCAN_BYTES = 8 * 2 ** 20;

const worstFirst = [...severities].reverse();

/** The severities that are asked for, those that come one after another apart. */
const levelsOf = (sort: FindingSort, asked: readonly Severity[] = worstFirst): Severity[][] =>
  sort === "component"
    ? [[...asked]]
    : worstFirst.filter((severity) => asked.includes(severity)).map((severity) => [severity]);

const fits = (finding: ReportFinding, filter: FindingFilter): boolean => {
  const text = filter.text?.toLowerCase();
  return (
    (filter.pass === undefined || finding.pass === filter.pass) &&
    (filter.rule === undefined || finding.rule === filter.rule) &&
    (filter.component === undefined || finding.component === filter.component) &&
    (text === undefined ||
      [finding.title, finding.name, finding.context].some((part) => part?.toLowerCase().includes(text)))
  );
};

/** Complete lines with the offset of the byte after each. */
async function* linesOf(chunks: AsyncIterable<Uint8Array>, from: number): AsyncIterable<{ line: string; end: number }> {
  let rest = Buffer.alloc(0);
  let at = from;
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10, start)) {
      yield { line: rest.toString("utf8", start, end), end: at + end + 1 };
      start = end + 1;
    }
    at += start;
    rest = rest.subarray(start);
  }
}

interface ScannedFinding {
  finding: ReportFinding;
  end: number;
}

interface Page {
  findings: ReportFinding[];
  next?: FindingPosition;
}

/** What was found of each level, in their order, up to `limit`. Of a level that is full there may be more. */
const pageOf = (found: readonly ScannedFinding[][], limit: number, first: number): Page => {
  const findings: ReportFinding[] = [];
  for (let level = first; level < found.length; level += 1) {
    const matches = found[level] ?? [];
    let at = 0;
    for (const entry of matches) {
      if (findings.length >= limit) return { findings, next: { level, at } };
      findings.push(entry.finding);
      at = entry.end;
    }
    if (matches.length >= limit) return { findings, next: { level, at } };
  }
  return { findings };
};

export interface PageOptions {
  sort: FindingSort;
  limit: number;
  /** @default the beginning */
  from?: FindingPosition;
  scanBytes?: number;
}

const parsedLine = (line: string): ReportFinding | undefined => {
  try {
    return JSON.parse(line) as ReportFinding;
  } catch {
    return undefined;
  }
};

/**
 * One page, by one read: from the start of the file on it meets every severity, and gathers them all; from anywhere else only the
 * one that it is at. So that a page may be short, or empty, and have a next one. Positions stay good: a revision never changes.
 * `undefined` for a position that is not the beginning of a line.
 */
export const findingsPage = async (
  objects: Pick<ObjectStore, "get" | "head">,
  key: string,
  { severity, ...filter }: FindingFilter,
  { sort, limit, from: { level: first, at: from } = { level: 0, at: 0 }, scanBytes = SCAN_BYTES }: PageOptions,
): Promise<Page | undefined> => {
  const levels = levelsOf(sort, severity);
  const size = (await objects.head(key))?.bytes ?? 0;
  const object =
    from < size ? await objects.get(key, { start: from, end: Math.min(size, from + scanBytes) }) : undefined;
  const found: ScannedFinding[][] = levels.map(() => []);
  let read = from;
  if (object)
    for await (const { line, end } of linesOf(object.body, from)) {
      read = end;
      const finding = parsedLine(line);
      if (!finding) return undefined;
      const level = levels.findIndex((severities) => severities.includes(finding.severity));
      const matches = found[level];
      if (matches && (from === 0 ? level >= first : level === first) && matches.length < limit && fits(finding, filter))
        matches.push({ finding: ReportFinding.parse(finding), end });
      if ((found[first]?.length ?? 0) >= limit) break;
    }
  const ofFirst = (found[first] ?? []).map(({ finding }) => finding);
  if (read > from && read < size) return { findings: ofFirst, next: { level: first, at: read } };
  if (from === 0) return pageOf(found, limit, first);
  return { findings: ofFirst, ...(first + 1 < levels.length ? { next: { level: first + 1, at: 0 } } : {}) };
};

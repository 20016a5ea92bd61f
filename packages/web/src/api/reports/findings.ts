import { type ObjectStore, ReportFinding, type Severity, severities } from "@torrent/core/unstable";

export interface FindingFilter {
  severity?: readonly Severity[];
  pass?: string;
  rule?: string;
  component?: string;
  /** Text contained in the title, name or context; case-insensitive. */
  text?: string;
}

/** Most severe first, or in the report's order, which is the order of the components. */
export const findingSorts = ["severity", "component"] as const;
export type FindingSort = (typeof findingSorts)[number];

/**
 * The start of a page: the current severity level, and the byte of `findings.ndjson` after which its remaining findings
 * are.
 */
export interface FindingPosition {
  level: number;
  at: number;
}

/** Maximum bytes of `findings.ndjson` scanned per page. */
const SCAN_BYTES = 8 * 2 ** 20;

const worstFirst = [...severities].reverse();

/** The requested severities, in groups that are listed one after the other. */
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

/** Yields complete lines, each with the offset of the byte after it. */
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

/** The findings of each level in order, up to `limit`. A level that is full may have more. */
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

/**
 * Reads one page with one read. From the start of the file it collects every severity; from elsewhere only the current
 * one. A page may therefore be short or empty and still have a next one. Positions stay valid because a revision never
 * changes.
 */
export const findingsPage = async (
  objects: ObjectStore,
  key: string,
  { severity, ...filter }: FindingFilter,
  sort: FindingSort,
  limit: number,
  { level: first, at: from }: FindingPosition = { level: 0, at: 0 },
  scanBytes = SCAN_BYTES,
): Promise<Page> => {
  const levels = levelsOf(sort, severity);
  const size = (await objects.head(key))?.bytes ?? 0;
  const object =
    from < size ? await objects.get(key, { start: from, end: Math.min(size, from + scanBytes) }) : undefined;
  const found: ScannedFinding[][] = levels.map(() => []);
  let read = from;
  if (object)
    for await (const { line, end } of linesOf(object.body, from)) {
      read = end;
      const finding = JSON.parse(line) as ReportFinding;
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

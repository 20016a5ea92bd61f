import { type ObjectStore, ReportFinding, type Severity, severities } from "@torrent/core";

export interface FindingFilter {
  /** This severity or a worse one. */
  severity?: Severity;
  pass?: string;
  rule?: string;
  component?: string;
  /** Part of title, name or context; case ignored. */
  text?: string;
}

/** Bytes of `findings.ndjson` looked through for one page, at most. */
const SCAN_BYTES = 8 * 2 ** 20;

const fits = (finding: ReportFinding, filter: FindingFilter): boolean => {
  const text = filter.text?.toLowerCase();
  return (
    (filter.severity === undefined || severities.indexOf(finding.severity) >= severities.indexOf(filter.severity)) &&
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

/** Reads findings from byte `from` on; `next` is where the following page starts. */
export const findingsPage = async (
  objects: ObjectStore,
  key: string,
  filter: FindingFilter,
  limit: number,
  from: number,
): Promise<{ findings: ReportFinding[]; next?: number }> => {
  const size = (await objects.head(key))?.bytes ?? 0;
  if (from >= size) return { findings: [] };
  const object = await objects.get(key, { start: from, end: Math.min(size, from + SCAN_BYTES) });
  if (!object) return { findings: [] };
  const findings: ReportFinding[] = [];
  let next = from;
  for await (const { line, end } of linesOf(object.body, from)) {
    const finding = ReportFinding.parse(JSON.parse(line));
    next = end;
    if (fits(finding, filter)) findings.push(finding);
    if (findings.length >= limit) break;
  }
  return next > from && next < size ? { findings, next } : { findings };
};

import { isOpenAfter, type Quoting, splitRecord } from "./split.ts";

export interface Dialect extends Quoting {
  /** Several lines agree on three or more columns, or all on two: a table even without a name that says so. */
  isClear: boolean;
  /** Lines before the table: a title, comments, `sep=;`. */
  preamble?: number;
  /** Classic Mac files end lines with a return only. */
  lineEnd?: "\n" | "\r";
}

const delimiters = [",", "\t", ";", "|"] as const;
/** Rarer ones: a name must say that it is a table. */
const rareDelimiters = ["\x1f", "^", "~", ":"] as const;
const SAMPLE_LINES = 150;
const SAMPLE = 32 * 1024;
const LONGEST_LINE = 20_000;
const MOST_PREAMBLE = 40;
/** A quote that stays open for longer was none. */
const OPEN_LINES = 60;

interface Row {
  width: number;
  line: number;
  isComment: boolean;
}

export const lineEndOf = (text: string): "\n" | "\r" => (text.includes("\r") && !text.includes("\n") ? "\r" : "\n");

const linesOf = (text: string, isWhole: boolean): string[] => {
  const sample = text.slice(0, SAMPLE);
  const lines = sample.split(/\r\n|\n|\r/, SAMPLE_LINES + 1);
  if ((!isWhole || sample.length < text.length || lines.length > SAMPLE_LINES) && lines.length > 1) lines.pop();
  return lines;
};

/** Records of the sample by this quoting; a last one that is not closed is left out. */
const rowsOf = (lines: readonly string[], quoting: Quoting): Row[] => {
  const rows: Row[] = [];
  for (let i = 0; i < lines.length; ) {
    const first = lines[i] as string;
    let record = first;
    let open = isOpenAfter(first, quoting, false);
    let end = i + 1;
    while (open && end < lines.length && end - i < OPEN_LINES) {
      record += `\n${lines[end]}`;
      open = isOpenAfter(lines[end] as string, quoting, true);
      end++;
    }
    if (open && end >= lines.length && rows.length > 0) break;
    if (open) {
      record = first;
      end = i + 1;
    }
    if (record.trim() !== "" && record.length < LONGEST_LINE)
      rows.push({ width: splitRecord(record, quoting).length, line: i, isComment: first.startsWith("#") });
    i = end;
  }
  return rows;
};

interface Judged extends Dialect {
  score: number;
}

/** Rows before the first one that is as wide as most, where the next is so too. */
const preambleOf = (rows: readonly Row[], width: number): number => {
  const isTable = (at: number): boolean => {
    const row = rows[at];
    return (
      row !== undefined &&
      row.width === width &&
      !(row.isComment && rows.some((other) => !other.isComment && other.width === width))
    );
  };
  for (let at = 0; at < rows.length && at < MOST_PREAMBLE; at++)
    // A header may lack the name of the last column.
    if (
      (isTable(at) || (width > 3 && rows[at]?.width === width - 1)) &&
      (at + 1 === rows.length || rows[at + 1]?.width === width)
    )
      return at;
  return 0;
};

const judge = (lines: readonly string[], quoting: Quoting): Judged | undefined => {
  const rows = rowsOf(lines, quoting);
  const tally = new Map<number, number>();
  for (const { width } of rows) if (width > 1) tally.set(width, (tally.get(width) ?? 0) + 1);
  const [modal, agreeing] = [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  if (modal === 0) return undefined;
  const skipped = preambleOf(rows, modal);
  const agreement = agreeing / (rows.length - skipped);
  if (agreement < 0.5) return undefined;
  const preamble = rows[skipped]?.line ?? 0;
  const skippedWidth = rows.slice(0, skipped).reduce((sum, { width }) => sum + (width > 1 ? 0.06 : 0.01), 0);
  const onlyComments = rows.slice(0, skipped).every(({ isComment }) => isComment);
  const isClear =
    onlyComments &&
    rows.length - skipped >= 3 &&
    ((modal >= 3 && agreement >= 0.8) || (agreement === 1 && quoting.delimiter !== ","));
  const score = agreement + Math.min(modal - 1, 20) / 40 - skippedWidth;
  return { ...quoting, isClear, ...(preamble > 0 ? { preamble } : {}), score };
};

/** Quotings worth a try: single quotes and backslashes only where the text has them. */
const quotings = function* (text: string, candidates: readonly string[]): Generator<Quoting> {
  for (const delimiter of candidates) {
    yield { delimiter };
    if (text.includes('\\"')) yield { delimiter, hasBackslash: true };
    if (text.startsWith("'") && text.includes(`'${delimiter}'`)) {
      yield { delimiter, quote: "'" };
      if (text.includes("\\'")) yield { delimiter, quote: "'", hasBackslash: true };
    }
  }
};

/** `sep=;` in the first line, by which spreadsheet programs are told the delimiter. */
const declared = /^\ufeff?"?sep=(.)"?(?:\r\n|\n|\r)/i;

const withLineEnd = ({ score: _, ...dialect }: Judged, text: string): Dialect =>
  lineEndOf(text) === "\r" ? { ...dialect, lineEnd: "\r" } : dialect;

const best = (text: string, lines: readonly string[], candidates: readonly string[]): Judged | undefined => {
  let found: Judged | undefined;
  for (const quoting of quotings(text.slice(0, SAMPLE), candidates)) {
    const judged = judge(lines, quoting);
    if (judged && (!found || judged.score > found.score)) found = judged;
  }
  return found;
};

/** The delimiter on whose number most records agree; `undefined` where no line has one or hardly two agree. */
export const dialectOf = (text: string, isWhole: boolean): Dialect | undefined => {
  const separator = declared.exec(text)?.[1];
  const lines = linesOf(text, isWhole);
  if (separator !== undefined) {
    const [, ...table] = lines;
    const judged = best(text, table, [separator]) ?? { delimiter: separator, isClear: false, score: 0 };
    return withLineEnd({ ...judged, isClear: true, preamble: (judged.preamble ?? 0) + 1 }, text);
  }
  const found = best(text, lines, delimiters);
  return found && withLineEnd(found, text);
};

/** Sentences, a line or two of them. */
const isProse = (lines: readonly string[]): boolean => {
  const filled = lines.filter((line) => line.trim() !== "");
  return filled.length <= 2 && filled.some((line) => /[a-z][.!?] +[A-Z]/.test(line));
};

/** A list: short lines, one under the other. */
const isList = (lines: readonly string[]): boolean => {
  const filled = lines.filter((line) => line.trim() !== "");
  return (
    filled.length >= 2 &&
    filled.every((line) => line.length <= 500) &&
    filled.reduce((sum, line) => sum + line.length, 0) / filled.length <= 120
  );
};

/**
 * For a text that is a table by its name: rarer delimiters are tried too; a text without any is a table of one column, or is
 * read by the most frequent delimiter of its first line, however long that is. `undefined` where it is prose.
 */
export const namedDialect = (text: string, isWhole: boolean): Dialect | undefined => {
  const lines = linesOf(text, isWhole);
  const known = dialectOf(text, isWhole);
  if (known) return known.isClear || !isProse(lines) ? known : undefined;
  const rare = best(text, lines, rareDelimiters);
  if (rare?.isClear) return withLineEnd(rare, text);
  const lineEnd = lineEndOf(text) === "\r" ? { lineEnd: "\r" as const } : {};
  const first = lines[0] ?? "";
  const counts = delimiters.map((delimiter) => ({ delimiter, found: first.split(delimiter).length - 1 }));
  const most = counts.reduce((a, b) => (b.found > a.found ? b : a));
  if (most.found > 0 && lines.length === 1) return { delimiter: most.delimiter, isClear: false, ...lineEnd };
  return isList(lines) ? { delimiter: most.found > 0 ? most.delimiter : ",", isClear: false, ...lineEnd } : undefined;
};

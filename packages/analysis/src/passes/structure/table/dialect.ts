export interface Dialect {
  delimiter: string;
  /** Several lines agree on three or more columns, or all on two: a table even without a name that says so. */
  isClear: boolean;
}

const delimiters = [",", "\t", ";", "|"] as const;
const SAMPLE_LINES = 100;

/** Delimiters outside double quotes. */
const count = (line: string, delimiter: string): number => {
  let total = 0;
  let quoted = false;
  for (const character of line)
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) total++;
  return total;
};

/** The delimiter on whose number most lines agree; `undefined` where no line has one or hardly two agree. */
export const dialectOf = (text: string, isWhole: boolean): Dialect | undefined => {
  const lines = text.split(/\r\n|\n|\r/, SAMPLE_LINES + 1);
  if (!isWhole || lines.length > SAMPLE_LINES) lines.pop();
  const sample = lines.filter((line) => line.trim() !== "" && line.length < 20_000);
  if (sample.length === 0) return undefined;
  let best: (Dialect & { score: number }) | undefined;
  for (const delimiter of delimiters) {
    const counts = sample.map((line) => count(line, delimiter));
    const tally = new Map<number, number>();
    for (const one of counts) if (one > 0) tally.set(one, (tally.get(one) ?? 0) + 1);
    const [modal, agreeing] = [...tally].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
    const agreement = agreeing / sample.length;
    if (modal === 0 || agreement < 0.5) continue;
    const score = agreement + Math.min(modal, 20) / 40;
    const isClear = sample.length >= 3 && ((modal >= 2 && agreement >= 0.8) || (agreement === 1 && delimiter !== ","));
    if (!best || score > best.score) best = { delimiter, isClear, score };
  }
  return best;
};

/** For a text that is a table by its name: the most frequent delimiter of its first line, however long that is. */
export const namedDialect = (text: string, isWhole: boolean): Dialect => {
  const known = dialectOf(text, isWhole);
  if (known) return known;
  const [first = ""] = text.split(/[\r\n]/, 1);
  const counts = delimiters.map((delimiter) => ({ delimiter, found: count(first, delimiter) }));
  const best = counts.reduce((a, b) => (b.found > a.found ? b : a));
  return { delimiter: best.delimiter, isClear: false };
};

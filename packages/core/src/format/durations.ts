const pair = (large: number, unit: string, small: number, smallUnit: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;

/** Two units at most: `850 ms`, `4.2 s`, `3 min 20 s`, `5 h 12 min`, `3 d 4 h`. */
export const formatDuration = (ms: number): string => {
  if (ms < 1) return ms <= 0 ? "0 ms" : "<1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return pair(minutes, "min", seconds % 60, "s");
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? pair(hours, "h", minutes % 60, "min") : pair(Math.floor(hours / 24), "d", hours % 24, "h");
};

/** One unit, rounded down, for columns: `now`, `42 s`, `3 min`, `5 h`, `3 d`. */
export const formatAge = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  if (seconds < 5) return "now";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
};

/** Each unit, the duration from which it is used, and the precision of an estimate in it. */
const estimateUnits = [
  { from: 129_600_000, ms: 86_400_000, name: "d", step: 0.5 },
  { from: 5_400_000, ms: 3_600_000, name: "h", step: 0.5 },
  { from: 90_000, ms: 60_000, name: "min", step: 1 },
  { from: 0, ms: 1_000, name: "s", step: 1 },
] as const;

/** `11–37 min left`, or `about 7 min left` when both ends of the estimate read the same. */
export const formatTimeLeft = ({ low, high }: { low: number; high: number }): string => {
  const { ms, name, step } = estimateUnits.find(({ from }) => high >= from) ?? estimateUnits[3];
  const rounded = (value: number, round: (n: number) => number): number =>
    Math.max(step, round(value / ms / step) * step);
  const [from, to] = [rounded(low, Math.floor), rounded(high, Math.ceil)];
  if (high < low * 1.25 || from === to) return `about ${rounded((low + high) / 2, Math.round)} ${name} left`;
  return `${from}–${to} ${name} left`;
};

/** A duration in milliseconds with one unit, rounded down: `12 s`, `5 min`, `3 h`, `2 d`. */
export const span = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
};

const irregular: Record<string, string> = { entity: "entities", delivery: "deliveries" };

export const count = (n: number, one: string): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : (irregular[one] ?? `${one}s`)}`;

/** US dollars with two figures that mean something: `$0.0012`, `$3.4`. */
export const usd = (value: number): string =>
  value === 0 ? "$0" : `$${value >= 1 ? value.toFixed(2) : value.toPrecision(2).replace(/e.*/, "")}`;

const units = ["B", "KB", "MB", "GB", "TB"];

export const bytes = (n: number): string => {
  const unit = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, n)) / 10));
  const value = n / 2 ** (10 * unit);
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
};

/** Of something a second. */
export const rate = (perSecond: number): string =>
  perSecond >= 10
    ? `${Math.round(perSecond)}/s`
    : perSecond >= 0.1
      ? `${perSecond.toFixed(1)}/s`
      : `${(perSecond * 60).toFixed(1)}/min`;

/** `about 5 min left`, or `3–8 min left`: two rates that differ give a range. */
export const left = ({ low, high }: { low: number; high: number }): string => {
  const [from, to] = [span(low), span(high)];
  if (from === to) return `about ${from} left`;
  const [, first, unit] = /^(\d+) (\w+)$/.exec(from) ?? [];
  return to.endsWith(` ${unit}`) ? `${first}–${to} left` : `${from}–${to} left`;
};

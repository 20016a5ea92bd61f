/** Units by how long it takes until they are the natural one, and the steps that an estimate can mean in them. */
const units = [
  { from: 5_400_000, ms: 3_600_000, word: "h", step: 0.5 },
  { from: 90_000, ms: 60_000, word: "min", step: 1 },
  { from: 0, ms: 1_000, word: "s", step: 1 },
] as const;

/**
 * One unit for both ends, and no more places than an estimate can have: `11–37 min left`. A range only where its ends differ
 * enough to be read as one.
 */
export const timeLeft = ({ low, high }: { low: number; high: number }): string => {
  const { ms, word, step } = units.find(({ from }) => high >= from) ?? units[2];
  const to = (value: number, round: (n: number) => number): number => Math.max(step, round(value / ms / step) * step);
  const [from, until] = [to(low, Math.floor), to(high, Math.ceil)];
  if (high < low * 1.25 || from === until) return `about ${to((low + high) / 2, Math.round)} ${word} left`;
  return `${from}–${until} ${word} left`;
};

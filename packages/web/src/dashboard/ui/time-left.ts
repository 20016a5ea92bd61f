import { duration } from "../data/format.ts";

/** No more places than an estimate can have: whole seconds, then 5 s, then minutes. */
const coarse = (ms: number, round: (value: number) => number): number => {
  const step = ms < 60_000 ? 1_000 : ms < 600_000 ? 5_000 : ms < 7_200_000 ? 60_000 : 600_000;
  return Math.max(1_000, round(ms / step) * step);
};

const words = (ms: number): string => duration(ms).replace(".0 s", " s");

/** A range only where its ends differ enough to be read as one. */
export const timeLeft = ({ low, high }: { low: number; high: number }): string => {
  const [from, to] = [coarse(low, Math.floor), coarse(high, Math.ceil)];
  if (high < low * 1.25 || from === to) return `about ${words(coarse((low + high) / 2, Math.round))} left`;
  return `${words(from)} to ${words(to)} left`;
};

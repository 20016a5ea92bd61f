import { duration } from "../data/format.ts";

/** A range only where the ends differ enough to be read as one. */
export const timeLeft = ({ low, high }: { low: number; high: number }): string => {
  if (high < 1_500) return "about 1 s left";
  if (high < low * 1.35) return `about ${duration(Math.round(high / 1000) * 1000)} left`;
  return `${duration(Math.max(1000, Math.floor(low / 1000) * 1000))} to ${duration(Math.ceil(high / 1000) * 1000)} left`;
};

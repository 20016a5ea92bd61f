import type { Random } from "./random.ts";

/** A distribution as plain data, so that a scenario can be written, printed and compared. */
export type Distribution =
  | { kind: "constant"; value: number }
  | { kind: "exponential"; mean: number }
  /** By what is published of a delay: its median and its 99th percentile. */
  | { kind: "lognormal"; median: number; p99: number }
  /** Heavy tail from `least`, cut at `most`. */
  | { kind: "pareto"; alpha: number; least: number; most: number };

export const constant = (value: number): Distribution => ({ kind: "constant", value });
export const exponential = (mean: number): Distribution => ({ kind: "exponential", mean });
export const lognormal = (median: number, p99: number): Distribution => ({ kind: "lognormal", median, p99 });
export const pareto = (alpha: number, least: number, most: number): Distribution => ({
  kind: "pareto",
  alpha,
  least,
  most,
});

/** The standard normal's 99th percentile. */
export const NORMAL_P99 = 2.3263478740408408;

/** Standard deviation of the logarithm. */
const sigmaOf = (median: number, p99: number): number => Math.log(p99 / median) / NORMAL_P99;

/** Throws where a distribution cannot be drawn from, with what would be right. */
export const assertDistribution = (name: string, d: Distribution): void => {
  const wrong = (why: string): never => {
    throw new RangeError(`${name}: ${why}, but it is ${JSON.stringify(d)}`);
  };
  if (d.kind === "constant" && !(d.value >= 0)) wrong("a constant is at least 0");
  if (d.kind === "exponential" && !(d.mean > 0)) wrong("an exponential's mean is above 0");
  if (d.kind === "lognormal" && !(d.median > 0 && d.p99 >= d.median)) wrong("a lognormal needs 0 < median ≤ p99");
  if (d.kind === "pareto" && !(d.alpha > 0 && d.least > 0 && d.most >= d.least))
    wrong("a Pareto needs alpha > 0 and 0 < least ≤ most");
};

/** A function that draws from a distribution; its constants are worked out once. */
export const sampler = (name: string, d: Distribution, random: Random): (() => number) => {
  assertDistribution(name, d);
  if (d.kind === "constant") return () => d.value;
  if (d.kind === "exponential") return () => random.exponential(d.mean);
  if (d.kind === "lognormal") {
    const mu = Math.log(d.median);
    const sigma = sigmaOf(d.median, d.p99);
    return () => Math.exp(mu + sigma * random.normal());
  }
  // The inverse of the truncated distribution function.
  const kept = 1 - (d.least / d.most) ** d.alpha;
  return () => d.least / (1 - random.uniform() * kept) ** (1 / d.alpha);
};

export const meanOf = (d: Distribution): number => {
  if (d.kind === "constant") return d.value;
  if (d.kind === "exponential") return d.mean;
  if (d.kind === "lognormal") return d.median * Math.exp(sigmaOf(d.median, d.p99) ** 2 / 2);
  const { alpha, least, most } = d;
  const kept = 1 - (least / most) ** alpha;
  if (alpha === 1) return (least * Math.log(most / least)) / kept;
  return ((alpha * least ** alpha) / (alpha - 1) / kept) * (least ** (1 - alpha) - most ** (1 - alpha));
};

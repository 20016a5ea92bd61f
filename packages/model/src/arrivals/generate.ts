import { type Distribution, sampler } from "../engine/distribution.ts";
import { Random } from "../engine/random.ts";
import type { Arrival } from "./arrival.ts";

/** How many packages an hour are expected at a time. */
export type Rhythm =
  /** `packages` within `busyHours`, then nothing for `quietHours`, and again. */
  | { kind: "bursts"; packages: number; busyHours: number; quietHours: number }
  | { kind: "steady"; perDay: number }
  /** A day's wave: the busiest hour has `peak` times the mean. */
  | { kind: "daily"; perDay: number; peak: number }
  /** Several at once. */
  | { kind: "sum"; parts: readonly Rhythm[] };

export interface Generator {
  rhythm: Rhythm;
  days: number;
  components: Distribution;
  /** Mean bytes of one package's components; sizes within a package vary around it. */
  componentBytes: Distribution;
  urgentShare: number;
}

const DAY = 86_400;
/** The most that the pipeline takes of one package; larger ones are rejected. */
const MOST_BYTES = 64 * 2 ** 30;

/** Expected packages per second at a time, and the most there ever are. */
const intensity = (rhythm: Rhythm): { at: (seconds: number) => number; most: number } => {
  if (rhythm.kind === "steady") {
    const rate = rhythm.perDay / DAY;
    return { at: () => rate, most: rate };
  }
  if (rhythm.kind === "sum") {
    const parts = rhythm.parts.map(intensity);
    return {
      at: (seconds) => parts.reduce((sum, part) => sum + part.at(seconds), 0),
      most: parts.reduce((sum, part) => sum + part.most, 0),
    };
  }
  if (rhythm.kind === "bursts") {
    const busy = rhythm.busyHours * 3600;
    const cycle = busy + rhythm.quietHours * 3600;
    const rate = rhythm.packages / busy;
    return { at: (seconds) => (seconds % cycle < busy ? rate : 0), most: rate };
  }
  const mean = rhythm.perDay / DAY;
  const swing = rhythm.peak - 1;
  if (!(swing >= 0 && swing <= 1)) throw new RangeError(`A daily peak is 1 to 2 times the mean, not ${rhythm.peak}`);
  // Least at three in the morning, most at three in the afternoon.
  const wave = (seconds: number) => Math.cos((2 * Math.PI * (seconds - 15 * 3600)) / DAY);
  return { at: (seconds) => mean * (1 + swing * wave(seconds)), most: mean * rhythm.peak };
};

/** Poisson arrivals of a rhythm, in order, one at a time: ten million of them take no memory. */
export function* generate(generator: Generator, seed: number): Iterable<Arrival> {
  const { rhythm, days, urgentShare } = generator;
  const times = new Random(seed, "arrivals");
  const shapes = new Random(seed, "shapes");
  const componentBytes = sampler("componentBytes", generator.componentBytes, shapes);
  const components = sampler("components", generator.components, shapes);
  const rate = intensity(rhythm);
  const end = days * DAY;
  for (let at = times.exponential(1 / rate.most); at < end; at += times.exponential(1 / rate.most)) {
    if (times.uniform() * rate.most > rate.at(at)) continue;
    const count = Math.max(1, Math.round(components()));
    yield {
      at,
      bytes: Math.min(MOST_BYTES, Math.round(count * componentBytes())),
      components: count,
      urgent: shapes.uniform() < urgentShare,
    };
  }
}

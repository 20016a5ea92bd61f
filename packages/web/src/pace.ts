/** The number of settled components at a time. */
export interface Sample {
  at: number;
  settled: number;
}

/** The rate and the time left, as a range because two different rates are used. */
export interface Pace {
  perSecond: number;
  leftMs?: { low: number; high: number };
}

/** Samples older than this are ignored. */
const WINDOW_MS = 60_000;
const RECENT_MS = 10_000;

export const addSample = (samples: readonly Sample[], next: Sample): Sample[] => {
  const last = samples.at(-1);
  // A redrive starts counting again.
  if (last && next.settled < last.settled) return [next];
  if (last && next.at - last.at < 250) return [...samples];
  return [...samples.filter((sample) => next.at - sample.at <= WINDOW_MS), next];
};

const rateSince = (samples: readonly Sample[], since: number): number | undefined => {
  const last = samples.at(-1);
  const first = samples.find((sample) => sample.at >= since);
  if (!last || !first || last.at - first.at < 900) return undefined;
  return ((last.settled - first.settled) * 1000) / (last.at - first.at);
};

/**
 * The recent rate and the rate over the whole window bound the time left. Without progress in the window no estimate is
 * given.
 */
export const paceOf = (samples: readonly Sample[], expected: number): Pace | undefined => {
  const last = samples.at(-1);
  if (!last) return undefined;
  const overall = rateSince(samples, 0);
  if (overall === undefined) return undefined;
  const recent = rateSince(samples, last.at - RECENT_MS) ?? overall;
  const left = expected - last.settled;
  const fast = Math.max(recent, overall);
  const slow = Math.min(recent, overall);
  if (fast <= 0) return { perSecond: 0 };
  const low = (left / fast) * 1000;
  // A pause of ten seconds does not mean that it will never end.
  const high = (left / Math.max(slow, fast / 4)) * 1000;
  return { perSecond: recent, leftMs: { low, high } };
};

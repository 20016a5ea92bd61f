/** A stretch of time in which something is; milliseconds since 1970. */
export interface Stretch {
  from: number;
  to: number;
}

export interface Axis {
  /** Where a time stands, 0..1. */
  place(at: number): number;
  /** The time that stands at a place. */
  time(place: number): number;
  /** What is left out: long stretches in which nothing is. */
  gaps: Stretch[];
}

/** One stray date must not press all the others into a corner. */
const COLLAPSES_FROM = 0.3;
const MOST_GAPS = 4;
/** Share of the axis that a gap keeps, whatever its length. */
const GAP_SHARE = 0.03;

const emptyBetween = (busy: readonly Stretch[], { from, to }: Stretch): Stretch[] => {
  const empty: Stretch[] = [];
  let end = from;
  for (const one of [...busy].sort((a, b) => a.from - b.from)) {
    if (one.from > end) empty.push({ from: end, to: one.from });
    end = Math.max(end, one.to);
  }
  if (to > end) empty.push({ from: end, to });
  return empty;
};

/** The longest first, each as long as it is a large part of what is still shown. */
const collapsed = (empty: readonly Stretch[], span: number): Stretch[] => {
  const gaps: Stretch[] = [];
  let left = span;
  for (const gap of [...empty].sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_GAPS)) {
    if (gap.to - gap.from < COLLAPSES_FROM * left) break;
    gaps.push(gap);
    left -= gap.to - gap.from;
  }
  return gaps.sort((a, b) => a.from - b.from);
};

/** An axis of time over `whole`, on which long stretches that are not `busy` are drawn short. */
export const axisOf = (whole: Stretch, busy: readonly Stretch[]): Axis => {
  const span = Math.max(1, whole.to - whole.from);
  const gaps = collapsed(emptyBetween(busy, whole), span);
  const idle = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  const perMs = (1 - gaps.length * GAP_SHARE) / Math.max(1, span - idle);
  const knots = [{ at: whole.from, place: 0 }];
  let end = { at: whole.from, place: 0 };
  for (const { from, to } of gaps) {
    const begin = { at: from, place: end.place + (from - end.at) * perMs };
    end = { at: to, place: begin.place + GAP_SHARE };
    knots.push(begin, end);
  }
  knots.push({ at: whole.from + span, place: 1 });
  const between = (value: number, of: "at" | "place", wanted: "at" | "place"): number => {
    const next = knots.findIndex((knot, n) => n > 0 && value <= knot[of]);
    const b = knots[next === -1 ? knots.length - 1 : next]!;
    const a = knots[(next === -1 ? knots.length - 1 : next) - 1]!;
    const part = b[of] === a[of] ? 0 : Math.min(1, Math.max(0, (value - a[of]) / (b[of] - a[of])));
    return a[wanted] + part * (b[wanted] - a[wanted]);
  };
  return { place: (at) => between(at, "at", "place"), time: (place) => between(place, "place", "at"), gaps };
};

/** What an axis needs to know of a report's timeline. */
interface Times {
  from: number;
  to: number;
  bucketMs: number;
  buckets: readonly { at: number }[];
  events: readonly { at: number; to?: number | undefined }[];
}

/** The axis of a report's timeline, last bucket included: where neither a time nor an end of an event is, it may be short. */
export const axisOfTimeline = ({ from, to, bucketMs, buckets, events }: Times): Axis =>
  axisOf({ from, to: to + bucketMs }, [
    ...buckets.map(({ at }) => ({ from: at, to: at + bucketMs })),
    ...events.flatMap(({ at, to: end = at }) => [at, end].map((one) => ({ from: one, to: one + bucketMs }))),
  ]);

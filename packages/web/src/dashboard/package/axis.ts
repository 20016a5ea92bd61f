import type { Activity } from "../../api/activity-schemas.ts";

type Axis = Activity["axis"];
type Bin = Axis["bins"][number];

/** A column of the chart, or a gap in which nothing ended, drawn narrow whatever its length. */
export type Slot = { bin: Bin } | { gapMs: number };

/** Empty stretches longer than this many bins collapse. */
const KEPT_EMPTY = 4;

export const slotsOf = ({ from, to, binMs, bins }: Axis): Slot[] => {
  const slots: Slot[] = [];
  const empty = (start: number, end: number) => {
    const missing = Math.round((end - start) / binMs);
    if (missing > KEPT_EMPTY) slots.push({ gapMs: end - start });
    else
      for (let n = 0; n < missing; n += 1)
        slots.push({ bin: { at: start + n * binMs, ended: 0, failed: 0, retried: 0, busyMs: 0 } });
  };
  let at = from;
  for (const bin of bins) {
    empty(at, bin.at);
    slots.push({ bin });
    at = bin.at + binMs;
  }
  if (to - at > KEPT_EMPTY * binMs) empty(at, to);
  return slots;
};

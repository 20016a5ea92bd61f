import type { Activity } from "../../../api/progress/activity-schemas.ts";

type Axis = Activity["axis"];
type Bin = Axis["bins"][number];

/** A column of the chart, or a gap without completed tasks, drawn with a fixed width. */
export type Slot = { bin: Bin } | { gapMs: number; at: number };

const quiet = (at: number): Bin => ({ at, ended: 0, failed: 0, retried: 0, busyMs: 0 });

/** All bars in order, including empty ones outside the gaps. */
export const slotsOf = ({ from, to, binMs, bins, gaps }: Axis): Slot[] => {
  const slots: Slot[] = [];
  const empty = (start: number, end: number) => {
    if (gaps.some((gap) => gap.from <= start && gap.to >= end && start < end))
      slots.push({ gapMs: end - start, at: start });
    else for (let at = start; at < end - binMs / 2; at += binMs) slots.push({ bin: quiet(at) });
  };
  let at = from;
  for (const bin of bins) {
    empty(at, bin.at);
    slots.push({ bin });
    at = bin.at + binMs;
  }
  empty(at, to);
  return slots;
};

export const GAP_WIDTH = 56;
const WIDEST_BAR = 28;
const NARROWEST_BAR = 4;

/** A slot's place on the chart, in pixels. */
export interface Placed {
  slot: Slot;
  x: number;
  width: number;
}

/** Gaps have a fixed width, and bars share the rest within a minimum and a maximum width. */
export const placeSlots = (slots: readonly Slot[], room: number): { placed: Placed[]; width: number } => {
  const gaps = slots.filter((slot) => "gapMs" in slot).length;
  const bars = Math.max(1, slots.length - gaps);
  const share = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, (room - gaps * GAP_WIDTH) / bars));
  let x = 0;
  const placed = slots.map((slot) => {
    const width = "gapMs" in slot ? GAP_WIDTH : share;
    const at = { slot, x, width };
    x += width;
    return at;
  });
  return { placed, width: x };
};

/** The position of a time on the chart, proportional within a gap. */
export const xOf = (placed: readonly Placed[], binMs: number, at: number): number => {
  let x = 0;
  for (const { slot, x: left, width } of placed) {
    const [from, ms] = "gapMs" in slot ? [slot.at, slot.gapMs] : [slot.bin.at, binMs];
    if (at < from) break;
    x = left + width * Math.min(1, (at - from) / ms);
  }
  return x;
};

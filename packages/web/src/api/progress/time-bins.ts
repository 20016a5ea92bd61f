import { axisOf, type Stretch } from "@torrent/core/time-axis";
import type { Receipt } from "@torrent/core/unstable";
import type { ActivityBin } from "./activity-schemas.ts";

/** Maximum number of bars on a page. */
const MOST_BARS = 160;
/** Minimum width of a gap, in bars. */
const GAP_BARS = 12;
/** Maximum number of bins in memory; they are merged while tasks are added. */
const MOST_HELD = 4_000;

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** Each is a multiple of the previous one, so that bins can be merged; clocks are not more exact than about 10 ms. */
const WIDTHS = [
  ...[10, 20, 100, 200],
  ...[1, 2, 10, 20, 60, 120, 600, 1_200].map((seconds) => seconds * SECOND),
  ...[1, 2, 6, 24].map((hours) => hours * HOUR),
];

const addTo = (bins: Map<number, ActivityBin>, at: number, more: Omit<ActivityBin, "at">): void => {
  const bin = bins.get(at) ?? { at, ended: 0, failed: 0, retried: 0, busyMs: 0 };
  bins.set(at, bin);
  for (const part of ["ended", "failed", "retried", "busyMs"] as const) bin[part] += more[part];
};

/**
 * Collects tasks by completion time in bins of equal width, as narrow as the chart allows after long gaps are cut out.
 * A round that began hours after the previous one therefore leaves both readable.
 */
export const timeBins = (from: number) => {
  let width = 0;
  let bins = new Map<number, ActivityBin>();
  const widthOf = () => WIDTHS[width] ?? 24 * HOUR;
  const placeOf = (at: number) => Math.max(0, Math.floor((at - from) / widthOf()));
  const widen = (): void => {
    const before = bins;
    width += 1;
    bins = new Map();
    for (const bin of before.values()) addTo(bins, from + placeOf(bin.at) * widthOf(), bin);
  };
  return {
    add({ at, outcome, attempts = 1, ms = 0 }: Receipt & { at: number }): void {
      const failed = Number(outcome !== "succeeded");
      addTo(bins, from + placeOf(at) * widthOf(), { ended: 1, failed, retried: Number(attempts > 1), busyMs: ms });
      while (bins.size > MOST_HELD && width < WIDTHS.length - 1) widen();
    },
    read(to: number): { binMs: number; bins: ActivityBin[]; gaps: Stretch[] } {
      for (;;) {
        const binMs = widthOf();
        const sorted = [...bins.values()].sort((a, b) => a.at - b.at);
        const busy = sorted.map(({ at }) => ({ from: at, to: at + binMs }));
        const integerParam = { from, to: Math.max(to, busy.at(-1)?.to ?? to) };
        const gaps = axisOf(integerParam, busy).gaps.filter((gap) => gap.to - gap.from >= GAP_BARS * binMs);
        const shown = gaps.reduce((left, gap) => left - (gap.to - gap.from), integerParam.to - from);
        if (shown <= MOST_BARS * binMs || width === WIDTHS.length - 1) return { binMs, bins: sorted, gaps };
        widen();
      }
    },
  };
};

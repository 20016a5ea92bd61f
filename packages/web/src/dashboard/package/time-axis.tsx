import { count, duration, plural } from "../data/format.ts";
import type { Activity } from "../data/queries.ts";
import { type Slot, slotsOf } from "./axis.ts";

const HEIGHT = 96;
/** Few bars are drawn wider, so that a short run is seen as well as a long one. */
const barOf = (slots: readonly Slot[]): number => {
  const gaps = slots.filter((slot) => "gapMs" in slot).length;
  const room = (800 - gaps * GAP_WIDTH) / Math.max(1, slots.length - gaps);
  return Math.max(4, Math.min(22, Math.floor(room) - 1));
};
const GAP_WIDTH = 64;

/** Tasks by the time of their end. Where nothing ended for long the axis is broken, and says for how long. */
export const TimeAxis = ({ axis }: { axis: Activity["axis"] }) => {
  const slots = slotsOf(axis);
  const most = Math.max(1, ...axis.bins.map((bin) => bin.ended));
  const total = axis.bins.reduce((sum, bin) => sum + bin.ended, 0);
  const failed = axis.bins.reduce((sum, bin) => sum + bin.failed, 0);
  const retried = axis.bins.reduce((sum, bin) => sum + bin.retried, 0);
  const bar = barOf(slots);
  let x = 0;
  const drawn = slots.map((slot) => {
    const left = x;
    if ("gapMs" in slot) {
      x += GAP_WIDTH;
      return (
        <g key={left} class="gap" transform={`translate(${left} 0)`}>
          <title>{`Nothing ended for ${duration(slot.gapMs)}`}</title>
          <path d={`M${GAP_WIDTH / 2 - 3} ${HEIGHT + 4}l2 -8m4 8l2 -8`} />
          <text x={GAP_WIDTH / 2} y={HEIGHT - 14}>
            {duration(slot.gapMs)}
          </text>
        </g>
      );
    }
    x += bar + 1;
    const { ended, failed: bad, retried: again } = slot.bin;
    const high = (n: number) => (n === 0 ? 0 : Math.max(2, (n / most) * (HEIGHT - 8)));
    const at = `${duration(slot.bin.at - axis.from)} after arrival`;
    return (
      <g key={left} transform={`translate(${left} 0)`}>
        <title>{`${at}: ${plural(ended, "task")} ended, ${bad} failed, ${again} after a retry`}</title>
        <rect class="ok" y={HEIGHT - high(ended)} width={bar} height={high(ended)} rx="1" />
        <rect class="bad" y={HEIGHT - high(bad)} width={bar} height={high(bad)} rx="1" />
        {again > 0 ? <circle class="again" cx={bar / 2} cy={HEIGHT + 7} r="2.5" /> : null}
      </g>
    );
  });
  return (
    <section class="card wide" aria-labelledby="time-axis">
      <div class="card-head">
        <h2 id="time-axis">When tasks ended</h2>
        <span class="note">
          {duration(axis.binMs)} a bar, {duration(axis.to - axis.from)} in all
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <div class="scroll" tabIndex={0} role="group" aria-label="Chart">
        <svg
          class="axis"
          role="img"
          aria-label={`${count(total)} tasks ended over ${duration(axis.to - axis.from)}; ${count(failed)} failed, ${count(retried)} needed a retry`}
          width={Math.max(x, 60)}
          height={HEIGHT + 14}
        >
          {drawn}
          <path class="base" d={`M0 ${HEIGHT + 0.5}H${x}`} />
        </svg>
      </div>
      <div class="legend">
        <span>
          <i class="done" />
          ended
        </span>
        <span>
          <i class="failed" />
          of them not well
        </span>
        <span>
          <i class="again" />
          after a retry
        </span>
      </div>
    </section>
  );
};

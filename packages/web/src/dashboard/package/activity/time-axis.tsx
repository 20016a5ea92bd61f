import { countOf, formatCount, formatDuration } from "@torrent/core/format";
import { useRef } from "preact/hooks";
import type { Activity } from "../../data/queries.ts";
import { useWidth } from "../../ui/use-width.ts";
import { GAP_WIDTH, type Placed, placeSlots, slotsOf, xOf } from "./axis.ts";

/** First attempts are drawn above the line, retries below it. */
const UP = 88;
const HANGING = 36;
const LABELS = 18;
/** Above the bars, for the names of rounds. */
const HEAD = 20;
const NAME_WIDTH = 64;
const SMALLEST = 3;

const heightOf = (n: number, maximum: number, room: number): number =>
  n === 0 ? 0 : Math.max(SMALLEST, (n / maximum) * room);

const Gap = ({ at, ms }: { at: Placed; ms: number }) => (
  <g class="gap" transform={`translate(${at.x} 0)`}>
    <title>{`No tasks completed for ${formatDuration(ms)}`}</title>
    <path d={`M${GAP_WIDTH / 2 - 4} ${UP + 5}l3 -10m5 10l3 -10`} />
    <text x={GAP_WIDTH / 2} y={UP - 12}>
      {formatDuration(ms)}
    </text>
  </g>
);

interface RoundMark {
  round: number;
  x: number;
  label: string;
}

/** Marks where later rounds began; of marks close together only the first is labelled. */
const Rounds = ({ marks, height, room }: { marks: RoundMark[]; height: number; room: number }) => {
  let named = Number.NEGATIVE_INFINITY;
  return (
    <>
      {marks.map(({ round, x, label }) => {
        const isLabelled = x - named > NAME_WIDTH;
        if (isLabelled) named = x;
        const last = x + NAME_WIDTH > room;
        return (
          <g key={round} class="round" transform={`translate(${Math.round(x)} 0)`}>
            <title>{label}</title>
            <path d={`M0.5 ${-HEAD + 4}V${height}`} />
            {isLabelled ? (
              <text x={last ? -5 : 6} y={-HEAD + 12} class={last ? "before" : ""}>
                {`Round ${round}`}
              </text>
            ) : null}
          </g>
        );
      })}
    </>
  );
};

/** Tasks by completion time. Long gaps are shortened and labelled with their length. */
export const TimeAxis = ({ axis }: { axis: Activity["axis"] }) => {
  const frame = useRef<HTMLDivElement>(null);
  const room = useWidth(frame);
  const { placed, width } = placeSlots(slotsOf(axis), room);
  const maximum = Math.max(1, ...axis.bins.map((bin) => bin.ended));
  const sum = (of: "ended" | "failed" | "retried") => axis.bins.reduce((total, bin) => total + bin[of], 0);
  const down = sum("retried") > 0 ? HANGING : SMALLEST;
  const since = (at: number) => (at <= axis.from ? "received" : `+${formatDuration(at - axis.from)}`);
  const head = axis.rounds.length > 0 ? HEAD : 0;
  const marks = axis.rounds.map(({ round, at }) => ({
    round,
    x: xOf(placed, axis.binMs, at),
    label: `Round ${round} began ${formatDuration(at - axis.from)} after the package was received`,
  }));
  let labelled = Number.NEGATIVE_INFINITY;
  return (
    <section class="card" aria-labelledby="time-axis">
      <div class="card-head">
        <h2 id="time-axis">Tasks completed over time</h2>
        <span class="note">
          {formatDuration(axis.binMs)} per bar, {formatDuration(axis.to - axis.from)} in total
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <div class="scroll" tabIndex={0} role="group" aria-label="Chart" ref={frame}>
        <svg
          class="axis"
          role="img"
          aria-label={`${formatCount(sum("ended"))} tasks completed over ${formatDuration(axis.to - axis.from)}; ${formatCount(sum("failed"))} failed, ${formatCount(sum("retried"))} retried${marks.map(({ label }) => `. ${label}`).join("")}`}
          width={Math.max(width, 60)}
          height={head + UP + down + LABELS}
        >
          <defs>
            <pattern id="hatched" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect class="hatch-ground" width="5" height="5" />
              <rect class="hatch-line" width="2.5" height="5" />
            </pattern>
          </defs>
          <g transform={`translate(0 ${head})`}>
            {placed.map((at) => {
              if ("gapMs" in at.slot) return <Gap key={at.x} at={at} ms={at.slot.gapMs} />;
              const { ended, failed, retried, at: when } = at.slot.bin;
              const firstAttemptHeight = heightOf(ended - retried, maximum, UP - 6);
              const failedHeight = heightOf(failed, maximum, UP - 6);
              const retryHeight = heightOf(retried, maximum, down - 4);
              const isLabelled = ended > 0 && at.x - labelled > 84 && at.x + 40 < Math.max(width, room);
              if (isLabelled) labelled = at.x;
              return (
                <g key={at.x} transform={`translate(${at.x} 0)`}>
                  <title>
                    {`${since(when)}: ${countOf(ended, "task")} completed, ${failed} failed, ${retried} retried`}
                  </title>
                  <rect class="hit" width={at.width} height={UP + down} />
                  <rect
                    class="ok"
                    y={UP - firstAttemptHeight}
                    width={at.width - 1}
                    height={firstAttemptHeight}
                    rx="1"
                  />
                  <rect class="bad" y={UP - failedHeight} width={at.width - 1} height={failedHeight} rx="1" />
                  <rect class="again" y={UP + 1} width={at.width - 1} height={retryHeight} rx="1" />
                  {isLabelled ? (
                    <text class="tick" y={UP + down + 12}>
                      {since(when)}
                    </text>
                  ) : null}
                </g>
              );
            })}
            <path class="base" d={`M0 ${UP + 0.5}H${Math.max(width, room)}`} />
            <Rounds marks={marks} height={UP + down} room={Math.max(width, room)} />
          </g>
        </svg>
      </div>
      <div class="legend">
        <span>
          <i class="done" />
          first attempt
        </span>
        <span>
          <i class="failed" />
          failed
        </span>
        <span>
          <i class="again" />
          retried, below the line
        </span>
      </div>
    </section>
  );
};

import { countOf, formatDateTime, formatDuration, formatTimeOnAxis } from "@torrent/core/format";
import { axisOfTimeline } from "@torrent/core/time-axis";
import type { Report } from "../data.ts";

type Line = NonNullable<Report["correlations"]["timeline"]>;

/** In thousandths of the width. */
const WIDTH = 1000;
const HEIGHT = 56;
/** Space below the bars for event marks. */
const FOOT = 10;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Mentions over time on one axis with shortened gaps, as in the HTML report. */
export const TimelineChart = ({ line }: { line: Line }) => {
  const { from, to, bucketMs, buckets, events } = line;
  const axis = axisOfTimeline(line);
  const x = (at: number) => axis.place(at) * WIDTH;
  const maximum = Math.log1p(Math.max(1, ...buckets.map(({ mentions }) => mentions)));
  const empty = axis.gaps.map((gap) => formatDuration(gap.to - gap.from));
  return (
    <>
      <svg
        class="timeline"
        role="img"
        viewBox={`0 0 ${WIDTH} ${HEIGHT + FOOT}`}
        preserveAspectRatio="none"
        aria-label={`Timeline of the package's content from ${formatDateTime(from)} to ${formatDateTime(to)}${empty.length > 0 ? `, with gaps of ${empty.join(" and ")}` : ""}`}
      >
        {axis.gaps.map((gap, n) => (
          <rect key={gap.from} class="gap" x={x(gap.from)} width={x(gap.to) - x(gap.from)} height={HEIGHT}>
            <title>{`No events for ${empty[n]}`}</title>
          </rect>
        ))}
        {buckets.map(({ at, mentions }) => {
          // Logarithmic scale, so that a single mention remains visible next to thousands.
          const high = Math.max(3, (Math.log1p(mentions) / maximum) * HEIGHT);
          const width = Math.max(2, x(at + bucketMs) - x(at) - 0.5);
          return (
            <rect key={at} class="ok" x={x(at)} y={HEIGHT - high} width={width} height={high}>
              <title>{`${formatDateTime(at)}: ${countOf(mentions, "mention")}`}</title>
            </rect>
          );
        })}
        <rect class="base" y={HEIGHT} width={WIDTH} height={1} />
        {events.map((event) => (
          <rect
            key={`${event.what}${event.at}${event.component}`}
            class="event"
            x={x(event.at)}
            y={HEIGHT + 3}
            width={Math.max(3, x(event.to ?? event.at) - x(event.at))}
            height={FOOT - 3}
          >
            <title>{`${formatDateTime(event.at)}: ${event.title}`}</title>
          </rect>
        ))}
      </svg>
      <div class="ends">
        {TICKS.map((part) => (
          <span key={part}>{formatTimeOnAxis(Math.min(to, axis.time(part)), to - from)}</span>
        ))}
      </div>
      {empty.length > 0 ? <p class="note">{`Shaded gaps are shortened: ${empty.join(", ")} without events.`}</p> : null}
    </>
  );
};

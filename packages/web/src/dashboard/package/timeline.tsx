import { Link } from "wouter-preact";
import { count, duration, moment, plural } from "../data/format.ts";
import type { Report } from "../data/queries.ts";
import { componentPath } from "./finding-item.tsx";

type Line = NonNullable<Report["correlations"]["timeline"]>;

const SHOWN = 8;
/** In thousandths of the width. */
const WIDTH = 1000;
const HEIGHT = 48;

const Chart = ({ line }: { line: Line }) => {
  const { from, to, bucketMs, buckets, events } = line;
  const span = Math.max(1, to - from + bucketMs);
  const most = Math.max(1, ...buckets.map(({ mentions }) => mentions));
  const x = (at: number) => ((at - from) / span) * WIDTH;
  const width = Math.max(2, (bucketMs / span) * WIDTH - 1);
  return (
    <svg
      class="timeline"
      role="img"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-label={`Times named in the package, from ${moment(from)} to ${moment(to)}`}
    >
      {buckets.map(({ at, mentions }) => {
        const high = Math.max(2, (mentions / most) * (HEIGHT - 6));
        return (
          <rect key={at} class="ok" x={x(at)} y={HEIGHT - high} width={width} height={high}>
            <title>{`${moment(at)}: ${plural(mentions, "mention")}`}</title>
          </rect>
        );
      })}
      {events.map((event) => (
        <rect
          key={`${event.what}${event.at}${event.component}`}
          class="event"
          x={x(event.at)}
          y={0}
          width={2}
          height={HEIGHT}
        />
      ))}
    </svg>
  );
};

/** When the things happened that the package tells of, and what of it stands out. */
export const TimelineCard = ({ id, report }: { id: string; report: Report }) => {
  const { timeline } = report.correlations;
  if (!timeline || timeline.buckets.length === 0) return null;
  const { from, to, events, eventCount } = timeline;
  return (
    <section class="card" aria-labelledby="timeline">
      <div class="card-head">
        <h2 id="timeline">Times that the package tells of</h2>
        <span class="note">{to > from ? `over ${duration(to - from)}` : ""}</span>
      </div>
      <Chart line={timeline} />
      <div class="ends">
        <span>{moment(from)}</span>
        <span>{moment(to)}</span>
      </div>
      {events.length > 0 ? (
        <ol class="entities events">
          {events.slice(0, SHOWN).map((event) => (
            <li key={`${event.what}${event.at}${event.component}`}>
              <Link href={componentPath(id, event.component)}>{event.title}</Link>
              <span class="note">
                {moment(event.at)}
                {event.to === undefined ? "" : `, for ${duration(event.to - event.at)}`}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      {eventCount > SHOWN ? <p class="note">{`${count(eventCount)} events in all.`}</p> : null}
    </section>
  );
};

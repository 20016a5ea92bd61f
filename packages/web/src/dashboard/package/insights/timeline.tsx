import { formatDateTime, formatDuration } from "@torrent/core/format";
import { Link } from "wouter-preact";
import type { Report } from "../../data/queries.ts";
import { MoreInReport } from "../../ui/more-in-report.tsx";
import { componentPath } from "../findings/finding-item.tsx";
import { TimelineChart } from "./timeline-chart.tsx";

const SHOWN = 8;

/** A timeline of the events in the package's content, with the notable ones listed. */
export const TimelineCard = ({ id, report }: { id: string; report: Report }) => {
  const { timeline } = report.correlations;
  if (!timeline || timeline.buckets.length === 0) return null;
  const { from, to, events, eventCount } = timeline;
  return (
    <section class="card" aria-labelledby="timeline">
      <div class="card-head">
        <h2 id="timeline">Timeline</h2>
        <span class="note">{to > from ? `spanning ${formatDuration(to - from)}` : ""}</span>
      </div>
      <TimelineChart line={timeline} />
      {events.length > 0 ? (
        <ol class="entities events">
          {events.slice(0, SHOWN).map((event) => (
            <li key={`${event.what}${event.at}${event.component}`}>
              <Link href={componentPath(id, event.component)}>{event.title}</Link>
              <span class="note">
                {formatDateTime(event.at)}
                {event.to === undefined ? "" : `, lasting ${formatDuration(event.to - event.at)}`}
              </span>
            </li>
          ))}
        </ol>
      ) : null}
      <MoreInReport shown={Math.min(SHOWN, events.length)} total={eventCount} />
    </section>
  );
};

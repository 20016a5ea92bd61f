import { formatDateTime, formatDuration } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";
import type { Report } from "../data.ts";
import { MoreInReport } from "../more-in-report.tsx";
import { componentPage } from "../names.ts";
import { TimelineChart } from "./timeline-chart.tsx";

const SHOWN = 8;

/** When the things happened that the package tells of, and what of it stands out. */
export const TimelineCard = ({ context, report }: { context: PanelContext; report: Report }) => {
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
              <a href={componentPage(context, event.component)}>{event.title}</a>
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

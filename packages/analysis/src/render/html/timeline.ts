import { type Axis, axisOfTimeline } from "@torrent/core/time-axis";
import type { Report } from "../../report/schema.ts";
import { dateInWords, escapeHtml as text } from "../untrusted.ts";
import { code, foldedTable, name, number, shown } from "./parts.ts";

type Timeline = NonNullable<Report["correlations"]["timeline"]>;

const WIDTH = 1000;
const HEIGHT = 120;
/** Below the bars, for the marks of events. */
const FOOT = 14;
const DAY = 86_400_000;

/** As exact as the whole span asks for. */
const tick = (at: number, span: number): string => {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return "";
  const iso = date.toISOString();
  if (span > 90 * DAY) return iso.slice(0, 10);
  return span > DAY ? `${iso.slice(5, 10)} ${iso.slice(11, 16)}` : iso.slice(11, span > 600_000 ? 16 : 19);
};

const spanInWords = (ms: number): string => {
  for (const [unit, of] of [
    ["day", DAY],
    ["hour", 3_600_000],
    ["minute", 60_000],
  ] as const)
    if (ms >= 2 * of) return `${number(Math.round(ms / of))} ${unit}s`;
  return `${number(Math.round(ms / 1000))} s`;
};

const picture = ({ from, to, bucketMs, buckets, events }: Timeline, axis: Axis): string => {
  const x = (at: number): number => WIDTH * axis.place(at);
  const most = Math.max(1, ...buckets.map(({ mentions }) => mentions));
  const bars = buckets.map(({ at, mentions }) => {
    // On a logarithmic scale: one mention stays visible next to thousands.
    const height = Math.max(3, (HEIGHT * Math.log1p(mentions)) / Math.log1p(most));
    const width = Math.max(1.5, x(at + bucketMs) - x(at) - 0.5);
    return `<rect class="bar" x="${x(at).toFixed(1)}" y="${(HEIGHT - height).toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}"><title>${dateInWords(at)}: ${number(mentions)} mentions</title></rect>`;
  });
  const marks = events.map(({ at, to: end = at, title }) => {
    const long = Math.max(2, x(end) - x(at));
    return `<rect class="event" x="${x(at).toFixed(1)}" y="${HEIGHT + 4}" width="${long.toFixed(1)}" height="${FOOT - 4}"><title>${dateInWords(at)}: ${text(title)}</title></rect>`;
  });
  const gaps = axis.gaps.map(
    (gap) =>
      `<rect class="gap" x="${x(gap.from).toFixed(1)}" y="0" width="${(x(gap.to) - x(gap.from)).toFixed(1)}" height="${HEIGHT}"><title>no events for ${spanInWords(gap.to - gap.from)}</title></rect>`,
  );
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => `<span>${tick(Math.min(to, axis.time(part)), to - from)}</span>`);
  return `<svg class="timeline" viewBox="0 0 ${WIDTH} ${HEIGHT + FOOT}" preserveAspectRatio="none" role="img" aria-label="Mentions of times from ${dateInWords(from)} to ${dateInWords(to)}">${gaps.join("")}${bars.join("")}${marks.join("")}</svg><div class="axis">${ticks.join("")}</div>`;
};

/** What the picture leaves out, as text. */
const leftOut = ({ gaps }: Axis): string =>
  gaps.length === 0
    ? ""
    : ` Shaded: ${gaps.map(({ from, to }) => spanInWords(to - from)).join(", ")} without events, shortened.`;

/** Times that were found anywhere in the package, on one axis, and the events that stand out. */
export const timeline = (whole: Timeline): string => {
  const { from, to, eventCount, events } = whole;
  const axis = axisOfTimeline(whole);
  const rows = events.map((event) => [
    `<span class="when">${dateInWords(event.at)}</span>`,
    `${text(event.title)}${event.to === undefined ? "" : ` <span class="dim">for ${spanInWords(event.to - event.at)}</span>`}`,
    code(event.what),
    `${name(event.name)}${event.line === undefined ? "" : `:${event.line}`}`,
  ]);
  const columns = [{ label: "When" }, { label: "What" }, { label: "Kind" }, { label: "Where" }];
  const list = rows.length === 0 ? "" : shown(events.length, eventCount, "") + foldedTable(columns, rows, 15, "events");
  return `<p class="dim">${dateInWords(from)} to ${dateInWords(to)}, ${spanInWords(to - from)}; times without a zone are read as UTC. Heights are logarithmic; marks below are events.${leftOut(axis)}</p>${picture(whole, axis)}${list}`;
};

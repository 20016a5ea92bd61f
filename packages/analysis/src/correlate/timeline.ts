import * as z from "zod/mini";
import { cut } from "../report/bounded.ts";
import { isTime } from "../report/place.ts";
import { Place, type Timeline } from "../report/schema.ts";
import { byPlace, byRef, compare } from "./order.ts";
import type { SeenComponent } from "./seen.ts";
import { topOf } from "./top.ts";

const BUCKETS = 256;
const EVENTS = 200;
const FINEST_MS = 1000;
const OF_ONE_RESULT = 100;
const TITLE = 200;

/**
 * What a pass may report about time in its facts, as `timeline`: a list of events. An important one (a gap, a burst) is listed
 * before the others (a mail was sent, a document was made).
 */
const StatedEvent = z.object({
  at: z.number(),
  to: z.optional(z.number()),
  what: z.string().check(z.maxLength(40)),
  title: z.string(),
  telling: z.optional(z.boolean()),
  line: z.optional(z.number()),
  start: z.optional(z.number()),
});

const SeenEvent = z.object({ ...StatedEvent.shape, name: z.string(), component: z.string(), pass: z.string() });
type SeenEvent = z.infer<typeof SeenEvent>;

export const TimelineSummary = z.object({
  bucketMs: z.number(),
  buckets: z.array(z.tuple([z.number(), z.number(), Place])),
  eventCount: z.number(),
  events: z.array(SeenEvent),
});
export type TimelineSummary = z.infer<typeof TimelineSummary>;

const iso = /^(\d{4}-\d\d-\d\d)(?:(T\d\d:\d\d)(?::(\d\d))?(?:\.(\d{1,3})\d*)?(Z|[+-]\d\d:\d\d)?)?$/;

/** Epoch milliseconds of a normalised time that names its day; without a zone it is taken for UTC. */
export const epochOf = (value: string): number | undefined => {
  const found = iso.exec(value);
  if (!found) return undefined;
  const [, day, clock = "T00:00", seconds = "00", fraction = "0", zone = "Z"] = found;
  const at = Date.parse(`${day}${clock}:${seconds}.${fraction.padEnd(3, "0")}${zone}`);
  return Number.isNaN(at) ? undefined : at;
};

const eventOrder = (a: SeenEvent, b: SeenEvent): number =>
  Number(b.telling ?? false) - Number(a.telling ?? false) ||
  a.at - b.at ||
  byPlace(a, b) ||
  compare(a.what, b.what) ||
  compare(a.title, b.title) ||
  compare(a.pass, b.pass);

/**
 * Puts the components' times on one axis. Buckets are as narrow as their number allows: the width is the
 * smallest power of two of seconds at which no more than 256 are filled, and so a function of the times alone.
 */
export const timelineSeen = () => {
  let width = FINEST_MS;
  let buckets = new Map<number, { mentions: number; first: Place }>();
  let eventCount = 0;
  const events = topOf(EVENTS, eventOrder);

  const put = (index: number, mentions: number, first: Place): void => {
    const known = buckets.get(index);
    if (!known) buckets.set(index, { mentions, first });
    else {
      known.mentions += mentions;
      if (byPlace(first, known.first) < 0) known.first = first;
    }
    while (buckets.size > BUCKETS) widen();
  };
  const widen = (): void => {
    width *= 2;
    const narrow = buckets;
    buckets = new Map();
    for (const [index, { mentions, first }] of narrow) put(Math.floor(index / 2), mentions, first);
  };

  return {
    add(component: SeenComponent): void {
      const { ref, name } = component;
      const times = new Set<number>();
      for (const { pass, entity } of component.entities) {
        if (!isTime(entity.kind)) continue;
        const at = epochOf(entity.value);
        if (at === undefined) continue;
        times.add(at);
        const first = { component: ref, pass, start: entity.start, end: entity.end };
        put(Math.floor(at / width), entity.count ?? 1, first);
      }
      for (const { pass, facts } of component.facts) {
        const stated = Array.isArray(facts.timeline) ? facts.timeline.slice(0, OF_ONE_RESULT) : [];
        for (const one of stated) {
          const event = StatedEvent.safeParse(one).data;
          if (!event || !Number.isFinite(event.at)) continue;
          eventCount += 1;
          events.add({ ...event, title: cut(event.title, TITLE), name, component: ref, pass });
          // What the text names too is in a bucket already.
          if (times.has(event.at)) continue;
          const { line, start } = event;
          const place = { ...(line === undefined ? {} : { line }), ...(start === undefined ? {} : { start }) };
          put(Math.floor(event.at / width), 1, { component: ref, pass, ...place });
        }
      }
    },
    merge(part: TimelineSummary): void {
      while (width < part.bucketMs) widen();
      for (const [at, mentions, first] of part.buckets) put(Math.floor(at / width), mentions, first);
      eventCount += part.eventCount;
      for (const event of part.events) events.add(event);
    },
    summary: (): TimelineSummary => ({
      bucketMs: width,
      buckets: [...buckets]
        .sort(([a], [b]) => a - b)
        .map(([index, { mentions, first }]) => [index * width, mentions, first]),
      eventCount,
      events: events.sorted(),
    }),
  };
};

/** For the report; `undefined` where nothing names a time. */
export const timeline = ({ bucketMs, buckets, eventCount, events }: TimelineSummary): Timeline | undefined => {
  const [first] = buckets;
  const last = buckets.at(-1);
  if (!first || !last) return undefined;
  return {
    from: first[0],
    to: last[0] + bucketMs,
    bucketMs,
    buckets: buckets.map(([at, mentions, place]) => ({ at, mentions, first: place })),
    eventCount,
    events: events
      .map(({ telling: _, ...event }) => event)
      .sort((a, b) => a.at - b.at || byRef(a.component, b.component) || compare(a.what, b.what)),
  };
};

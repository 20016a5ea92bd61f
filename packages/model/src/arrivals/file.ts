import * as z from "zod/mini";
import type { Arrival } from "./arrival.ts";

/** The most components of one package that the pipeline takes. */
const MOST_COMPONENTS = 200_000;

const Line = z.object({
  at: z.union([z.number().check(z.gte(0)), z.iso.datetime({ offset: true })]),
  bytes: z.number().check(z.gte(0)),
  components: z.optional(z.int().check(z.gte(0), z.lte(MOST_COMPONENTS))),
  urgent: z.optional(z.boolean()),
});

/**
 * Arrivals from a file of JSON lines, `{"at":"2026-11-02T08:00:00Z","bytes":1048576,"components":12}`. `at` is a time or
 * seconds from the start; times count from `startsAt`. Lines may be in any order. Throws with the line's number.
 */
export const parseArrivals = (text: string, startsAt: Date): Arrival[] => {
  const arrivals: Arrival[] = [];
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    const place = `Line ${index + 1} of the arrivals`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new TypeError(`${place} is not JSON; a line is {"at":0,"bytes":1000,"components":1}`);
    }
    const parsed = z.safeParse(Line, value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new TypeError(`${place}: ${issue?.path.join(".") || "the line"}: ${issue?.message}`);
    }
    const { at, bytes, components = 1, urgent } = parsed.data;
    const seconds = typeof at === "number" ? at : (Date.parse(at) - startsAt.getTime()) / 1000;
    if (seconds < 0) throw new RangeError(`${place} is before the simulation starts, ${startsAt.toISOString()}`);
    arrivals.push({ at: seconds, bytes, components, ...(urgent === undefined ? {} : { urgent }) });
  });
  if (arrivals.length === 0) throw new RangeError("The file of arrivals holds no line");
  return arrivals.sort((a, b) => a.at - b.at);
};

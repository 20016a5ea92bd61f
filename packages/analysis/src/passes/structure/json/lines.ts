import { limits } from "../limits.ts";
import type { Report } from "../report.ts";
import { eachLine, type Line } from "../text/lines.ts";
import { observeValue, Schema } from "./schema.ts";

const MAX_SHAPES = 200;
/** Records of a shape rarer than this among at least `MANY` are odd. */
const RARE = 0.01;
const MANY = 100;

interface Shape {
  keys: string;
  count: number;
  first: Pick<Line, "number" | "start" | "end">;
}

/** What kind of record it is: its keys, or its type where it is no object. */
const shapeOf = (value: unknown): string =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.keys(value).sort().join(",").slice(0, 500)
    : `(${Array.isArray(value) ? "array" : value === null ? "null" : typeof value})`;

/** Profiles JSON lines of any size: one schema over all records, lines that do not parse, records of a rare shape. */
export const profileJsonLines = async (
  chunks: AsyncIterable<Uint8Array>,
  options: { signal: AbortSignal; hasOffsets: boolean; isSlice?: boolean },
  report: Report,
): Promise<Record<string, unknown>> => {
  const schema = new Schema();
  const shapes = new Map<string, Shape>();
  let records = 0;
  let malformed = 0;
  let tooLong = 0;
  let deepest = 0;
  let otherShapes = 0;
  const place = (line: Pick<Line, "number" | "start" | "end">) => ({
    line: line.number,
    ...(options.hasOffsets ? { start: line.start, end: line.end } : {}),
  });
  const visit = (line: Line): void => {
    // RFC 7464 puts a record separator before each.
    const text = line.text.replace(/^[\x1e\0\ufeff]+/, "");
    if (text.trim() === "") return;
    records++;
    if (line.isCut) {
      tooLong++;
      report.find({
        rule: "record-too-long",
        title: `A record of ${line.end - line.start} bytes is counted, not parsed`,
        severity: "info",
        ...place(line),
        context: text,
      });
      return;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      malformed++;
      report.find({
        rule: "malformed-record",
        title: "A line that is not JSON among JSON lines",
        severity: "low",
        ...place(line),
        context: text,
      });
      return;
    }
    const depth = observeValue(schema, value);
    if (depth > deepest) deepest = depth;
    const keys = shapeOf(value);
    const known = shapes.get(keys);
    if (known) known.count++;
    else if (shapes.size < MAX_SHAPES)
      shapes.set(keys, { keys, count: 1, first: { number: line.number, start: line.start, end: line.end } });
    else otherShapes++;
  };
  await eachLine(chunks, { signal: options.signal, limit: limits.jsonLine }, visit);
  const ordered = [...shapes.values()].sort((a, b) => b.count - a.count);
  // What is rare in a slice may be usual in the file.
  if (records >= MANY && otherShapes === 0 && !options.isSlice)
    for (const { keys, count, first } of ordered)
      if (count / records < RARE)
        report.find({
          rule: "odd-record",
          title: `A record of a shape that ${count} of ${records} have`,
          severity: "info",
          ...place(first),
          context: keys,
        });
  return {
    records,
    malformed,
    ...(tooLong > 0 ? { tooLong } : {}),
    depth: deepest,
    shapes: ordered.slice(0, 10).map(({ keys, count }) => ({ keys, count })),
    shapeCount: shapes.size,
    ...(otherShapes > 0 ? { recordsOfOtherShapes: otherShapes } : {}),
    schema: schema.facts(),
  };
};

import type { Ranges } from "./ranges.ts";

/** A stretch of a text, one character a byte, and where in it something stands. */
export interface Surroundings {
  text: string;
  start: number;
  end: number;
}

interface Text {
  around(start: number, end: number, reach: number): Surroundings;
}

interface Found {
  start: number;
  end: number;
  secret?: readonly [from: number, to: number];
}

/** Bytes shown before and after a match, and of a match that is longer than it can be shown. */
export const AROUND = 48;
const SHOWN = 96;
const MAX_CHARACTERS = 200;
/** Of a secret of this length the beginning is shown, which tells its kind; of a shorter one nothing. */
const TELLING = 16;
const BEGINNING = 6;

const visible = (chars: string): string =>
  Buffer.from(chars, "latin1")
    .toString("utf8")
    .replace(/[\u0000-\u001f\u007f-\u009f\ufffd]+/g, "·");

/** The stretch `[from, to)` of the text, with secrets cut out of it. */
const render = (
  text: string,
  from: number,
  to: number,
  hidden: readonly (readonly [from: number, to: number])[],
  most: number,
): string => {
  const parts: string[] = [];
  let at = from;
  for (const [start, end] of hidden) {
    if (end <= at || start >= to) continue;
    const begin = Math.max(at, start);
    parts.push(visible(text.slice(at, begin)));
    // A range that begins before the stretch shows its beginning there, or not at all.
    const shown = begin === start && end - start >= TELLING ? BEGINNING : 0;
    parts.push(`${visible(text.slice(begin, Math.min(to, begin + shown)))}…`);
    at = Math.min(to, end);
  }
  if (hidden.length === 0 && to - from > most)
    return `${visible(text.slice(from, from + most / 2))}…${visible(text.slice(to - most / 2, to))}`;
  parts.push(visible(text.slice(at, to)));
  return parts.join("");
};

const shorten = (text: string): string =>
  text.length <= 2 * SHOWN ? text : `${text.slice(0, SHOWN)}…${text.slice(-SHOWN / 2)}`;

/** The match with what stands around it in its line, and where in that text the match is. No secret is shown. */
export const excerpt = (
  text: Text,
  { start, end, secret }: Found,
  secrets: Ranges,
): { context: string; mark?: [number, number] } => {
  const whole = text.around(start, end, AROUND);
  const base = start - whole.start;
  const hidden = secrets.within(base, base + whole.text.length).map(([from, to]) => [from - base, to - base] as const);
  if (secret && !hidden.some(([from, to]) => from < secret[1] - base && to > secret[0] - base))
    hidden.push([secret[0] - base, secret[1] - base]);
  const left = whole.text.lastIndexOf("\n", whole.start - 1) + 1;
  const lineEnd = whole.text.indexOf("\n", whole.end);
  const right = lineEnd < 0 ? whole.text.length : lineEnd;
  const before = render(whole.text, Math.min(left, whole.start), whole.start, hidden, SHOWN);
  const found = shorten(render(whole.text, whole.start, whole.end, hidden, SHOWN));
  const after = render(whole.text, whole.end, right, hidden, SHOWN);
  const context = (before + found + after).slice(0, MAX_CHARACTERS).replace(/[\ud800-\udbff]$/, "");
  const to = Math.min(context.length, before.length + found.length);
  return to > before.length ? { context, mark: [before.length, to] } : { context };
};

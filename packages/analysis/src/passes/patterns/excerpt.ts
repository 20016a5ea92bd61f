import type { Trail } from "./trail.ts";

/** Bytes shown before and after a match, and of a match that is longer than it can be shown. */
export const AROUND = 48;
const SHOWN = 96;
const MAX_CHARACTERS = 200;

const visible = (bytes: Buffer): string => bytes.toString("utf8").replace(/[\u0000-\u001f\u007f-\u009f\ufffd]+/g, "·");

const shorten = (bytes: Buffer): string =>
  bytes.length <= SHOWN
    ? visible(bytes)
    : `${visible(bytes.subarray(0, SHOWN / 2))}…${visible(bytes.subarray(bytes.length - SHOWN / 2))}`;

/** A report must not become the next leak: of a secret the beginning is shown, which tells its kind. */
const masked = (bytes: Buffer): string => `${visible(bytes.subarray(0, Math.min(6, bytes.length >> 1)))}…`;

const LINE_FEED = 10;

/** The match with what stands around it in its line, and where in that text the match is. */
export const excerpt = (
  trail: Trail,
  start: number,
  end: number,
  secret: boolean,
): { context: string; mark?: [number, number] } => {
  const before = trail.slice(Math.max(0, start - AROUND), start);
  const after = trail.slice(end, end + AROUND);
  const lineEnd = after.indexOf(LINE_FEED);
  const match = trail.slice(start, end);
  const left = visible(before.subarray(before.lastIndexOf(LINE_FEED) + 1));
  const found = secret ? masked(match) : shorten(match);
  const right = visible(lineEnd < 0 ? after : after.subarray(0, lineEnd));
  const context = (left + found + right).slice(0, MAX_CHARACTERS).replace(/[\ud800-\udbff]$/, "");
  const to = Math.min(context.length, left.length + found.length);
  return to > left.length ? { context, mark: [left.length, to] } : { context };
};

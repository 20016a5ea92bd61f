import type { Severity } from "../findings.ts";
import type { ReportFinding } from "./schema.ts";

const NEWLINE = 0x0a;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/** A finding as a line without its score, which is not known before the round is complete: what decides it comes first. */
export const findingLine = ({ severity, kind, rule, ...rest }: ReportFinding): string =>
  JSON.stringify({ severity, kind, rule, ...rest });

/** What follows severity and kind; within a text of JSON every quotation mark is escaped. */
const AFTER_HEAD = encoder.encode(',"rule":');

const indexOf = (bytes: Uint8Array, wanted: Uint8Array, from: number, to: number): number => {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0 && at + wanted.length <= to; at = bytes.indexOf(first, at + 1)) {
    let same = 1;
    while (same < wanted.length && bytes[at + same] === wanted[same]) same += 1;
    if (same === wanted.length) return at;
  }
  return -1;
};

const joined = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

/**
 * Writes scores into lines that {@link findingLine} made, while they pass: a line's own bytes are only moved, because
 * there may be a million of them. Takes chunks that end anywhere within a line, and gives whole lines.
 */
export const scoredLines = (scoreOf: (severity: Severity, kind: string) => number) => {
  /** By the head's own text; of severities and kinds there are a few dozen pairs. */
  const heads = new Map<string, Uint8Array>();
  let rest = new Uint8Array();

  const scored = (head: string): Uint8Array => {
    const known = heads.get(head);
    if (known) return known;
    const { severity, kind } = JSON.parse(`${head}}`) as { severity: Severity; kind: string };
    const made = encoder.encode(`{"score":${scoreOf(severity, kind)},${head.slice(1)}`);
    heads.set(head, made);
    return made;
  };

  return (chunk: Uint8Array): Uint8Array => {
    const bytes = rest.length > 0 ? joined([rest, chunk]) : chunk;
    const parts: Uint8Array[] = [];
    let from = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, from)) {
      const at = indexOf(bytes, AFTER_HEAD, from, end);
      if (at > from) parts.push(scored(decoder.decode(bytes.subarray(from, at))));
      parts.push(bytes.subarray(Math.max(from, at), end + 1));
      from = end + 1;
    }
    rest = bytes.slice(from);
    return joined(parts);
  };
};

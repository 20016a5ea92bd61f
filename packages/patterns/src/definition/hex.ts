import { anyByte, byteSet } from "../regex/byte-set.ts";
import { alt, type Node, seq } from "../regex/syntax.ts";
import { UnsupportedRegex } from "../regex/unsupported.ts";

const TOKEN = /\s+|\(|\)|\||\[\s*(\d+)\s*(?:-\s*(\d*)\s*)?\]|([0-9a-fA-F?])([0-9a-fA-F?])/y;

const nibbles = (digit: string): number[] =>
  digit === "?" ? Array.from({ length: 16 }, (_, i) => i) : [Number.parseInt(digit, 16)];

const byteNode = (high: string, low: string): Node => ({
  type: "byte",
  set: byteSet(...nibbles(high).flatMap((h) => nibbles(low).map((l) => 16 * h + l))),
});

/** A hex string's gaps are bounded, so that a match is too. */
const MAX_GAP = 1024;

const gapNode = (from: string, to: string | undefined, isRange: boolean): Node => {
  const min = Number(from);
  const max = isRange ? (to ? Number(to) : MAX_GAP) : min;
  if (max < min || max > MAX_GAP)
    throw new UnsupportedRegex("hex", `a gap of ${min} to ${max} bytes; at most ${MAX_GAP}`);
  return { type: "repeat", node: { type: "byte", set: anyByte }, min, max, greedy: false };
};

/** Reads `4D 5A ?? [2-4] ( 50 | 4? 45 )`. */
export const parseHex = (value: string): Node => {
  TOKEN.lastIndex = 0;
  const groups: Node[][][] = [[[]]];
  const fail = (message: string): never => {
    throw new UnsupportedRegex("hex", `${message} in "${value.slice(0, 80)}"`);
  };
  while (TOKEN.lastIndex < value.length) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(value);
    if (!token) return fail(`unexpected "${value[at]}" at character ${at + 1}`);
    const group = groups.at(-1)!;
    const run = group.at(-1)!;
    if (token[0] === "(") groups.push([[]]);
    else if (token[0] === "|") {
      if (groups.length === 1) fail('"|" outside of parentheses');
      group.push([]);
    } else if (token[0] === ")") {
      if (groups.length === 1) fail('")" without "("');
      groups.pop();
      groups
        .at(-1)!
        .at(-1)!
        .push(alt(...group.map((parts) => seq(...parts))));
    } else if (token[3] !== undefined) run.push(byteNode(token[3], token[4]!));
    else if (token[1] !== undefined) run.push(gapNode(token[1], token[2], token[2] !== undefined));
  }
  if (groups.length > 1) fail('"(" without ")"');
  if (groups[0]![0]!.length === 0) fail("no bytes");
  return seq(...groups[0]![0]!);
};

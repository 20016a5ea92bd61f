import { type Mention, matchAt, type Stretch } from "../mention.ts";

const pairs = /[0-9a-f]{2}([:-])[0-9a-f]{2}(?:\1[0-9a-f]{2}){4}(?![\w]|[:-][0-9a-f])/iy;
const quads = /[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w]|\.\w)/iy;

/** A 48-bit address in any of its three forms; longer rows of pairs are fingerprints. */
export const macAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(pairs, stretch.chars, start) ?? matchAt(quads, stretch.chars, start);
  if (!found || /[\w:]/.test(stretch.chars[start - 1] ?? " ")) return undefined;
  const digits = found[0].replace(/[^0-9a-f]/gi, "").toLowerCase();
  // Twelve decimal digits in a row of quads are a number grouped by dots.
  if (found[1] === undefined && !/[a-f]/.test(digits)) return undefined;
  const value = digits.match(/../g)!.join(":");
  return { kind: "mac", value, start, end: start + found[0].length, confidence: 0.95 };
};

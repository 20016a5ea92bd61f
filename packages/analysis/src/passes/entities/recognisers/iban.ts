import { countrySpecs, isValidIBAN } from "ibantools";
import { isWord } from "../bytes.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";

const form = /[A-Z]{2}\d{2}(?:[ +-]?[A-Z0-9]){11,30}/y;

/** An IBAN, compact or in groups: as many characters as its country has, checked modulo 97 and by the country's form. */
export const ibanAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(form, stretch.chars, start);
  const length = found && countrySpecs[found[0].slice(0, 2)]?.chars;
  if (!found || !length) return undefined;
  let compact = "";
  let end = start;
  for (; compact.length < length; end += 1) {
    const char = stretch.chars[end];
    if (char === undefined || end >= start + found[0].length) return undefined;
    if (char !== " " && char !== "-" && char !== "+") compact += char;
  }
  if (isWord(stretch.bytes[end]) || !isValidIBAN(compact)) return undefined;
  return { kind: "iban", value: compact, start, end, confidence: 0.99 };
};

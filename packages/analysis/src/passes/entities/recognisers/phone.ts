import { type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";
import { isWord } from "../bytes.ts";
import { memo } from "../memo.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";

const international = /\+[1-9]\d{0,3}(?:[ .\-/]{0,2}(?:\(0?\d{1,4}\)|\d{1,12})){1,7}/y;
const trunk = /00[1-9]\d{0,2}(?:[ .\-/](?:\(0?\d{1,4}\)|\d{1,12})){2,6}/y;
const northAmerican =
  /(?:(?:1[ .-])?\(([2-9]\d{2})\) ?[2-9]\d{2}[ .-]\d{4}|(?:1[.-])?[2-9]\d{2}([.-])[2-9]\d{2}\2\d{4})(?![\w]|[.-]\d|\/\d)/y;

const parsed = memo((text: string): PhoneNumber | undefined => {
  const number = parsePhoneNumberFromString(text, text.startsWith("+") ? undefined : "US");
  return number?.isValid() ? number : undefined;
});

/** Ends of the candidate's groups, longest first: a number may be followed by another that is not part of it. */
const cuts = (text: string): string[] => {
  const found = [text];
  for (let rest = text; found.length < 4; ) {
    const shorter = rest.replace(/[ .\-/(]+\d+\)?$/, "");
    if (shorter === rest || shorter.replace(/\D/g, "").length < 7) break;
    found.push(shorter);
    rest = shorter;
  }
  return found;
};

const international00 = (text: string): string => text.replace(/^00/, "+");

const longest = (stretch: Stretch, start: number, text: string, confidence: number): Mention | undefined => {
  for (const cut of cuts(text)) {
    const end = start + cut.length;
    if (isWord(stretch.bytes[end])) continue;
    const number = parsed(international00(cut));
    if (number) return { kind: "phone", value: number.number, start, end, confidence };
  }
  return undefined;
};

/** `+…`, valid by its country's numbering plan; E.164 as value. */
export const internationalPhoneAt = (stretch: Stretch, start: number): Mention | undefined => {
  if (isWord(stretch.bytes[start - 1])) return undefined;
  const found = matchAt(international, stretch.chars, start);
  return found ? longest(stretch, start, found[0], 0.95) : undefined;
};

/** Numbers with no country code: after the trunk prefix `00`, or in North America's grouping. */
export const nationalPhoneAt = (stretch: Stretch, start: number): Mention | undefined => {
  const before = stretch.chars[start - 1] ?? " ";
  if (/[\w.\-/+=#$@]/.test(before) && !(before === "=" || before === "/")) return undefined;
  const prefixed = matchAt(trunk, stretch.chars, start);
  if (prefixed) return longest(stretch, start, prefixed[0], 0.85);
  const found = matchAt(northAmerican, stretch.chars, start);
  if (!found) return undefined;
  const number = parsed(found[0]);
  const confidence = found[1] === undefined && found[2] === "." ? 0.7 : 0.85;
  return number && { kind: "phone", value: number.number, start, end: start + found[0].length, confidence };
};

import { isDigit, isUpper } from "./bytes.ts";
import * as keyword from "./keywords.ts";
import type { Mention, Stretch } from "./mention.ts";
import { dateAtMonth } from "./recognisers/datetime.ts";
import { geoAtKey } from "./recognisers/geo.ts";
import { sudoUserAt } from "./recognisers/log-line.ts";
import { domainUserAt, loginAfterFor, loginAfterUser, loginAtKey } from "./recognisers/login.ts";
import { moneyAtCode } from "./recognisers/money.ts";
import { nationalIdAtLetter } from "./recognisers/national-id.ts";
import { BACKSLASH, COLON, EQUALS, QUOTE, SPACE } from "./signs.ts";

type Found = Mention | undefined;

/** Letters, perhaps with dashes and underscores: a key, a month, a currency. */
export const onWord = (s: Stretch, start: number, end: number): Found => {
  const { bytes } = s;
  const next = bytes[end];
  const flags = keyword.flagsAt(bytes, start);
  if ((flags & keyword.LATITUDE) !== 0) {
    const found = geoAtKey(s, start);
    if (found) return found;
  }
  if (next === SPACE) {
    if (bytes[end + 1] === COLON && bytes[end + 2] === SPACE) return sudoUserAt(s, start, end);
    if ((flags & keyword.MONTH) !== 0 && isDigit(bytes[end + 1] === SPACE ? bytes[end + 2] : bytes[end + 1]))
      return dateAtMonth(s, start);
    if (end - start === 3 && isUpper(bytes[start]) && isUpper(bytes[end - 1]) && isDigit(bytes[end + 1]))
      return moneyAtCode(s, start);
    if ((flags & keyword.FOR) !== 0 && end - start === 3) return loginAfterFor(s, end);
    if (end - start === 4 && (flags & keyword.USER) !== 0) {
      const found = loginAfterUser(s, start, end);
      if (found) return found;
    }
    if (end - start === 2 && isDigit(bytes[end + 1])) return nationalIdAtLetter(s, start);
  }
  if (
    (flags & (keyword.USER | keyword.HOST)) !== 0 &&
    (next === EQUALS || next === COLON || next === QUOTE || next === SPACE || next === 0x27 || next === BACKSLASH)
  ) {
    const found = loginAtKey(s, start, end);
    if (found) return found;
  }
  if (next === BACKSLASH && isUpper(bytes[start])) return domainUserAt(s, start);
  // `Mar. 5, 2024`: the dot was trimmed off.
  if ((flags & keyword.MONTH) !== 0 && next === 0x2e && bytes[end + 1] === SPACE) return dateAtMonth(s, start);
  return undefined;
};

import { ALPHA, AT, classOf, DASH, DIGIT, DOT, HEX, HIGH, isDigit, isLetter, isWord, TOKEN } from "./bytes.ts";
import * as keyword from "./keywords.ts";
import type { Mention, Stretch } from "./mention.ts";
import { onMixed, onNumber } from "./numbers.ts";
import { arnAt } from "./recognisers/arn.ts";
import { defangedAt, defangedUrlAt } from "./recognisers/defang.ts";
import { domainIn } from "./recognisers/domain.ts";
import { emailIn } from "./recognisers/email.ts";
import { geoUriAt } from "./recognisers/geo.ts";
import { ipv6At } from "./recognisers/ip.ts";
import {
  cronUserAt,
  hostAfterMac,
  hostAfterTimestamp,
  loginAtAddress,
  userAfterClient,
} from "./recognisers/log-line.ts";
import { macAt } from "./recognisers/mac.ts";
import { moneyAtSign } from "./recognisers/money.ts";
import { relativePathAt, unixPathAt, variablePathAt, windowsPathAt } from "./recognisers/path.ts";
import { internationalPhoneAt, nationalPhoneAt } from "./recognisers/phone.ts";
import { urlAfterScheme, urlWithoutScheme } from "./recognisers/url.ts";
import {
  BACKSLASH,
  COLON,
  DOLLAR,
  LATIN_SIGN,
  OPEN,
  OPEN_CURLY,
  OPEN_SQUARE,
  PERCENT,
  SIGN,
  SLASH,
  SPACE,
} from "./signs.ts";
import { onWord } from "./words.ts";

type Found = Mention | undefined;

/** The token without the dots, dashes and at-signs at its end, which belong to the sentence. */
const trimEnd = (bytes: Uint8Array, start: number, end: number): number => {
  let to = end;
  while (to > start + 1 && (bytes[to - 1] === 0x2e || bytes[to - 1] === 0x2d || bytes[to - 1] === 0x40)) to -= 1;
  return to;
};

const classesOf = (bytes: Uint8Array, start: number, end: number): number => {
  let mask = 0;
  for (let at = start; at < end; at += 1) mask |= classOf[bytes[at]!]!;
  return mask;
};

/** A scheme, a key, a drive letter, an address in hex groups: what a colon may end. */
const beforeColon = (s: Stretch, start: number, end: number, mask: number): Found => {
  const { bytes } = s;
  if (bytes[end + 1] === SLASH && bytes[end + 2] === SLASH) {
    const url = urlAfterScheme(s, start, end);
    if (url) return url;
  }
  if (end - start === 1 && bytes[end + 1] === BACKSLASH) return windowsPathAt(s, start);
  if ((mask & TOKEN & ~(DIGIT | HEX)) === 0 && end - start <= 4) {
    const found = (end - start === 2 ? macAt(s, start) : undefined) ?? ipv6At(s, start);
    if (found) return found;
  }
  const flags = keyword.flagsAt(bytes, start);
  if ((flags & keyword.ARN) !== 0 && end - start === 3) return arnAt(s, start);
  if ((flags & keyword.GEO_URI) !== 0 && end - start === 3) return geoUriAt(s, start);
  if ((flags & keyword.DEFANGED_SCHEME) !== 0) return defangedUrlAt(s, start);
  return undefined;
};

const beforeBracket = (s: Stretch, start: number, end: number): Found => {
  const scheme =
    (keyword.flagsAt(s.bytes, start) & keyword.DEFANGED_SCHEME) !== 0 ? defangedUrlAt(s, start) : undefined;
  if (scheme) return scheme;
  const inside = s.bytes[end + 1];
  const opens =
    inside === 0x2e || inside === 0x40 || inside === 0x64 || inside === 0x44 || inside === 0x61 || inside === 0x41;
  return opens ? defangedAt(s, start) : undefined;
};

const onDotted = (s: Stretch, start: number, end: number): Found => {
  const next = s.bytes[end];
  if (next === SLASH || (s.bytes[start]! | 32) === 0x77) {
    const found = urlWithoutScheme(s, start, end);
    if (found) return found;
  }
  return domainIn(s, start, end);
};

const findInToken = (s: Stretch, start: number, rawEnd: number, rawMask: number): Found => {
  const { bytes } = s;
  const end = (rawMask & (DOT | DASH | AT)) === 0 ? rawEnd : trimEnd(bytes, start, rawEnd);
  const mask = end === rawEnd ? rawMask : classesOf(bytes, start, end);
  const next = bytes[end];
  if (next === COLON) {
    const found = beforeColon(s, start, end, mask);
    if (found) return found;
  } else if (
    next === OPEN_SQUARE ||
    next === OPEN ||
    next === OPEN_CURLY ||
    (next === SPACE && (bytes[end + 1] === OPEN_SQUARE || bytes[end + 1] === OPEN))
  ) {
    const found = beforeBracket(s, start, next === SPACE ? end + 1 : end);
    if (found) return found;
  }
  if ((mask & AT) !== 0) return emailIn(s, start, end) ?? loginAtAddress(s, start, end);
  const letters = (mask & (HEX | ALPHA | HIGH)) !== 0;
  if ((mask & DOT) !== 0 && letters) {
    const found = onDotted(s, start, end);
    if (found) return found;
  }
  if (next === SLASH && letters) {
    const found = relativePathAt(s, start);
    if (found) return found;
  }
  if ((mask & DIGIT) === 0) return onWord(s, start, end);
  return letters ? onMixed(s, start, end, mask) : onNumber(s, start, end, mask);
};

/** What a log line has at a fixed place behind a mention. */
const companionOf = (s: Stretch, { kind, value, end }: Mention): Found => {
  if (kind === "datetime") return value.includes("T") ? hostAfterTimestamp(s, end) : undefined;
  if (s.bytes[end] !== SPACE) return undefined;
  if (kind === "mac") return s.bytes[end + 1] === OPEN ? hostAfterMac(s, end) : undefined;
  if (kind === "ipv4" || kind === "ipv6" || kind === "domain") return userAfterClient(s, end);
  return undefined;
};

/** Looks at the token at `start`. The answer is a mention, or `undefined`, and then the scan goes on at `end`. */
export const onToken = (s: Stretch, start: number, end: number, mask: number): Found => {
  const found = findInToken(s, start, end, mask);
  const inner = found && !found.inner ? companionOf(s, found) : undefined;
  return found && inner ? { ...found, inner } : found;
};

/** Looks at a sign between tokens. */
export const onMark = (s: Stretch, at: number): Found => {
  const { bytes } = s;
  const next = bytes[at + 1];
  switch (bytes[at]) {
    case SLASH:
      return isWord(next) || next === 0x2e ? unixPathAt(s, at) : undefined;
    case BACKSLASH:
      if (next === BACKSLASH) return windowsPathAt(s, at);
      return bytes[at - 1] === PERCENT ? variablePathAt(s, at) : undefined;
    case 0x2e:
      return next === SLASH || (next === 0x2e && bytes[at + 2] === SLASH) ? unixPathAt(s, at) : undefined;
    case 0x2b:
      return isDigit(next) ? internationalPhoneAt(s, at) : undefined;
    case 0x7e:
      return next === SLASH ? unixPathAt(s, at) : undefined;
    case DOLLAR:
    case SIGN:
    case LATIN_SIGN:
      return moneyAtSign(s, at);
    case OPEN:
      if (isDigit(next)) return nationalPhoneAt(s, at);
      return isLetter(next) ? cronUserAt(s, at) : undefined;
    case COLON:
      return next === COLON ? ipv6At(s, at) : undefined;
    default:
      return undefined;
  }
};

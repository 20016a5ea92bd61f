import { ALPHA, AT, classOf, DASH, DIGIT, DOT, HEX, HIGH, isDigit, isWord, PLUS, TOKEN, UNDER } from "./bytes.ts";
import * as keyword from "./keywords.ts";
import type { Mention, Stretch } from "./mention.ts";
import { arnAt } from "./recognisers/arn.ts";
import { cryptoAddressIn } from "./recognisers/crypto-address.ts";
import { dateAtDigit, dateAtMonth, timeAtDigit } from "./recognisers/datetime.ts";
import { defangedAt, defangedUrlAt } from "./recognisers/defang.ts";
import { domainIn } from "./recognisers/domain.ts";
import { emailIn } from "./recognisers/email.ts";
import { geoAtDigit, geoAtKey, geoUriAt } from "./recognisers/geo.ts";
import { hashIn, uuidIn } from "./recognisers/hash.ts";
import { ibanAt } from "./recognisers/iban.ts";
import { ipv4At, ipv6At } from "./recognisers/ip.ts";
import {
  cronUserAt,
  hostAfterMac,
  hostAfterTimestamp,
  loginAtAddress,
  sudoUserAt,
  userAfterClient,
} from "./recognisers/log-line.ts";
import { domainUserAt, loginAfterFor, loginAfterUser, loginAtKey } from "./recognisers/login.ts";
import { macAt } from "./recognisers/mac.ts";
import { moneyAtCode, moneyAtDigit, moneyAtSign } from "./recognisers/money.ts";
import { nationalIdAtDigit, nationalIdAtLetter } from "./recognisers/national-id.ts";
import { relativePathAt, unixPathAt, variablePathAt, windowsPathAt } from "./recognisers/path.ts";
import { paymentCardAt } from "./recognisers/payment-card.ts";
import { internationalPhoneAt, nationalPhoneAt } from "./recognisers/phone.ts";
import { urlAfterScheme, urlWithoutScheme } from "./recognisers/url.ts";

const SPACE = 0x20;
const QUOTE = 0x22;
const DOLLAR = 0x24;
const PERCENT = 0x25;
const OPEN = 0x28;
const SLASH = 0x2f;
const COLON = 0x3a;
const EQUALS = 0x3d;
const OPEN_SQUARE = 0x5b;
const BACKSLASH = 0x5c;
const OPEN_CURLY = 0x7b;
/** Leads the UTF-8 of `°`, `£`, `¥`, and of `€`, `′`, `″`. */
const LATIN_SIGN = 0xc2;
const SIGN = 0xe2;

type Found = Mention | undefined;

const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && (byte | 32) >= 0x61 && (byte | 32) <= 0x7a;
const isUpper = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x41 && byte <= 0x5a;

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

/** Letters, perhaps with dashes and underscores: a key, a month, a currency. */
const onWord = (s: Stretch, start: number, end: number): Found => {
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

/** Digits, perhaps with dots and dashes inside. The cheap look at what follows spares most numbers of a log. */
const onNumber = (s: Stretch, start: number, end: number, mask: number): Found => {
  const { bytes } = s;
  const length = end - start;
  const next = bytes[end];
  if (isWord(bytes[start - 1])) return undefined;
  if ((mask & DOT) !== 0) {
    const found = ipv4At(s, start);
    if (found) return found;
  }
  const spaced = next === SPACE;
  const after = bytes[end + 1];
  if (
    (mask & (DASH | DOT)) !== 0 ||
    next === SLASH ||
    (spaced && isLetter(after)) ||
    (mask & ALPHA) !== 0 ||
    next === 0x2c
  ) {
    const found = dateAtDigit(s, start);
    if (found) return found;
  }
  if (next === COLON && length <= 2) return timeAtDigit(s, start);
  if (length >= 13 || (length === 4 && spaced && isDigit(after)) || (mask & DASH) !== 0) {
    const found = paymentCardAt(s, start);
    if (found) return found;
  }
  if ((mask & DASH) !== 0 || length >= 9 || (spaced && isDigit(after))) {
    const found = nationalIdAtDigit(s, start);
    if (found) return found;
  }
  if ((mask & DOT) !== 0 || next === LATIN_SIGN || (spaced && length <= 3)) {
    const found = geoAtDigit(s, start);
    if (found) return found;
  }
  if (
    (length >= 10 && (mask & (DASH | DOT)) !== 0) ||
    (spaced && (after === OPEN || (bytes[start] === 0x30 && bytes[start + 1] === 0x30))) ||
    next === OPEN
  ) {
    const found = nationalPhoneAt(s, start);
    if (found) return found;
  }
  if (
    next === 0x2c ||
    next === LATIN_SIGN ||
    next === SIGN ||
    (spaced && (isLetter(after) || isDigit(after) || after === SIGN || after === LATIN_SIGN)) ||
    (mask & ALPHA) !== 0
  )
    return moneyAtDigit(s, start);
  return undefined;
};

/** Letters and digits mixed: hashes, ids, addresses, codes with an amount. */
const onMixed = (s: Stretch, start: number, end: number, mask: number): Found => {
  const length = end - start;
  if ((mask & (DASH | DOT | UNDER | HIGH | PLUS)) === 0) {
    if (length >= 26) {
      const found = (mask & ALPHA) === 0 ? hashIn(s, start, end) : cryptoAddressIn(s, start, end);
      if (found) return found;
    }
    if (isUpper(s.bytes[start]) && isUpper(s.bytes[start + 1])) {
      if (isDigit(s.bytes[start + 2]) && (length >= 15 || length === 4)) {
        const found = ibanAt(s, start);
        if (found) return found;
      }
      if (isUpper(s.bytes[start + 2]) && length <= 16) {
        const found = moneyAtCode(s, start);
        if (found) return found;
      }
    }
  }
  if (length === 36 && (mask & DASH) !== 0) {
    const found = uuidIn(s, start, end);
    if (found) return found;
  }
  if ((mask & TOKEN & ~(DIGIT | HEX | DASH | DOT)) === 0 && (length === 17 || length === 14)) {
    const found = macAt(s, start);
    if (found) return found;
  }
  if (isLetter(s.bytes[start]) && length <= 18 && length >= 8) {
    const found = nationalIdAtLetter(s, start);
    if (found) return found;
  }
  if (isDigit(s.bytes[start])) return onNumber(s, start, end, mask);
  if (isUpper(s.bytes[start]) && (mask & DOT) !== 0) return moneyAtCode(s, start);
  return undefined;
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

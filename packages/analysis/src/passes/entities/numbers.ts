import {
  ALPHA,
  DASH,
  DIGIT,
  DOT,
  HEX,
  HIGH,
  isDigit,
  isLetter,
  isUpper,
  isWord,
  PLUS,
  START,
  TOKEN,
  UNDER,
} from "./bytes.ts";
import type { Mention, Stretch } from "./mention.ts";
import { cryptoAddressIn } from "./recognisers/crypto-address.ts";
import { dateAtDigit, timeAtDigit } from "./recognisers/datetime.ts";
import { geoAtDigit } from "./recognisers/geo.ts";
import { hashIn, uuidIn } from "./recognisers/hash.ts";
import { ibanAt } from "./recognisers/iban.ts";
import { ipv4At } from "./recognisers/ip.ts";
import { macAt } from "./recognisers/mac.ts";
import { moneyAtCode, moneyAtDigit } from "./recognisers/money.ts";
import { nationalIdAtDigit, nationalIdAtLetter } from "./recognisers/national-id.ts";
import { paymentCardAt, refusedCard } from "./recognisers/payment-card.ts";
import { nationalPhoneAt } from "./recognisers/phone.ts";
import { COLON, LATIN_SIGN, OPEN, SIGN, SLASH, SPACE } from "./signs.ts";

type Found = Mention | undefined;

/** Digits, perhaps with dots and dashes inside. The cheap look at what follows spares most numbers of a log. */
export const onNumber = (s: Stretch, start: number, end: number, mask: number): Found => {
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
  ) {
    const found = moneyAtDigit(s, start);
    if (found) return found;
  }
  return length >= 13 && length <= 19 && mask === (DIGIT | START) ? refusedCard(start, end) : undefined;
};

/** Letters and digits mixed: hashes, ids, addresses, codes with an amount. */
export const onMixed = (s: Stretch, start: number, end: number, mask: number): Found => {
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
  // In a form's value blanks are pluses.
  if ((mask & PLUS) !== 0 && isUpper(s.bytes[start]) && isUpper(s.bytes[start + 1]) && isDigit(s.bytes[start + 2])) {
    const found = ibanAt(s, start);
    if (found) return found;
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

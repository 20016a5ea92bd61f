import cardValidator from "card-validator";
import { isWord } from "../bytes.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";

const form = /(?:[2-6]\d{12,18}|[2-6]\d{3}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -])\d{6}\2\d{4,5})(?![\w]|[.-]\d)/y;

/** A card number with a known issuer's prefix and length whose Luhn digit holds. */
export const paymentCardAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(form, stretch.chars, start);
  if (!found || isWord(stretch.bytes[start - 1]) || /[.-]/.test(stretch.chars[start - 1] ?? " ")) return undefined;
  // In the middle of a longer row of groups: an account number.
  if (/(?:\d{4}|[A-Z]{2}\d{2})[ -]$/.test(stretch.chars.slice(Math.max(0, start - 5), start))) return undefined;
  const digits = found[0].replace(/\D/g, "");
  if (new Set(digits).size < 2) return undefined;
  const card = cardValidator.number(digits);
  if (!card.isValid || !card.card) return undefined;
  // Maestro's ranges are wide: an unspaced number of another length than 16 says too little.
  const grouped = digits.length !== found[0].length;
  if (card.card.type === "maestro" && !grouped) return undefined;
  return { kind: "payment-card", value: digits, start, end: start + found[0].length, confidence: grouped ? 0.97 : 0.9 };
};

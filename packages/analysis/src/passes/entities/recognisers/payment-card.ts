import cardValidator from "card-validator";
import { isWord } from "../bytes.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";

const form = /(?:[2-6]\d{12,18}|[2-6]\d{3}([ +-])\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ +-])\d{6}\2\d{4,5})(?![\w]|[.-]\d)/y;

/** Words before a number that say it is a card's, and those that say it is something else's. */
const announced =
  /(?:card|karte|carte|tarjeta|carta|kaart|\bcc|\bpan\b|visa|maestro|amex|american express|credit|debit|kredit|cr\xe9dito|payment|declined|charged)[^\n\d]{0,28}$/i;
const otherwise =
  /(?:\b|_)(?:id|ids|order|ref|reference|tracking|invoice|serial|imei|isbn|ean|gtin|upc|barcode|ticket|session|timestamp|time|ts|seq|sequence|key|hash|user|account|customer|parcel|shipment|transaction|message|event|request|trace|span)["']?(?:[ _-]?(?:no|nr|number|num|id|code))?[.:]?["']?\s{0,2}[:=#]?\s{0,2}["']?$/i;

/** A row of digits as long as a card number, of which nothing says what it is. */
export const refusedCard = (start: number, end: number): Mention => ({
  kind: "payment-card",
  value: "",
  start,
  end,
  confidence: 0,
});

/** A card number with a known issuer's prefix and length whose Luhn digit holds. */
export const paymentCardAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(form, stretch.chars, start);
  if (!found || isWord(stretch.bytes[start - 1]) || /[.-]/.test(stretch.chars[start - 1] ?? " ")) return undefined;
  // In the middle of a longer row of groups: an account number.
  if (/(?:\d{4}|[A-Z]{2}\d{2})[ +-]$/.test(stretch.chars.slice(Math.max(0, start - 5), start))) return undefined;
  const digits = found[0].replace(/\D/g, "");
  if (new Set(digits).size < 2) return undefined;
  const card = cardValidator.number(digits);
  if (!card.isValid || !card.card) return undefined;
  // Maestro's ranges are wide: an unspaced number of another length than 16 says too little.
  const grouped = digits.length !== found[0].length;
  if (card.card.type === "maestro" && !grouped) return undefined;
  const end = start + found[0].length;
  const place = { kind: "payment-card", value: digits, start, end } as const;
  if (grouped) return { ...place, confidence: 0.97 };
  const before = stretch.chars.slice(Math.max(0, start - 48), start);
  if (announced.test(before)) return { ...place, confidence: 0.95 };
  return otherwise.test(before) ? refusedCard(start, end) : { ...place, confidence: 0.7, tentative: true };
};

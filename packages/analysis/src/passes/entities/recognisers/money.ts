import { isWord } from "../bytes.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";

/** ISO 4217, as the platform's ICU knows it. */
const codes = new Set(Intl.supportedValuesOf("currency"));
/** What prices are mostly written in; beside any other code a whole number is as often a version, a port or an id. */
const common = new Set(
  "EUR USD GBP JPY CHF CNY INR AUD NZD SEK NOK DKK PLN CZK HUF RUB BRL MXN KRW SGD HKD THB ILS".split(" "),
);
/** Codes that are words or names of things; a whole number beside them is no amount. */
const wordLike = new Set(
  "ALL AMD ANG AOA BAM BOB BOV CAD COP COU CUP DOP ERN GEL GIP LAK MAD MOP NIO PEN RON SAR SOS STD TOP TRY UAH VES WST XAF XAG XAU XTS XXX ZAR BSD CVE PHP CRC SVC ISK LSL MOP SLL".split(
    " ",
  ),
);
/** UTF-8 bytes of the signs, as Latin-1 characters. */
const signs: Record<string, string> = {
  $: "USD",
  "\xe2\x82\xac": "EUR",
  "\xc2\xa3": "GBP",
  "\xc2\xa5": "JPY",
  "\xe2\x82\xb9": "INR",
  "\xe2\x82\xbd": "RUB",
  "\xe2\x82\xa9": "KRW",
  "\xe2\x82\xbf": "BTC",
};
const sign = "\\$|\\xe2\\x82[\\xac\\xb9\\xbd\\xa9]|\\xc2[\\xa3\\xa5]";
const nationOfDollar: Record<string, string> = {
  US: "USD",
  CA: "CAD",
  C: "CAD",
  AU: "AUD",
  A: "AUD",
  NZ: "NZD",
  HK: "HKD",
  S: "SGD",
  SG: "SGD",
};

const amount =
  "(\\d{1,3}(?:[. ]\\d{3}){1,5},\\d{2}(?!\\d)|\\d{1,15},\\d{2}(?!\\d|,\\d)|\\d{1,3}(?:\\.\\d{3}){1,5}(?![\\d.,])|(?:\\d{1,3}(?:,\\d{3}){1,5}|\\d{1,2}(?:,\\d{2}){1,4},\\d{3}|\\d{1,15})(?:\\.\\d{1,2})?(?!\\d))";
const magnitude = "(?: ?(k|K|m|M|mn|bn|b|B|thousand|million|billion|trillion)\\b)?";
const signFirst = new RegExp(`(?:${sign}) ?(-?)${amount}${magnitude}`, "y");
const codeFirst = new RegExp(`([A-Z]{3})[ \\xa0]?${amount}${magnitude}`, "y");
const signLast = new RegExp(
  `${amount}${magnitude} ?(?:\\xc2\\xa0)?(?:(\\xe2\\x82\\xac|\\xc2\\xa3)|([A-Z]{3})(?![\\w])|(euros?|dollars?|pounds sterling|yen)(?![\\w]))`,
  "y",
);

const factors: Record<string, number> = {
  k: 3,
  thousand: 3,
  m: 6,
  mn: 6,
  million: 6,
  b: 9,
  bn: 9,
  billion: 9,
  trillion: 12,
};
const words: Record<string, string> = { euro: "EUR", dollar: "USD", "pounds sterling": "GBP", yen: "JPY" };

/** Plain decimal notation: no grouping, a full stop before the fraction, no zeros that say nothing. */
const plain = (text: string, scale: string | undefined): string => {
  const european = /,\d{1,2}$|^\d{1,3}(?:\.\d{3})+$/.test(text);
  const digits = european ? text.replace(/[. ]/g, "").replace(",", ".") : text.replace(/,/g, "");
  const [whole, fraction = ""] = digits.split(".");
  const shift = scale ? (factors[scale.toLowerCase()] ?? 0) : 0;
  const padded = fraction.padEnd(shift, "0");
  const left = `${whole}${padded.slice(0, shift)}`.replace(/^0+(?=\d)/, "");
  const right = padded.slice(shift).replace(/0+$/, "");
  return right ? `${left}.${right}` : left;
};

/** Words before `$5` that make it a price and not a shell or regular expression's parameter. */
const priced =
  /(?:\b(?:for|of|than|about|only|costs?|paid|pay|just|is|was|at|to|from|least|nearly|over|under|between|by|and|another|extra|price|total|fee|amount|worth|around|spent|owe[sd]?|save|tip)[:=]?\s|[:=>] ?"?|\()$/i;

/** Before a single digit only these: `usage: $1 and $2` names parameters. */
const surelyPriced = /\b(?:for|costs?|paid|pay|price[ds]?|fee|worth|spent|owe[sd]?|save|tip|only|just)[:=]?\s$/i;

const isRound = (text: string, scale: string | undefined): boolean => !scale && /^\d+$/.test(text);

/** Two decimals, or thousands in groups. */
const isExact = (text: string): boolean => /[.,]\d\d$|\d[.,]\d{3}/.test(text);

/** Whether a number beside the code is an amount. */
const isAmount = (code: string, text: string, scale: string | undefined): boolean =>
  wordLike.has(code)
    ? /[.,]\d\d$/.test(text) && /\d{2,}[.,]\d\d$/.test(text)
    : common.has(code) || isExact(text) || !!scale;

/** `$1,234.50`, `€ 20`, `US$5 million`. */
export const moneyAtSign = (stretch: Stretch, at: number): Mention | undefined => {
  const found = matchAt(signFirst, stretch.chars, at);
  if (!found) return undefined;
  const end = at + found[0].length;
  if (isWord(stretch.bytes[end]) || /^[.,]\d/.test(stretch.chars.slice(end, end + 2))) return undefined;
  const mark = /^(?:\$|\xe2..|\xc2.)/s.exec(found[0])![0];
  const nation =
    mark === "$"
      ? (/(?:^|[^A-Za-z])(US|CA|C|AU|A|NZ|HK|SG?)$/.exec(stretch.chars.slice(Math.max(0, at - 3), at))?.[1] ?? "")
      : "";
  const previous = stretch.chars.slice(Math.max(0, at - 12), at);
  if (nation === "" && /[\w$\\{]$/.test(previous)) return undefined;
  if (mark === "$" && nation === "" && isRound(found[2]!, found[3]) && found[2]!.length < 3) {
    if (!(found[2]!.length === 1 ? surelyPriced : priced).test(previous)) return undefined;
  }
  if (mark === "$" && /\bawk\b|\becho\b/.test(previous)) return undefined;
  const currency = nation ? nationOfDollar[nation]! : signs[mark];
  if (!currency) return undefined;
  const value = `${currency} ${found[1]}${plain(found[2]!, found[3])}`;
  return { kind: "money", value, start: at - nation.length, end, confidence: mark === "$" && !nation ? 0.85 : 0.95 };
};

/** `EUR 1.234,50`. */
export const moneyAtCode = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(codeFirst, stretch.chars, start);
  if (!found || !codes.has(found[1]!)) return undefined;
  const end = start + found[0].length;
  if (isWord(stretch.bytes[end]) || /^[.,:/-]\d/.test(stretch.chars.slice(end, end + 2))) return undefined;
  if (!isAmount(found[1]!, found[2]!, found[3])) return undefined;
  return { kind: "money", value: `${found[1]} ${plain(found[2]!, found[3])}`, start, end, confidence: 0.93 };
};

/** `1 234,50 €`, `20 million dollars`, `99.00 USD`. */
export const moneyAtDigit = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(signLast, stretch.chars, start);
  if (!found || /[\w.,:/-]/.test(stretch.chars[start - 1] ?? " ")) return undefined;
  const [text, digits, scale, mark, code, word] = found;
  if (code && (!codes.has(code) || !isAmount(code, digits!, scale))) return undefined;
  const currency = mark ? signs[mark] : (code ?? words[word!.replace(/s$/, "")] ?? words[word!]);
  if (!currency) return undefined;
  return {
    kind: "money",
    value: `${currency} ${plain(digits!, scale)}`,
    start,
    end: start + text.length,
    confidence: 0.93,
  };
};

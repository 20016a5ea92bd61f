import * as stdnumModule from "stdnum";
import { isWord } from "../bytes.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";

/** Node takes its CommonJS half, whose names are on the default export; bundlers take its other half, which has none. */
const halves: { default?: typeof stdnumModule } = stdnumModule as object;
const { stdnum } = halves.default ?? stdnumModule;

interface Scheme {
  country: string;
  /** The validator's name in `stdnum`. */
  scheme: string;
  /** Anchored at the start of a token. */
  form: RegExp;
  /** A word that must stand before the number, where form and check digit alone say too little. */
  label?: RegExp;
  confidence: number;
}

const labelled = (...words: string[]): RegExp =>
  new RegExp(
    `\\b(?:${words.join("|")})\\b[^\\n\\w]{0,4}(?:(?:no|nr|number|num|id|is|n\\xc2\\xba)\\b[^\\n\\w]{0,4}){0,2}$`,
    "i",
  );

/** Numbers of people only. Each form is checked by `stdnum`: length, date part, check digit. */
const schemes: readonly Scheme[] = [
  { country: "US", scheme: "ssn", form: /\d{3}-\d{2}-\d{4}(?![\w-])/y, confidence: 0.8 },
  {
    country: "GB",
    scheme: "nino",
    form: /[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d{2}){3} ?[A-D](?!\w)/y,
    confidence: 0.85,
  },
  { country: "ES", scheme: "dni", form: /\d{8}-?[A-HJ-NP-TV-Z](?![\w-])/y, confidence: 0.85 },
  { country: "ES", scheme: "nie", form: /[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z](?![\w-])/y, confidence: 0.9 },
  {
    country: "IT",
    scheme: "codicefiscale",
    form: /[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)/y,
    confidence: 0.97,
  },
  { country: "MX", scheme: "curp", form: /[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d(?!\w)/y, confidence: 0.97 },
  { country: "BR", scheme: "cpf", form: /\d{3}\.\d{3}\.\d{3}-\d{2}(?![\w-])/y, confidence: 0.95 },
  {
    country: "FR",
    scheme: "nir",
    form: /[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?!\w)/y,
    confidence: 0.9,
  },
  { country: "FI", scheme: "hetu", form: /\d{6}[-+A]\d{3}[0-9A-FHJ-NPR-Y](?![\w-])/y, confidence: 0.9 },
  { country: "SE", scheme: "personnummer", form: /(?:\d{2})?\d{6}[-+]\d{4}(?![\w-])/y, confidence: 0.85 },
  { country: "CL", scheme: "run", form: /\d{1,2}\.\d{3}\.\d{3}-[\dkK](?![\w-])/y, confidence: 0.9 },
  { country: "CN", scheme: "ric", form: /[1-9]\d{16}[\dX](?!\w)/y, confidence: 0.9 },
  { country: "KR", scheme: "rrn", form: /\d{6}-[1-4]\d{6}(?![\w-])/y, confidence: 0.85 },
  {
    country: "DK",
    scheme: "cpr",
    form: /\d{6}-\d{4}(?![\w-])/y,
    label: labelled("cpr", "personnummer"),
    confidence: 0.85,
  },
  { country: "PL", scheme: "pesel", form: /\d{11}(?!\w)/y, label: labelled("pesel"), confidence: 0.95 },
  {
    country: "NL",
    scheme: "bsn",
    form: /\d{9}(?!\w)/y,
    label: labelled("bsn", "burgerservicenummer", "sofi"),
    confidence: 0.95,
  },
  {
    country: "DE",
    scheme: "idnr",
    form: /\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\w)/y,
    label: labelled("idnr", "steuer-?id", "steueridentifikationsnummer", "tin"),
    confidence: 0.95,
  },
  {
    country: "CA",
    scheme: "sin",
    form: /\d{3}[ -]\d{3}[ -]\d{3}(?![\w-])/y,
    label: labelled("sin", "social insurance"),
    confidence: 0.95,
  },
  { country: "RO", scheme: "cnp", form: /[1-8]\d{12}(?!\w)/y, label: labelled("cnp"), confidence: 0.95 },
  {
    country: "TR",
    scheme: "tckimlik",
    form: /[1-9]\d{10}(?!\w)/y,
    label: labelled("tckn", "tc kimlik", "kimlik"),
    confidence: 0.95,
  },
  {
    country: "IN",
    scheme: "aadhaar",
    form: /[2-9]\d{3} ?\d{4} ?\d{4}(?!\w)/y,
    label: labelled("aadhaar", "aadhar", "uid"),
    confidence: 0.95,
  },
  {
    country: "ZA",
    scheme: "idnr",
    form: /\d{13}(?!\w)/y,
    label: labelled("id number", "sa id", "identity"),
    confidence: 0.9,
  },
];

const validatorOf = ({ country, scheme }: Scheme) => {
  const found = stdnum[country]?.[scheme];
  if (!found) throw new Error(`stdnum has no scheme "${scheme}" for ${country}: an update renamed it`);
  return found;
};
const checks = schemes.map((scheme) => ({ ...scheme, validator: validatorOf(scheme) }));

/** Forms that begin with a digit, and those that begin with a letter. */
const byDigit = checks.filter(({ form }) => !/^\[(?:A|X)/.test(form.source));
const byLetter = checks.filter((check) => !byDigit.includes(check));

const at = (candidates: typeof checks, stretch: Stretch, start: number): Mention | undefined => {
  const previous = stretch.bytes[start - 1];
  if (isWord(previous) || previous === 0x2d || previous === 0x2e || previous === 0x2f) return undefined;
  for (const { country, scheme, form, label, confidence, validator } of candidates) {
    const found = matchAt(form, stretch.chars, start);
    if (!found) continue;
    if (label && !label.test(stretch.chars.slice(Math.max(0, start - 48), start))) continue;
    const checked = validator.validate(found[0].replaceAll(".", ""));
    if (!checked.isValid) continue;
    const value = `${country.toLowerCase()}-${scheme}:${checked.compact}`;
    return { kind: "national-id", value, start, end: start + found[0].length, confidence };
  }
  return undefined;
};

export const nationalIdAtDigit = (stretch: Stretch, start: number): Mention | undefined => at(byDigit, stretch, start);
export const nationalIdAtLetter = (stretch: Stretch, start: number): Mention | undefined =>
  at(byLetter, stretch, start);

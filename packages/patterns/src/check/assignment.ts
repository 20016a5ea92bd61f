import type { Check } from "../definition/check.ts";
import type { Candidate } from "./candidate.ts";
import { entropyOf } from "./entropy.ts";
import { isSecretKey } from "./key.ts";
import { isPlaceholder, isReference } from "./placeholder.ts";
import type { Syntax } from "./syntax.ts";

/** A key with what is assigned to it, by their places in the candidate's text. */
export interface Assignment {
  start: number;
  end: number;
  secret: readonly [from: number, to: number];
  placeholder: boolean;
}

const INSTRUCTION = /^(?:--?|(?:ENV|ARG|setenv|set)[ \t]+)/i;
const KEY_REACH = 80;
const KEY_SIGN = /[A-Za-z0-9_.$-]/;
const KEY_AFTER = /[A-Za-z0-9_.-]{0,60}/y;

/** A quote, perhaps escaped; a bracket, `->`'s end. */
const closing = "\\\\{0,3}[\"'`]?\\]?\\)?";
/** `: str`, `: &str`, `string`: the type between a name and its value. */
const type =
  "(?:\\s?:\\s?(?:&(?:'static )?)?[A-Za-z][\\w.]{0,30}(?:[<[][\\w ,|]{0,30}[\\]>])?\\??(?=\\s{0,3}=))?(?:\\s(?:string|String|str)(?=\\s{0,3}=))?";
const blank = "[ \\t]{0,20}";

const subjects = ["token", "key", "secret"] as const;

interface Separator {
  form: RegExp;
  /** Whether a value without quotes may follow. */
  bare: boolean;
  /** What must stand before the key. */
  before?: RegExp;
  /** Only what has a digit is a secret here: words are arguments of all sorts. */
  digits?: boolean;
  /** A bare value is one here, in code too. */
  plain?: boolean;
}

const inTag = /<[A-Za-z][\w:.-]*(?:\s[^<>;(){}]{0,79})?$|<$/;
/** A call that gives a name a value. */
const inCall =
  /(?:define|set\w*|put\w*|add\w*|append|header|env|config\w*|property|option|entry|pair|write|register|save|insert|update|param\w*|bind|field|with\w*|store|const\w*)\(\s{0,3}["']$/i;
/** An option of a command, or an instruction that takes a name and a value. */
const inCommand = /(?:^|[\s"'])--?[\w-]{0,40}$|(?:^|[\n\r])\s{0,8}(?:ENV|ARG|setenv|set|machine)[ \t]+[\w.-]{0,80}$/i;

/** What may stand between a key and its value, in the order in which it is tried. */
const SEPARATORS: readonly Separator[] = [
  // <add key="DbPassword" value="…"/>, <property name="password" value="…"/>
  { form: /["']\s{1,20}(?:value|content|default)\s?=\s?(?=["'])/y, bare: false, before: inTag },
  // <key>password</key><string>…, <password>…, <entry key="password">…
  { form: /<\/key>\s{0,60}<string>/y, bare: true, plain: true },
  {
    form: /["']?(?:\s[^<>]{0,60})?>\s{0,60}(?:<!\[CDATA\[|<(?:string|value)>)?/y,
    bare: true,
    before: inTag,
    plain: true,
  },
  // - name: DB_PASSWORD⏎  value: …, {"name": "DB_PASSWORD", "value": "…"}, variable "db_password" { default = "…" }
  {
    form: /["']?\s{0,4},?\s{1,40}["']?(?:value|Value)["']?\s?[:=]\s{0,4}/y,
    bare: true,
    before: /(?:name|Name|key|Key)["']?\s{0,3}[:=]\s{0,3}["']?$/,
  },
  { form: /["']\s?\{[^{}]{0,200}\bdefault\s{0,20}=\s{0,4}/y, bare: false },
  { form: new RegExp(`${closing}${type}${blank}(?:=>|:=|\\?=|\\+=|={1,3}|::?)${blank}`, "y"), bare: true },
  // define('DB_PASSWORD', '…'), set("password", "…"), setPassword("…"), .password("…")
  { form: /["']\s{0,3},\s{0,3}(?=["'])/y, bare: false, before: inCall, digits: true },
  { form: /\(\s{0,3}(?=["'])/y, bare: false, digits: true },
  // ENV DB_PASSWORD …, --password …
  { form: /["']?[ \t]{1,4}/y, bare: true, before: inCommand, plain: true },
];

const QUOTED =
  /(?:[rbuflN@$]{0,2})(\\{0,3})("""|'''|["'`])((?:(?!\2|\\["'`]|[\r\n])(?:\\[^\r\n"'`]|[^\\])){0,500})\\{0,3}\2/y;
const BARE = /[^\s"'`,;<>(){}[\]|&]{1,300}/y;
/** A password in a settings file may hold these too. */
const BARE_LINE = /[^\s"'`<>][^\s"'`]{0,299}/y;

const mixed = (value: string): boolean => /\d/.test(value) && /[A-Za-z]/.test(value);

/** A name, a call, a path, a number: what code or a settings file assigns that is not a secret. */
const isExpression = (value: string): boolean =>
  /^(?:-?\d+(?:\.\d+)?[a-z%]{0,2}|0x[0-9a-f]{1,16}|[\w.]+\(.*\))$/i.test(value) ||
  /^(?:\.{0,2}\/|~\/|[a-z]:\\)|^[\w.+-]+:\/\/|\.(?:pem|key|crt|json|ya?ml|txt|env|html?|php|js|ts|py|svg|png|conf|sh|md)$/i.test(
    value,
  ) ||
  /^[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)+$/.test(value);

/** Lower-case or capitalised words, joined in any way: a message, a field's name, a selector, never a key. */
const isWords = (value: string): boolean =>
  /^[A-Za-z]+$/.test(value)
    ? value.length < 20 || /(?:[A-Z]?[a-z]{3,}){2,}/.test(value)
    : /^(?:[A-Za-z]+\d?|\d{1,2})(?:[-_.:/ #]+(?:[A-Za-z]+\d?|\d{1,2}))+$/.test(value) && !/\d.*\d.*\d/.test(value);

/** Letters in no order of cases that words have: `mTXefiGyipVhCzZJDtZv`. */
const isRandomLetters = (value: string): boolean =>
  value.length >= 20 &&
  /^[A-Za-z]+$/.test(value) &&
  (value.match(/[a-z](?=[A-Z])|[A-Z](?=[a-z])/g)?.length ?? 0) >= 0.35 * value.length;

/** Bits per character below which a key or a token of that length is none. */
const leastEntropy = (length: number): number => (length < 20 ? 2.8 : length < 32 ? 3 : 3.2);

interface Value {
  text: string;
  quoted: boolean;
}

const isPassword = ({ text, quoted }: Value, syntax: Syntax): boolean => {
  if (text.length < 4 || text.length > 160 || /[\x00-\x1f]/.test(text)) return false;
  if (isExpression(text) || /[`\s]/.test(text)) return false;
  const letters = /^[A-Za-z]+$/.test(text);
  if (syntax === "settings")
    return letters ? text.length >= 6 && !/^[A-Z]?[a-z]{1,7}$/.test(text) : !(/^[A-Z_]+$/.test(text) && !quoted);
  if (text.length < 6) return false;
  if (syntax === "code" && !quoted) return text.length >= 12 && mixed(text) && entropyOf(text) > 3.3;
  // `river-maple-52` is a passphrase, `utf-16` is not.
  if (isWords(text) && !(text.length >= 12 && /\d{2}/.test(text))) return false;
  return quoted ? mixed(text) || (/[^\w\s]/.test(text) && /[A-Za-z]/.test(text) && text.length >= 8) : mixed(text);
};

const isKey = ({ text, quoted }: Value, syntax: Syntax): boolean => {
  const least = syntax === "settings" ? 12 : 16;
  if (text.length < least || text.length > 600 || !/^[\w+/=.~:!@#$%^&*?|-]+$/.test(text)) return false;
  if (!isRandomLetters(text) && (isExpression(text) || isWords(text) || !mixed(text))) return false;
  if (syntax === "code" && !quoted && text.length < 20) return false;
  if (/^[\w-]+(?:\.[\w-]+)+$/.test(text) && text.length < 30) return false;
  return entropyOf(text) >= leastEntropy(text.length);
};

interface Place {
  from: number;
  to: number;
  quoted: boolean;
}

const readValue = (candidate: Candidate, at: number, bare: boolean, inQuery: boolean): Place | undefined => {
  const { text, syntax } = candidate;
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text);
  if (quoted) {
    const from = at + quoted[0].indexOf(quoted[2]!) + quoted[2]!.length;
    return { from, to: from + quoted[3]!.length, quoted: true };
  }
  if (!bare) return undefined;
  const form = syntax === "settings" && !inQuery ? BARE_LINE : BARE;
  form.lastIndex = at;
  const found = form.exec(text);
  if (!found) return undefined;
  const value = found[0]
    .replace(/<\/[\w:.-]*>?.*$/, "")
    .replace(syntax === "settings" ? /[;,]$|(?<=[\w])[)\]}]+[;,]?$/ : /[.:?!]+$/, "");
  // A call, an index, a member of something: code.
  if (/^[([]|^(?:\.\w|->|::)/.test(text.slice(at + value.length, at + value.length + 2))) return undefined;
  return { from: at, to: at + value.length, quoted: false };
};

/**
 * Reads the assignment whose key the match begins in: the whole key, what stands between, the value. Undefined where the key
 * is not one of a secret, or the value is not one.
 */
export const readAssignment = (candidate: Candidate, { key }: Check): Assignment | undefined => {
  const { text } = candidate;
  const start =
    candidate.start + (INSTRUCTION.exec(text.slice(candidate.start, candidate.start + 16))?.[0].length ?? 0);
  let first = start;
  while (first > 0 && start - first < KEY_REACH && KEY_SIGN.test(text[first - 1]!)) first -= 1;
  const before = text.slice(first, start).replace(/^-+/, "");
  KEY_AFTER.lastIndex = start;
  const name = before + KEY_AFTER.exec(text)![0].replace(/[.-]+$/, "");
  const keyStart = start - before.length;
  const keyEnd = keyStart + name.length;
  const subject = (key ? [key] : subjects).find((candidateOf) => isSecretKey(name, candidateOf));
  if (!subject) return undefined;
  const ahead = text.slice(Math.max(0, keyStart - 80), keyStart);
  for (const { form, bare, before: needed, plain, digits } of SEPARATORS) {
    form.lastIndex = keyEnd;
    const separator = form.exec(text);
    if (!separator || (needed && !needed.test(ahead))) continue;
    const value = readValue(candidate, keyEnd + separator[0].length, bare, /[?&]$/.test(ahead));
    if (!value) continue;
    const secret = text.slice(value.from, value.to);
    if (digits && !mixed(secret)) return undefined;
    // `old => new` of a list of changes.
    if (!value.quoted && candidate.syntax !== "settings" && separator[0].includes("=>")) return undefined;
    // `PASS: all of it works` is what test suites print.
    if (!value.quoted && candidate.syntax !== "settings" && /^pass$/i.test(name) && separator[0].includes(":"))
      return undefined;
    if (isReference(secret)) return undefined;
    const read = { text: secret, quoted: value.quoted };
    const syntax = plain && candidate.syntax === "code" ? "other" : candidate.syntax;
    if (!(subject === "password" ? isPassword(read, syntax) : isKey(read, syntax))) return undefined;
    return { start: keyStart, end: value.to, secret: [value.from, value.to], placeholder: isPlaceholder(secret) };
  }
  return undefined;
};

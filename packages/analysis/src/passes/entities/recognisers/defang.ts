import { type Mention, matchAt, type Stretch } from "../mention.ts";
import { registrable } from "./domain.ts";
import { normalIpv4 } from "./ip.ts";
import { inField, normalUrl, trimmedLength } from "./url.ts";

const dot = "(?:\\[\\.\\]|\\(\\.\\)|\\{\\.\\}|\\[\\.|\\.\\]| ?\\[dot\\] ?| ?\\(dot\\) ?| ?\\{dot\\} ?)";
const at = "(?: ?\\[at\\] ?| ?\\(at\\) ?| ?\\{at\\} ?|\\[@\\]|\\(@\\)|@)";
const label = "[A-Za-z0-9_\\x80-\\xff](?:[A-Za-z0-9_\\x80-\\xff-]{0,62})";
const name = `${label}(?:(?:${dot}|\\.)${label}){1,12}`;
const colon = "(?:\\[:\\]|:)(?:\\[//\\]|//)|\\[://\\]|:\\\\\\\\";
const ending = "[A-Za-z0-9\\-._~:/?#@!$&'()*+,;=%[\\]{}]{0,2048}";

const url = new RegExp(`(h(?:xx|tt)p(s?)|fxp|meow)(?:${colon})(${name})(:\\d{1,5})?([/?#]${ending})?`, "iy");
const mail = new RegExp(`([A-Za-z0-9_][A-Za-z0-9_.+-]{0,63})${at}(${name})(?!\\w)`, "y");
const host = new RegExp(`(${name})(?!\\w)`, "y");

const dots = new RegExp(dot, "gi");
/** The same text with its dots as they were. */
export const refang = (text: string): string => text.replace(dots, ".");

const isDefanged = (text: string): boolean => /[[({]|\b(?:hxxp|fxp|meow)/i.test(text);

/** `hxxps://evil[.]example/path` and its kin, at the token that is the scheme. */
export const defangedUrlAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(url, stretch.chars, start);
  if (!found || !isDefanged(found[0])) return undefined;
  const tail = found[5] ?? "";
  const path = tail.slice(0, trimmedLength(inField(stretch, start, tail)));
  const length = found[0].length - tail.length + path.length;
  const hostname = refang(found[3]!);
  if (!registrable(hostname) && !normalIpv4(hostname)) return undefined;
  const scheme = /^fxp/i.test(found[1]!) ? "ftp" : `http${found[2] ?? ""}`;
  const normal = normalUrl(`${scheme.toLowerCase()}://${hostname}${found[4] ?? ""}${refang(path)}`);
  return normal && { kind: "url", value: normal.href, start, end: start + length, confidence: 0.95 };
};

/** `name(at)example[.]com`, `evil[.]example`, `10[.]0[.]0[.]1`, at the token before the first bracket. */
export const defangedAt = (stretch: Stretch, start: number): Mention | undefined => {
  const address = matchAt(mail, stretch.chars, start);
  if (address && isDefanged(address[0])) {
    const domain = registrable(refang(address[2]!));
    if (domain) {
      const value = `${address[1]!.toLowerCase()}@${domain.ascii}`;
      return { kind: "email", value, start, end: start + address[0].length, confidence: 0.9 };
    }
  }
  const found = matchAt(host, stretch.chars, start);
  if (!found || !isDefanged(found[0])) return undefined;
  const text = refang(found[1]!);
  const end = start + found[0].length;
  const ip = normalIpv4(text);
  if (ip) return { kind: "ipv4", value: ip, start, end, confidence: 0.95 };
  const domain = registrable(text);
  return domain && { kind: "domain", value: domain.ascii, start, end, confidence: 0.93 };
};

import { memo } from "../memo.ts";
import { type Mention, matchAt, type Stretch, textOf } from "../mention.ts";
import { domainIn, registrable } from "./domain.ts";
import { normalIpv4 } from "./ip.ts";

const schemes =
  /^(?:https?|ftps?|sftp|wss?|s3|gs|ssh|git|svn|ldaps?|smb|file|tcp|udp|redis|rediss|amqps?|mqtts?|mongodb(?:\+srv)?|postgres(?:ql)?|mysql|jdbc|kafka|nfs|rtsp|rtmp|telnet|irc|ircs|hdfs|abfss?|git\+ssh|git\+https|docker|oci|vnc|rdp|magnet|tor)$/i;
const body = /[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\x80-\xff[\]{}|]{1,2048}/y;
const after = /[/?#:][A-Za-z0-9\-._~:/?#@!$&'()*+,;=%\x80-\xff]{0,2048}/y;

const CLOSING = ")]}";

/** How often each closing bracket occurs more often than its opening one. */
const surplusOf = (text: string): number[] => {
  const surplus = [0, 0, 0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x28) surplus[0]! -= 1;
    else if (code === 0x29) surplus[0]! += 1;
    else if (code === 0x5b) surplus[1]! -= 1;
    else if (code === 0x5d) surplus[1]! += 1;
    else if (code === 0x7b) surplus[2]! -= 1;
    else if (code === 0x7d) surplus[2]! += 1;
  }
  return surplus;
};

/** Takes off what belongs to the sentence, not to the address: full stops, closing quotes and unmatched brackets. */
export const trimmedLength = (text: string): number => {
  // Punctuation outside ASCII (E2 8x: quotes, dashes, ellipses; C2; CJK and full-width forms) ends a URL in prose.
  const foreign = text.search(/\xe2[\x80\x81]|\xc2|\xe3\x80|\xef[\xbc\xbd]/);
  let end = foreign === -1 ? text.length : foreign;
  if (!/[^\w/=&%-]/.test(text[end - 1] ?? "a")) return end;
  const surplus = surplusOf(text.slice(0, end));
  for (; end > 0; end -= 1) {
    const last = text[end - 1]!;
    const bracket = CLOSING.indexOf(last);
    if (bracket >= 0) {
      if (surplus[bracket]! <= 0) break;
      surplus[bracket]! -= 1;
    } else if (!/[.,;:!?'*|]/.test(last)) break;
  }
  return end;
};

/** In a row of fields, as CSV has them, the separator before the address ends it too. */
export const inField = (stretch: Stretch, start: number, text: string): string => {
  const before = stretch.chars[start - 1];
  const separator = before === undefined || before === "\n" ? "," : /[,;|]/.test(before) ? before : undefined;
  const at = separator === undefined ? -1 : text.indexOf(separator);
  return at === -1 ? text : text.slice(0, at);
};

/** WHATWG-normalised; `undefined` if the parser refuses it or it names no host. */
export const normalUrl = memo((text: string): { href: string; hostname: string } | undefined => {
  try {
    const url = new URL(text);
    if (url.host === "" && url.protocol !== "file:") return undefined;
    return { href: url.href, hostname: url.hostname };
  } catch {
    return undefined;
  }
});

const innerHost = (stretch: Stretch, from: number, text: string, hostname: string): Mention | undefined => {
  const offset = text.toLowerCase().indexOf(hostname);
  if (offset === -1) return undefined;
  const place = { start: from + offset, end: from + offset + hostname.length, confidence: 0.95 };
  const ip = normalIpv4(hostname);
  if (ip) return { kind: "ipv4", value: ip, ...place };
  const host = registrable(textOf(stretch, place.start, place.end));
  return host ? { kind: "domain", value: host.ascii, ...place } : undefined;
};

/** `scheme://…` where the scheme is the token before the colon. */
export const urlAfterScheme = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const scheme = stretch.chars.slice(start, end);
  if (scheme.length > 12 || !schemes.test(scheme)) return undefined;
  const rest = matchAt(body, stretch.chars, end + 3);
  if (!rest) return undefined;
  const length = trimmedLength(inField(stretch, start, rest[0]));
  const stop = end + 3 + length;
  const text = textOf(stretch, start, stop);
  const normal = length > 0 ? normalUrl(text) : undefined;
  if (!normal) return undefined;
  const inner = innerHost(stretch, start, stretch.chars.slice(start, stop), normal.hostname);
  return { kind: "url", value: normal.href, start, end: stop, confidence: 0.98, ...(inner ? { inner } : {}) };
};

/** `www.example.org`, or a domain that is followed by a path: a URL with its scheme left out. */
export const urlWithoutScheme = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const domain = domainIn(stretch, start, end);
  if (!domain) return undefined;
  const www = domain.value.startsWith("www.");
  const next = stretch.chars[end];
  const rest = next === "/" || (www && (next === "?" || next === ":")) ? matchAt(after, stretch.chars, end) : null;
  const length = rest ? trimmedLength(rest[0]) : 0;
  // A slash or a colon alone is no path.
  if (length < 2) return domain;
  const text = textOf(stretch, start, end + length);
  const normal = normalUrl(`http://${text}`);
  if (!normal) return domain;
  return { kind: "url", value: normal.href, start, end: end + length, confidence: www ? 0.95 : 0.8, inner: domain };
};

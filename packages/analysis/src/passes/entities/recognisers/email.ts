import { isWord } from "../bytes.ts";
import { type Mention, type Stretch, textOf } from "../mention.ts";
import { registrable } from "./domain.ts";

const local = /[A-Za-z0-9_+](?:[A-Za-z0-9_+-]|\.(?!\.)){0,63}$/;

/** `frank.o'` before `neil@example.org`, `bounce+7=carol` before the rest of a bounce's address. */
const apostrophe = /(?:^|[\s<>,;:("[=])([A-Za-z0-9_+](?:[A-Za-z0-9_+-]|\.(?!\.)){0,40}')$/;
const bounce = /(?:^|[\s<>,;:("'[])([A-Za-z0-9][A-Za-z0-9._-]{0,40}\+[A-Za-z0-9._+-]{0,40}=)$/;
/** Before `alice@…` an elided article or pronoun of French or Italian, and no part of the address. */
const elided = /^(?:[dljmnstc]|qu|dell|all|nell|sull|un)'$/i;
const BEHIND = 96;

/** What belongs to the local part before the token that holds the sign. */
const partBefore = (stretch: Stretch, start: number): string => {
  const sign = stretch.chars[start - 1];
  if (sign !== "'" && sign !== "=") return "";
  const before = stretch.chars.slice(Math.max(0, start - BEHIND), start);
  const part = (sign === "'" ? apostrophe : bounce).exec(before)?.[1] ?? "";
  return elided.test(part) ? "" : part;
};

/** Headers whose ids look like addresses. */
const identifier =
  /(?:^|\n)(?:message-id|in-reply-to|references|content-id|resent-message-id|x-[\w-]{0,40}-?(?:message|msg)-?id)\s{0,3}:(?:[^\n]|\r?\n[ \t])*$/i;
const madeByMachine = /^(?:[\w.+=$-]*\d[\w.+=$-]*\d){3}|^[0-9a-f-]{16,}$/i;

/** `<…@…>` that names a message: in a header of ids, or with a local part that no person has. */
const isMessageId = (stretch: Stretch, from: number, end: number, name: string): boolean => {
  if (stretch.chars[from - 1] !== "<" || stretch.chars[end] !== ">") return false;
  if (identifier.test(stretch.chars.slice(Math.max(0, from - 250), from))) return true;
  return name.length >= 20 && madeByMachine.test(name) && /\d{6}/.test(name);
};

/** An address in a token that holds an `@`: RFC 5321's dot-atom without its rarer signs, at a registrable domain. */
export const emailIn = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const token = stretch.chars.slice(start, end);
  const at = token.indexOf("@");
  if (at < 1 || token.indexOf("@", at + 1) !== -1) return undefined;
  const name = local.exec(token.slice(0, at));
  if (!name || name[0].endsWith(".") || name[0].length > 64) return undefined;
  // `git@example.com:team/repository` is a place to clone from, no mailbox.
  if (stretch.chars[end] === ":" && isWord(stretch.bytes[end + 1]) && /^(?:git|hg|svn)$/.test(name[0]))
    return undefined;
  const host = registrable(textOf(stretch, start + at + 1, end));
  if (!host) return undefined;
  const short = start + at - name[0].length;
  // RFC 5321 knows no address with two dots in a row, or with one at its beginning.
  if (short > start && token[short - start - 1] === ".") return undefined;
  if (short === start && stretch.chars[start - 1] === ".") return undefined;
  const more = short === start ? partBefore(stretch, start) : "";
  const from = short - more.length;
  const whole = more + name[0];
  if (whole.length > 64 || isMessageId(stretch, from, end, whole)) return undefined;
  return { kind: "email", value: `${whole.toLowerCase()}@${host.ascii}`, start: from, end, confidence: 0.95 };
};

import { isWord } from "../bytes.ts";
import { type Mention, type Stretch, textOf } from "../mention.ts";
import { registrable } from "./domain.ts";

const local = /[A-Za-z0-9_+](?:[A-Za-z0-9_+-]|\.(?!\.)){0,63}$/;

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
  const from = start + at - name[0].length;
  return { kind: "email", value: `${name[0].toLowerCase()}@${host.ascii}`, start: from, end, confidence: 0.95 };
};

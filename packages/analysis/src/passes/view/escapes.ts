import type { Edit, Editor } from "./edited.ts";
import { LOOK_BEHIND } from "./edited.ts";
import { plainOf } from "./spaces.ts";

/**
 * What a backslash means. `json` and `source`: an escape. `config`: one within quotes. `text`: one where something says so,
 * as paths and Windows accounts are written with it too.
 */
export type EscapeMode = "json" | "source" | "config" | "text";

const BACKSLASH = 0x5c;
const NOTHING = new Uint8Array(0);
const SPACE = Buffer.from(" ");
const AHEAD = 96;

const controls: Record<string, Uint8Array> = {
  n: Buffer.from("\n"),
  r: Buffer.from("\r"),
  t: Buffer.from("\t"),
  f: SPACE,
  v: SPACE,
  b: SPACE,
  a: SPACE,
};

const colour = /^(?:u001[bB]|x1[bB]|033|e|u\{1[bB]\})\[[0-9;?]*([A-Za-z])/;
const unicode = /^u([0-9a-fA-F]{4})(?:\\+u([dD][c-fC-F][0-9a-fA-F]{2}))?|^u\{([0-9a-fA-F]{1,6})\}|^U([0-9a-fA-F]{8})/;
const hexadecimal = /^x([0-9a-fA-F]{2})((?:\\+x[89a-bA-B][0-9a-fA-F]){0,3})/;
/** A JSON text within the line: quotes that are escaped or doubled, or an opening brace with a key. */
const nested = /\\"|\{"|""/;
const beginsAddress = /^[nrt](?:[\w.+%-]{1,64}@[\w-]+\.|[a-z][a-z0-9+.-]{1,11}:\/\/)/;
const beginsValue = /^[nrt](?:[^a-z0-9_.\\-]|$)/;

const characterOf = (code: number): Uint8Array =>
  code > 0x10ffff
    ? NOTHING
    : Buffer.from(plainOf(code) ?? (code < 0x20 ? (code === 10 ? "\n" : " ") : String.fromCodePoint(code)));

const unicodeOf = ([, unit = "", low, long, longer]: RegExpExecArray): Uint8Array => {
  const hex = long ?? longer;
  if (hex !== undefined) return characterOf(Number.parseInt(hex, 16));
  const high = Number.parseInt(unit, 16);
  if (high < 0xd800 || high > 0xdfff) return characterOf(high);
  return low && high < 0xdc00
    ? characterOf(0x10000 + ((high - 0xd800) << 10) + (Number.parseInt(low, 16) - 0xdc00))
    : Buffer.from("\ufffd");
};

/** `\xc3\xbc` is UTF-8 where it can be, else a character by itself. */
const hexOf = ([all, first = "", more = ""]: RegExpExecArray): { text: Uint8Array; used: number } => {
  const code = Number.parseInt(first, 16);
  if (code < 0x80) return { text: characterOf(code), used: 3 };
  const wanted = code >= 0xf0 ? 3 : code >= 0xe0 ? 2 : code >= 0xc2 ? 1 : 0;
  const rest = more.match(/\\+x[0-9a-fA-F]{2}/g) ?? [];
  if (wanted > 0 && rest.length >= wanted) {
    const parts = rest.slice(0, wanted);
    const bytes = [code, ...parts.map((part) => Number.parseInt(part.slice(-2), 16))];
    return { text: Uint8Array.from(bytes), used: 3 + parts.join("").length };
  }
  return { text: characterOf(code), used: Math.min(3, all.length) };
};

const lineBefore = (bytes: Buffer, at: number): string => {
  const text = bytes.toString("latin1", Math.max(0, at - LOOK_BEHIND), at);
  return text.slice(text.lastIndexOf("\n") + 1);
};

const PATH_REACH = 160;
const isLetterOrDigit = (sign: string | undefined): boolean => sign !== undefined && /[A-Za-z0-9]/.test(sign);

/** Whether the backslash after `line` is one of a Windows path: behind `C:`, `\\\\server`, `%TEMP%` or a registry key. One step back a byte. */
const isInPath = (line: string): boolean => {
  const from = Math.max(0, line.length - PATH_REACH);
  for (let at = line.length - 1; at >= from; at--) {
    const sign = line[at] as string;
    if ("\"'<>|*?".includes(sign)) return sign !== ">" && isRoot(line, at + 1);
    if (sign === ":" && /[A-Za-z]/.test(line[at - 1] ?? "") && !isLetterOrDigit(line[at - 2])) return true;
    if (sign === "\\" && line[at - 1] === "\\" && /[\s(=,]/.test(line[at - 2] ?? " ") && isLetterOrDigit(line[at + 1]))
      return true;
    if (sign === "%" && /%\w{1,40}%$/.test(line.slice(Math.max(0, at - 42), at + 1))) return true;
    if (sign === "_" && line.startsWith("HKEY_", at - 4)) return true;
  }
  return false;
};

/** A quoted path of the network begins at `at`. */
const isRoot = (line: string, at: number): boolean => line[at] === "\\" && line[at + 1] === "\\";

const isQuoted = (line: string): boolean => (line.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1;

const isEscape = (mode: EscapeMode, run: number, line: string, ahead: string): boolean => {
  if (run === 1 && mode === "json") return true;
  if (isInPath(line)) return run === 1 && beginsAddress.test(ahead);
  if (run % 2 === 0) return mode === "text" || mode === "json" ? nested.test(line) : false;
  if (mode === "source") return true;
  return (
    (mode === "config" && isQuoted(line)) || nested.test(line) || beginsAddress.test(ahead) || beginsValue.test(ahead)
  );
};

const edit = (mode: EscapeMode, bytes: Buffer, at: number): Edit => {
  let run = 1;
  while (run < LOOK_BEHIND && bytes[at + run] === BACKSLASH) run++;
  const ahead = bytes.toString("latin1", at + run, at + run + AHEAD);
  const shown = colour.exec(ahead);
  if (shown) return { length: run + shown[0].length, by: shown[1] === "m" ? NOTHING : SPACE };
  const character = unicode.exec(ahead);
  if (character) return { length: run + character[0].length, by: unicodeOf(character) };
  const hex = mode === "json" ? null : hexadecimal.exec(ahead);
  if (hex && (run === 1 || mode !== "text")) {
    const { text, used } = hexOf(hex);
    return { length: run + used, by: text };
  }
  const sign = ahead[0] ?? "";
  if (sign === '"' || sign === "/" || (sign === "'" && mode !== "json"))
    return { length: run + 1, by: Buffer.from(sign) };
  const control = controls[sign];
  // In a text, only the escapes that end lines and cells are common.
  if (control && (mode !== "text" || "nrt".includes(sign)) && isEscape(mode, run, lineBefore(bytes, at), ahead))
    return { length: run + 1, by: control };
  if (run > 1 && mode !== "text") return { length: run, by: Buffer.alloc(run >> 1, BACKSLASH) };
  return run;
};

export const escapes = (mode: EscapeMode): Editor => ({
  marks: [Buffer.from("\\")],
  edit: (bytes, at) => edit(mode, bytes, at),
});

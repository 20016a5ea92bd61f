import { decodeText } from "../../view/decode.ts";
import { limits } from "../limits.ts";
import { Report } from "../report.ts";
import { rtfFiles } from "./embedded/rtf.ts";
import type { Parser } from "./task.ts";

/** Groups whose content is no text of the document; `shprslt` repeats a shape for older programs. */
const hidden =
  /^\\(?:\*|fonttbl|colortbl|stylesheet|pict|objdata|themedata|datastore|generator|shprslt|filetbl|listtable|revtbl|rsidtbl)/;
/** Groups within those that are text again: comments, their authors, the text of shapes, where a field leads. */
const shown = /^\\(?:\*\\(?:annotation|atnauthor|shptxt|fldinst|bkmkstart|footnote)|shptxt|annotation|fldinst)/;
const ends =
  /^\\(?:\*\\(?:annotation|atnauthor)|shptxt|footnote|title|author|subject|keywords|doccomm|company|operator|manager|hlinkbase|fldinst)/;
const token = /\\'([0-9a-f]{2})|\\([a-z]+)(-?\d+)? ?|\\(.)|([{}])|([^\\{}\r\n]+)/gi;

const codePages: Record<string, string> = {
  437: "ibm437",
  850: "ibm850",
  866: "ibm866",
  932: "shift_jis",
  936: "gbk",
  949: "euc-kr",
  950: "big5",
  10000: "macintosh",
};

const charsetOf = (source: string): string => {
  const page = /\\ansicpg(\d{3,5})/.exec(source.slice(0, 4096))?.[1];
  if (page === undefined)
    return /\\mac\b/.test(source.slice(0, 200))
      ? "macintosh"
      : /\\pca?\b/.test(source.slice(0, 200))
        ? "ibm850"
        : "windows-1252";
  return codePages[page] ?? (/^(?:125[0-8]|874)$/.test(page) ? `windows-${page}` : "windows-1252");
};

const signs: Record<string, string> = {
  lquote: "'",
  rquote: "'",
  ldblquote: '"',
  rdblquote: '"',
  endash: "-",
  emdash: "-",
  bullet: "*",
  emspace: " ",
  enspace: " ",
};
/** A no-break space, a no-break hyphen; a hyphen that shows only at a line's end is none. */
const symbols: Record<string, string> = { "~": " ", _: "-" };

/** Rich Text Format: text without control words; embedded objects flagged. */
export const parse: Parser = async ({ bytes }) => {
  const report = new Report();
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  const charset = charsetOf(source);
  /** Whether each open group is shown, and whether a line ends with it. */
  const groups: { isShown: boolean; isLine: boolean }[] = [];
  let isShown = true;
  let text = "";
  let objects = 0;
  /** Bytes in the document's charset that are not decoded yet. */
  let raw: number[] = [];
  /** Characters after `\\u` that stand for it in older programs. */
  let fallback = 0;
  let fallbackLength = 1;
  const flush = (): void => {
    if (raw.length > 0) text += decodeText(Uint8Array.from(raw), charset);
    raw = [];
  };
  const add = (part: string): void => {
    flush();
    text += part;
  };
  for (const match of source.matchAll(token)) {
    const [all, hex, word, argument, symbol, brace, plain] = match;
    if (brace === "{") {
      const start = source.slice(match.index + 1, match.index + 24);
      const isLine = ends.test(start);
      groups.push({ isShown, isLine });
      if (isLine && text !== "" && !text.endsWith("\n")) add("\n");
      if (shown.test(start)) isShown = true;
      else if (hidden.test(start)) isShown = false;
    } else if (brace === "}") {
      const group = groups.pop();
      if (group?.isLine && isShown) add("\n");
      isShown = group?.isShown ?? true;
      fallback = 0;
    } else if (word === "objdata" || word === "objupdate") {
      if (word === "objdata") objects++;
      report.find({
        rule: word === "objdata" ? "embedded-file" : "external-reference",
        title: word === "objdata" ? "An embedded object" : "An object that updates on opening",
        severity: word === "objdata" ? "medium" : "high",
        start: match.index,
        end: match.index + all.length,
      });
    } else if (!isShown || text.length >= limits.text) continue;
    else if (hex) {
      if (fallback > 0) fallback--;
      else raw.push(Number.parseInt(hex, 16));
    } else if (word === "par" || word === "line" || word === "row" || word === "sect" || word === "page") add("\n");
    else if (word === "tab" || word === "cell") add("\t");
    else if (word === "uc" && argument) fallbackLength = Math.min(8, Number(argument));
    else if (word === "u" && argument) {
      add(String.fromCharCode(Number(argument) & 0xffff));
      fallback = fallbackLength;
    } else if (word && signs[word] !== undefined) add(signs[word] as string);
    else if (symbol) {
      const sign = "\\{}".includes(symbol) ? symbol : (symbols[symbol] ?? "");
      if (sign !== "") add(sign);
    } else if (plain) {
      const skipped = Math.min(fallback, plain.length);
      fallback -= skipped;
      for (let i = skipped; i < plain.length; i++) raw.push(plain.charCodeAt(i));
    }
  }
  flush();
  report.say(text.trim());
  report.facts.embedded = rtfFiles(bytes).length;
  report.facts.rtf = { characters: text.length, objects };
  return report.output();
};

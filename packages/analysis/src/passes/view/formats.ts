import type { Edit, Editor } from "./edited.ts";

const NOTHING = new Uint8Array(0);

/** Escapes of troff, in which manual pages are written: fonts, hyphens, characters by name. */
const roff =
  /^\\(?:f(?:\(..|\[[^\]\n]{0,32}\]|.)|s[-+]?\d{1,2}|[&:|^%/,c)]|\*(?:\(..|\[[^\]\n]{0,32}\]|.))|^\\(-)|^\\[([](at|dq|hy|aq|cq|oq|lq|rq|en|em|ti|ha|rs|sl)\]?|^\\([~ 0e])/;
const named: Record<string, string> = {
  at: "@",
  dq: '"',
  hy: "-",
  aq: "'",
  cq: "'",
  oq: "`",
  lq: '"',
  rq: '"',
  en: "-",
  em: "-",
  ti: "~",
  ha: "^",
  rs: "\\",
  sl: "/",
};

export const troff: Editor = {
  marks: [Buffer.from("\\")],
  edit(bytes, at): Edit | undefined {
    const found = roff.exec(bytes.toString("latin1", at, at + 40));
    if (!found) return 2;
    const [all, hyphen, name, blank] = found;
    const text = hyphen ?? (name ? named[name] : blank === "e" ? "\\" : blank ? " " : "");
    return { length: all.length, by: text ? Buffer.from(text) : NOTHING };
  },
};

/** Lines that go on after a line end and a blank: calendars, cards, directories (RFC 5545, 6350, 2849). */
export const unfolding: Editor = {
  marks: ["\r\n ", "\r\n\t", "\n ", "\n\t"].map((text) => Buffer.from(text)),
  edit: (bytes, at): Edit => ({ length: bytes[at] === 0x0d ? 3 : 2, by: NOTHING }),
};

/** `\,` `\;` `\n` of calendars and cards. */
export const cardEscapes: Editor = {
  marks: [Buffer.from("\\")],
  edit(bytes, at): Edit | undefined {
    const next = String.fromCharCode(bytes[at + 1] ?? 0);
    if (next === "n" || next === "N") return { length: 2, by: Buffer.from("\n") };
    return ",;:\\".includes(next) ? { length: 2, by: Buffer.from(next) } : undefined;
  },
};

const isEdge = (byte: number | undefined): boolean =>
  byte === undefined ||
  byte === 0x2c ||
  byte === 0x3b ||
  byte === 0x09 ||
  byte === 0x7c ||
  byte === 0x0a ||
  byte === 0x0d;

/** Quotes that a table doubles within its cells. A pair between two delimiters is an empty cell. */
export const doubledQuotes: Editor = {
  marks: [Buffer.from('""')],
  edit: (bytes, at): Edit | undefined =>
    isEdge(bytes[at - 1]) && isEdge(bytes[at + 2]) ? 2 : { length: 2, by: Buffer.from('"') },
};

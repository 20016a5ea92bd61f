import { readXml } from "./xml-text.ts";

/** How the text of an XML document is told from its markup, by element names without their prefixes. */
export interface TextRules {
  /** Elements that hold text; all do where it is left out. */
  text?: ReadonlySet<string>;
  /** What an element adds at its end: a line end, a cell's end, a blank. */
  breaks: Readonly<Record<string, string>>;
  /** What every other element adds at its end. */
  otherBreak?: string;
  /** Elements whose content is another form of what stands elsewhere. */
  skip?: ReadonlySet<string>;
  /** Attributes that say something, by element; `*` for all elements. They go behind the text, each once. */
  attributes?: Readonly<Record<string, readonly string[]>>;
}

const local = (name: string): string => name.slice(name.indexOf(":") + 1);
/** Elements within a line whose content is none of it: notes, text boxes. */
const ASIDE = new Set(["annotation", "note", "note-body", "text-box", "txbxContent", "frame"]);
const MANY_BLANKS = 100;

/** Text of one part of a document for searching, at most `limit` characters. */
export const documentText = (bytes: Uint8Array, rules: TextRules, limit: number): string => {
  const { text: textElements, breaks, otherBreak, skip, attributes = {} } = rules;
  const parts: string[] = [];
  const said = new Set<string>();
  let length = 0;
  let inside = textElements === undefined ? 1 : 0;
  let skipped = 0;
  const add = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  readXml(
    bytes,
    {
      open: (qualified, values) => {
        const name = local(qualified);
        if (skip?.has(name)) skipped++;
        if (skipped > 0) return;
        if (textElements?.has(name)) inside++;
        if (ASIDE.has(name) && length > 0) add("\n");
        // ODF counts blanks instead of writing them.
        if (name === "s" && qualified === "text:s")
          add(" ".repeat(Math.min(MANY_BLANKS, Number(values["text:c"] ?? 1) || 1)));
        for (const attribute of [...(attributes[name] ?? []), ...(attributes["*"] ?? [])]) {
          const value = values[attribute]?.trim();
          if (value && said.size < 100_000) said.add(value);
        }
      },
      text: (text) => {
        if (inside > 0 && skipped === 0 && length < limit) add(text);
      },
      close: (qualified) => {
        const name = local(qualified);
        if (skip?.has(name)) skipped--;
        if (skipped > 0) return;
        if (textElements?.has(name)) inside--;
        const end = breaks[name] ?? otherBreak;
        if (end !== undefined && length > 0) add(end);
      },
    },
    () => length >= limit,
  );
  const text = parts
    .join("")
    .replace(/\n+\t/g, "\t")
    .replace(/[ \t]*\n\s*/g, "\n")
    .trim();
  return [text, ...said].filter((part) => part !== "").join("\n");
};

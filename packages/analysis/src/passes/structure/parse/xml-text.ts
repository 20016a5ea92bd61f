import { SaxesParser } from "saxes";

export interface XmlVisitor {
  open?(name: string, attributes: Record<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const CHUNK = 64 * 1024;

/**
 * Reads XML with its events; prefixes are kept in the names. Defines no entity but XML's own five and loads none.
 * `stop` ends it early. Throws at the first error.
 */
export const readXml = (bytes: Uint8Array, visitor: XmlVisitor, stop: () => boolean = () => false): void => {
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => visitor.open?.(tag.name, tag.attributes as Record<string, string>));
  if (visitor.text) parser.on("text", (text) => visitor.text?.(text));
  parser.on("closetag", (tag) => visitor.close?.(tag.name));
  const decoder = new TextDecoder();
  for (let at = 0; at < bytes.length; at += CHUNK) {
    if (stop()) return;
    parser.write(decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true }));
  }
  parser.write(decoder.decode());
  parser.close();
};

/** The text of a document, `breaks` telling after which elements a line ends (`\n`) or a cell (`\t`). */
export const xmlText = (
  bytes: Uint8Array,
  textElements: ReadonlySet<string> | undefined,
  breaks: Record<string, string>,
  limit: number,
): string => {
  const parts: string[] = [];
  let length = 0;
  let inside = textElements === undefined ? 1 : 0;
  const add = (text: string): void => {
    parts.push(text);
    length += text.length;
  };
  readXml(
    bytes,
    {
      open: (name) => {
        if (textElements?.has(name)) inside++;
      },
      text: (text) => {
        if (inside > 0 && length < limit) add(text);
      },
      close: (name) => {
        if (textElements?.has(name)) inside--;
        const end = breaks[name];
        if (end !== undefined && length > 0) add(end);
      },
    },
    () => length >= limit,
  );
  return parts
    .join("")
    .replace(/\n+\t/g, "\t")
    .replace(/[ \t]*\n\s*/g, "\n")
    .trim();
};

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
  // XML may be in UTF-16, told by its mark; all else is UTF-8 in the documents read here.
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const decoder = new TextDecoder(isWide ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8");
  for (let at = 0; at < bytes.length; at += CHUNK) {
    if (stop()) return;
    parser.write(decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true }));
  }
  parser.write(decoder.decode());
  parser.close();
};

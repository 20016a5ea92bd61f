const LATIN = /[\x20-\x7e\t]{6,}/g;
const WIDE = /(?:[\x20-\x7e\xa0-\xff\t]\0){5,}/g;

/** Readable runs in a binary: ASCII of six characters or more, UTF-16LE (western) of five or more. */
export const strings = function* (bytes: Uint8Array): Generator<string> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  for (const match of text.matchAll(WIDE)) yield match[0].replaceAll("\0", "");
  for (const match of text.matchAll(LATIN)) yield match[0];
};

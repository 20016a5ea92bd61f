import { closeSync, openSync, readSync } from "node:fs";

/** SQLite's file format, 1.3 and 1.6: the database header, and the headers of pages of a table's tree. */
const HEADER = 100;
const INTERIOR = 5;
const PAGE_SIZE_AT = 16;
/** SQLite goes no deeper either. */
const DEPTH = 20;

/**
 * Whether the pages of the schema's own table form a tree. Where a page is the child of two, SQLite reads it twice, and
 * what is below it four times: it would open such a file for ever, and nothing could stop it but its process's end.
 */
export const isSchemaTree = (path: string): boolean => {
  const file = openSync(path, "r");
  try {
    const header = Buffer.alloc(HEADER);
    if (readSync(file, header, 0, HEADER, 0) < HEADER) return true;
    const stated = header.readUInt16BE(PAGE_SIZE_AT);
    const size = stated === 1 ? 65_536 : stated;
    const page = Buffer.alloc(size);
    const seen = new Set<number>();

    const visit = (number: number, depth: number): boolean => {
      if (seen.has(number) || depth > DEPTH) return false;
      seen.add(number);
      const read = size < 512 ? 0 : readSync(file, page, 0, size, (number - 1) * size);
      const at = number === 1 ? HEADER : 0;
      if (read < size || page[at] !== INTERIOR) return true;
      return childrenOf(page, at).every((child) => visit(child, depth + 1));
    };
    return visit(1, 0);
  } finally {
    closeSync(file);
  }
};

/** What leads out of the page is SQLite's to refuse. */
const childrenOf = (page: Buffer, at: number): number[] => {
  const children = [page.readUInt32BE(at + 8)];
  const cells = Math.min(page.readUInt16BE(at + 3), Math.floor((page.length - at - 12) / 2));
  for (let cell = 0; cell < cells; cell++) {
    const place = page.readUInt16BE(at + 12 + 2 * cell);
    if (place + 4 <= page.length) children.push(page.readUInt32BE(place));
  }
  return children;
};

/** A file of a dropped folder, by its path in it. */
export interface FolderFile {
  path: string;
  file: File;
}

const BLOCK = 512;
const encoder = new TextEncoder();

const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, "0")}\0`;

const header = (path: string, size: number, modified: number, type: "0" | "x"): Uint8Array<ArrayBuffer> => {
  const block = new Uint8Array(BLOCK);
  const write = (offset: number, value: string | Uint8Array) =>
    block.set(typeof value === "string" ? encoder.encode(value) : value, offset);
  write(0, encoder.encode(path).subarray(0, 100));
  write(100, octal(0o644, 8));
  write(108, octal(0, 8));
  write(116, octal(0, 8));
  write(124, octal(size, 12));
  write(136, octal(Math.floor(modified / 1000), 12));
  write(148, " ".repeat(8));
  write(156, type);
  write(257, "ustar\x0000");
  const sum = block.reduce((total, byte) => total + byte, 0);
  write(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return block;
};

/** One pax record; its length counts itself (POSIX.1-2001, pax interchange format). */
const record = (name: string, value: string): string => {
  const rest = ` ${name}=${value}\n`;
  const bytes = encoder.encode(rest).length;
  let length = bytes + 1;
  while (`${length}`.length + bytes !== length) length = `${length}`.length + bytes;
  return `${length}${rest}`;
};

const padding = (size: number): Uint8Array<ArrayBuffer> => new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);

/** Sizes of 8 GB and more do not fit the header's octal field. */
const OCTAL_LIMIT = 8 ** 11;

/** A folder as one tar: a blob of references to the files, so that none is read before the upload reads it. */
export const tarOf = (files: readonly FolderFile[]): Blob => {
  const parts: BlobPart[] = [];
  for (const { path, file } of files) {
    const records: string[] = [];
    if (encoder.encode(path).length > 100 || /[^\x20-\x7e]/.test(path)) records.push(record("path", path));
    if (file.size >= OCTAL_LIMIT) records.push(record("size", String(file.size)));
    if (records.length > 0) {
      const body = encoder.encode(records.join(""));
      parts.push(header("pax", body.length, file.lastModified, "x"), body, padding(body.length));
    }
    parts.push(header(path, file.size % OCTAL_LIMIT, file.lastModified, "0"), file, padding(file.size));
  }
  parts.push(new Uint8Array(2 * BLOCK));
  return new Blob(parts, { type: "application/x-tar" });
};

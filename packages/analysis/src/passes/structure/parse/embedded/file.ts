/** A file that stands whole in a document. */
export interface EmbeddedFile {
  /** As the document names it; untrusted. */
  name: string;
  bytes: Uint8Array;
}

/** Bytes of all files that are taken out of one document, and of any one of them. */
export const EMBEDDED_BYTES = 128 * 2 ** 20;
/** More files than this in one document are left in it. */
export const EMBEDDED_FILES = 2000;

export interface Embedded {
  files: EmbeddedFile[];
  /** Names of what found no room. */
  left: string[];
}

/** Keeps files within the limits. */
export class Room {
  readonly kept: Embedded = { files: [], left: [] };
  #bytes = 0;

  /** Is there room for so many bytes more? */
  fits(bytes: number): boolean {
    return this.kept.files.length < EMBEDDED_FILES && this.#bytes + bytes <= EMBEDDED_BYTES;
  }

  add(name: string, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (!this.fits(bytes.length)) {
      this.kept.left.push(name);
      return;
    }
    this.#bytes += bytes.length;
    this.kept.files.push({ name, bytes });
  }
}

/** The last part of a path, of whatever system. */
export const lastPart = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);

/** Does a family of documents hold files? */
export const holdsFiles = (family: string): boolean => ["pdf", "office", "ole", "rtf"].includes(family);

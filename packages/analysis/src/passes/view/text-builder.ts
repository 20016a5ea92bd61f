import type { Places } from "./places.ts";

/** Collects UTF-8 that is made from a file, and notes in `places` how its bytes and the file's run beside each other. */
export class TextBuilder {
  readonly #places: Places;
  #bytes = Buffer.allocUnsafe(1 << 16);
  #length = 0;
  /** Text made before `#bytes`. */
  #before = 0;
  #ratio = 1;
  /** Where the file would go on, if the ratio stayed. */
  #next = 0;

  constructor(places: Places) {
    this.#places = places;
  }

  /** Appends text that stands for `fileBytes` of the file from `file` on. */
  add(text: Uint8Array, file: number, fileBytes: number): void {
    if (text.length === 0) return;
    this.#note(file, fileBytes, text.length);
    this.#reserve(text.length);
    this.#bytes.set(text, this.#length);
    this.#length += text.length;
  }

  /** Appends one character by its code point. */
  addCodePoint(code: number, file: number, fileBytes: number): void {
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    this.#note(file, fileBytes, size);
    this.#reserve(size);
    const bytes = this.#bytes;
    let at = this.#length;
    this.#length += size;
    if (size === 1) {
      bytes[at] = code;
      return;
    }
    bytes[at++] = size === 2 ? 0xc0 | (code >> 6) : size === 3 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18);
    for (let shift = (size - 2) * 6; shift >= 0; shift -= 6) bytes[at++] = 0x80 | ((code >> shift) & 0x3f);
  }

  take(): Uint8Array {
    const taken = Uint8Array.from(this.#bytes.subarray(0, this.#length));
    this.#before += this.#length;
    this.#length = 0;
    return taken;
  }

  #note(file: number, fileBytes: number, textBytes: number): void {
    const ratio = fileBytes / textBytes;
    if (ratio !== this.#ratio || file !== this.#next) {
      this.#places.add(this.#before + this.#length, file, ratio);
      this.#ratio = ratio;
    }
    this.#next = file + fileBytes;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + size));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}

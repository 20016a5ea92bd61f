import { brotliDecompressSync } from "node:zlib";
import { trained } from "./trained.ts";

/** Folded bytes have bit 5 set, so 7 bits tell them apart. */
export const SYMBOLS = 128;
export const symbol = (byte: number): number => ((byte & 0xc0) >> 1) | (byte & 0x1f);

/**
 * Training keeps, in steps of a bit, the surprise (negative binary logarithm of the probability) of every folded byte, of
 * every byte after another, and how much less surprising it is after two others, where that is much.
 */
export const STEPS_PER_BIT = 1;

let table: Uint8Array | undefined;
const surprise = (): Uint8Array => {
  table ??= new Uint8Array(brotliDecompressSync(Buffer.from(trained, "base64")));
  return table;
};

/** Where the surprise of a pair's first byte, of a pair, and of a triple stand in the table. */
export const SINGLES = 0;
export const PAIRS = SYMBOLS;
export const TRIPLES = SYMBOLS + SYMBOLS * SYMBOLS;
export const TABLE_BYTES = TRIPLES + SYMBOLS ** 3;

/** How often the `length` bytes at `at` are expected in a megabyte of mixed input, both cases taken together. */
export const expectedPerMegabyte = (bytes: Uint8Array, at: number, length: number): number => {
  const model = surprise();
  let steps = 0;
  let before = 0;
  let last = 0;
  for (let i = 0; i < length; i++) {
    const next = symbol(bytes[at + i]!);
    if (i === 0) steps += model[SINGLES + next]!;
    else if (i === 1) steps += model[PAIRS + last * SYMBOLS + next]!;
    else steps += model[PAIRS + last * SYMBOLS + next]! - model[TRIPLES + (before * SYMBOLS + last) * SYMBOLS + next]!;
    before = last;
    last = next;
  }
  return 2 ** (20 - steps / STEPS_PER_BIT);
};

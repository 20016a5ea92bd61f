/**
 * Learns how often byte runs occur, from files that stand for what is going to be scanned, and writes src/grams/trained.ts:
 *   find … | node tools/train-grams.ts        (at most the first 2 MB of each file named on a line of its own)
 */
import { closeSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { PAIRS, SINGLES, STEPS_PER_BIT, SYMBOLS, symbol, TABLE_BYTES, TRIPLES } from "../src/grams/model.ts";

const counts = new Float64Array(TABLE_BYTES);
const buffer = Buffer.alloc(2 * 2 ** 20);
const files = readFileSync(0, "utf8").split("\n").filter(Boolean);
for (const file of files) {
  const descriptor = openSync(file, "r");
  const length = readSync(descriptor, buffer);
  closeSync(descriptor);
  let before = 0;
  let last = 0;
  for (let i = 0; i < length; i++) {
    const next = symbol(buffer[i]!);
    counts[SINGLES + next]! += 1;
    if (i > 0) counts[PAIRS + last * SYMBOLS + next]! += 1;
    if (i > 1) counts[TRIPLES + (before * SYMBOLS + last) * SYMBOLS + next]! += 1;
    before = last;
    last = next;
  }
}

/** Rarer runs cost more room than they tell. */
const WORTH_KEEPING = 500;

/** Backs off to the shorter run where the longer one was hardly seen. */
const quantise = (probability: number): number =>
  Math.min(30, Math.max(0, Math.round(-Math.log2(probability) * STEPS_PER_BIT)));
const table = new Uint8Array(TABLE_BYTES);
const sum = (from: number): number => counts.subarray(from, from + SYMBOLS).reduce((a, b) => a + b, 0);
const conditional = (from: number, backoff: (next: number) => number, strength: number): number[] => {
  const total = sum(from);
  return Array.from(
    { length: SYMBOLS },
    (_, next) => (counts[from + next]! + strength * backoff(next)) / (total + strength),
  );
};
const single = conditional(SINGLES, () => 1 / SYMBOLS, 16);
table.set(single.map(quantise), SINGLES);
for (let last = 0; last < SYMBOLS; last++) {
  const pair = conditional(PAIRS + last * SYMBOLS, (next) => single[next]!, 32);
  table.set(pair.map(quantise), PAIRS + last * SYMBOLS);
  for (let before = 0; before < SYMBOLS; before++) {
    const from = TRIPLES + (before * SYMBOLS + last) * SYMBOLS;
    const triple = conditional(from, (next) => pair[next]!, 64);
    for (let next = 0; next < SYMBOLS; next++) {
      const gain = table[PAIRS + last * SYMBOLS + next]! - quantise(triple[next]!);
      if (gain >= 2 && counts[from + next]! >= WORTH_KEEPING) table[from + next] = gain;
    }
  }
}
const packed = brotliCompressSync(table, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 },
}).toString("base64");
writeFileSync(
  new URL("../src/grams/trained.ts", import.meta.url),
  `/** Written by tools/train-grams.ts: byte run frequencies of logs, source, markup and binaries. */\nexport const trained =\n  ${JSON.stringify(packed)};\n`,
);
console.log(`${files.length} files, ${packed.length} characters`);

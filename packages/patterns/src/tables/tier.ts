/**
 * Needles are filed by length. A tier looks at a window of `window` bytes at every `stride`-th place, so a needle is
 * entered under `stride` windows of its own, one for each remainder that its place may leave: whatever its place in the
 * input, exactly one of them is looked at. Longer windows are rarer, longer strides cheaper; `window + stride - 1` is the
 * shortest needle that fits.
 */
export interface Tier {
  name: "pair" | "triple" | "small" | "medium" | "long";
  window: 2 | 3 | 4 | 8;
  stride: 1 | 2 | 4;
  /** Shortest needle of the tier, in bytes. */
  from: number;
  /** Tiers with one kind of window share a table. */
  table: TableName;
  /** Those that are asked before the table is; one more where windows of the tier begin in the middle of a word. */
  filters: readonly FilterName[];
}

export const tableNames = ["pair", "triple", "word", "long"] as const;
export type TableName = (typeof tableNames)[number];

/** `word` stands before windows that begin at a multiple of four, `middle` before those that begin two bytes on. */
export const filterNames = ["pair", "triple", "word", "middle", "long"] as const;
export type FilterName = (typeof filterNames)[number];

export const tiers = [
  { name: "pair", window: 2, stride: 1, from: 1, table: "pair", filters: ["pair"] },
  { name: "triple", window: 3, stride: 1, from: 3, table: "triple", filters: ["triple"] },
  { name: "small", window: 4, stride: 2, from: 5, table: "word", filters: ["word", "middle"] },
  { name: "medium", window: 4, stride: 4, from: 7, table: "word", filters: ["word"] },
  { name: "long", window: 8, stride: 4, from: 11, table: "long", filters: ["long"] },
] as const satisfies readonly Tier[];

/** Needles shorter than this may be met at a window in the middle of a word. */
export const MEDIUM_FROM = 7;

export const tierOf = (bytes: number): number => {
  let tier = tiers.length - 1;
  while (tiers[tier]!.from > bytes) tier -= 1;
  return tier;
};

/** Sets bit 5 of every byte: both cases of a letter become one. Other pairs fall together too; comparison tells them apart. */
export const FOLD = 0x20202020;

/** Odd multipliers with well spread bits, from Knuth's golden ratio and MurmurHash3's finaliser. */
export const K1 = 0x9e3779b1 | 0;
export const K2 = 0x85ebca6b | 0;

/** The hash of the window at `at`, folded: of its bytes 0–3, and of the rest. */
export const windowHash = (bytes: Uint8Array, at: number, window: number): number => {
  let low = 0;
  let high = 0;
  for (let i = 0; i < window; i++) {
    const byte = bytes[at + i]! | 0x20;
    if (i < 4) low |= byte << (8 * i);
    else high |= byte << (8 * (i - 4));
  }
  return (Math.imul(low, K1) + Math.imul(high, K2)) | 0;
};

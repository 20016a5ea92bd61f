import { describe, expect, it } from "vitest";
import { hashTable } from "../src/tables/hash-table.ts";
import { needle } from "../src/tables/needle.ts";

const needles = [needle(Buffer.from("same-value"), 0, false)];
const entriesOf = (hashes: readonly number[]) => hashes.map((hash) => ({ hash, needle: 0, offset: 0 }));

/** How many entries each bucket has, as a kernel reads it. */
const sizes = ({ groupBits, groups, buckets }: ReturnType<typeof hashTable>): number[] => {
  const firsts = Array.from(buckets, (within, i) => groups[i >>> groupBits]! + within);
  return firsts.slice(1).map((first, i) => first - firsts[i]!);
};

describe("the table behind a filter", () => {
  it.each([
    ["few", 8],
    ["more than half a word can count", 70_000],
  ])("files %s entries of one bucket, and those of its neighbours", (_, many) => {
    const table = hashTable(entriesOf([0, ...Array<number>(many).fill(2 ** 30), 2 ** 32 - 1]), needles);
    const found = sizes(table);
    expect(found).toHaveLength(2 ** table.bucketBits);
    expect([found[0], found[found.length / 4], found.at(-1)]).toEqual([1, many, 1]);
    expect(found.reduce((sum, size) => sum + size)).toBe(many + 2);
    expect(table.longestBucket).toBe(many);
  });
});

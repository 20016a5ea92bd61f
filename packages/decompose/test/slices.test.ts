import fc from "fast-check";
import { expect, test } from "vitest";
import { take } from "./support/take.ts";

const joined = (parts: readonly { content: Buffer }[]): Buffer => Buffer.concat(parts.map((part) => part.content));

test("a text within the limit is one piece and no slice", async () => {
  const [piece, ...rest] = await take("a.txt", Buffer.from("x".repeat(100)), { sliceBytes: 100 });
  expect(rest).toEqual([]);
  expect(piece!.slice).toBeUndefined();
});

test("a longer text is cut after its line ends, and the slices say where they stood", async () => {
  const slices = await take("a.txt", Buffer.from("one\ntwo\nthree\nfour\n"), { sliceBytes: 9 });
  expect(slices.map((s) => [s.content.toString(), s.slice])).toEqual([
    ["one\ntwo\n", { index: 0, offset: 0 }],
    ["three\n", { index: 1, offset: 8 }],
    ["four\n", { index: 2, offset: 14 }],
  ]);
  expect(new Set(slices.map((s) => s.kind))).toEqual(new Set(["text"]));
});

test("a line longer than a slice is cut at the limit, at the start of a character", async () => {
  const slices = await take("a.json", Buffer.from(`{"k":"${"é".repeat(20)}"}`), { sliceBytes: 10 });
  for (const slice of slices) expect(slice.content.toString()).not.toContain("\ufffd");
  expect(slices.every((slice) => slice.bytes <= 10 && slice.bytes >= 9 - 8)).toBe(true);
});

test("a binary is one piece however large", async () => {
  const bytes = Buffer.alloc(3_000_000, "\u0000\u0001abc");
  const [piece, ...rest] = await take("a.bin", bytes, { sliceBytes: 1000 });
  expect(rest).toEqual([]);
  expect(piece).toMatchObject({ kind: "binary", bytes: 3_000_000 });
  expect(piece!.content.equals(bytes)).toBe(true);
});

test("UTF-16 text is cut between its lines and never within a unit", async () => {
  const text = Buffer.from(`\ufeff${"añ😀 line\n".repeat(40)}`, "utf16le");
  const slices = await take("a.txt", text, { sliceBytes: 64 });
  expect(joined(slices).equals(text)).toBe(true);
  for (const slice of slices) expect(slice.content.toString("utf16le")).toMatch(/\n$/);
});

test("slices put together are the text, each within the limit, and none begins within a character", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "grapheme", maxLength: 30 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 8, max: 200 }),
      async (lines, sliceBytes) => {
        const text = Buffer.from(`plain words first\n${lines.join("\n")}`);
        const slices = await take("a.txt", text, { sliceBytes });
        expect(joined(slices).equals(text)).toBe(true);
        let offset = 0;
        for (const [index, slice] of slices.entries()) {
          expect(slice.bytes).toBeLessThanOrEqual(sliceBytes);
          if (slices.length > 1 && slice.slice) expect(slice.slice).toEqual({ index, offset });
          expect((slice.content[0] ?? 0) & 0xc0).not.toBe(0x80);
          offset += slice.bytes;
        }
      },
    ),
    { numRuns: 60 },
  );
});

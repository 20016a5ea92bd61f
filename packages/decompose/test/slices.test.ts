import fc from "fast-check";
import { expect, test } from "vitest";
import { take } from "./support/take.ts";

type Part = Awaited<ReturnType<typeof take>>[number];

/** What is a slice's own, without its neighbours' overlap. */
const own = ({ content, slice }: Part): Buffer =>
  slice ? content.subarray(slice.before, content.length - slice.after) : content;
const joined = (parts: readonly Part[]): Buffer => Buffer.concat(parts.map(own));

test("a text within the limit is one piece and no slice", async () => {
  const [piece, ...rest] = await take("a.txt", Buffer.from("x".repeat(100)), { sliceBytes: 100 });
  expect(rest).toEqual([]);
  expect(piece!.slice).toBeUndefined();
});

test("a longer text is cut after its line ends, and the slices say where they stood", async () => {
  const slices = await take("a.txt", Buffer.from("one\ntwo\nthree\nfour\n"), { sliceBytes: 9, sliceOverlapBytes: 5 });
  expect(slices.map((s) => [s.content.toString(), s.slice])).toEqual([
    ["one\ntwo\nthree", { index: 0, offset: 0, line: 1, before: 0, after: 5 }],
    ["\ntwo\nthree\nfour\n", { index: 1, offset: 3, line: 1, before: 5, after: 5 }],
    ["hree\nfour\n", { index: 2, offset: 9, line: 3, before: 5, after: 0 }],
  ]);
  expect(slices.map((s) => own(s).toString())).toEqual(["one\ntwo\n", "three\n", "four\n"]);
  expect(new Set(slices.map((s) => s.kind))).toEqual(new Set(["text"]));
});

test("a line longer than a slice is cut at the limit, at the start of a character", async () => {
  const slices = await take("a.json", Buffer.from(`{"k":"${"é".repeat(20)}"}`), { sliceBytes: 10 });
  for (const slice of slices) expect(own(slice).toString()).not.toContain("\ufffd");
  expect(slices.every((slice) => own(slice).length <= 10 && own(slice).length >= 1)).toBe(true);
});

test("a document is one piece however large", async () => {
  const bytes = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(300_000, 1)]);
  const pieces = await take("a.pdf", bytes, { sliceBytes: 1000, binarySliceBytes: 1000, sliceOverlapBytes: 100 });
  expect(pieces.map(({ kind, slice }) => [kind, slice])).toEqual([["pdf", undefined]]);
});

test.each([1, 999, 1000, 1001, 1099, 1100, 1101, 1900, 2000, 2100, 3050])(
  "a binary of %i bytes is cut every 1,000, and its slices overlap by 100",
  async (size) => {
    const bytes = Buffer.from(Array.from({ length: size }, (_, i) => (i * 31) % 7));
    const pieces = await take("a.bin", bytes, { binarySliceBytes: 1000, sliceOverlapBytes: 100 });
    expect(joined(pieces).equals(bytes)).toBe(true);
    expect(pieces).toHaveLength(Math.ceil(size / 1000));
    for (const [index, { content, slice }] of pieces.entries()) {
      if (pieces.length === 1) expect(slice).toBeUndefined();
      else {
        expect(slice).toMatchObject({ index, line: 1 });
        expect(content.equals(bytes.subarray(slice!.offset, slice!.offset + content.length))).toBe(true);
        expect([slice!.before, slice!.after]).toEqual([
          index === 0 ? 0 : 100,
          Math.max(0, Math.min(100, size - 1000 * (index + 1))),
        ]);
      }
    }
  },
);

test("a binary within its limit is one piece", async () => {
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
  for (const slice of slices) expect(own(slice).toString("utf16le")).toMatch(/\n$/);
  // The last slice begins with the overlap, and tells the line of its first byte.
  const last = slices.at(-1)!.slice!;
  expect(last.line).toBe(text.toString("utf16le", 0, last.offset).split("\n").length);
});

test("slices put together are the text, each within the limit, and none begins within a character", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: "grapheme", maxLength: 30 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 8, max: 200 }),
      fc.integer({ min: 0, max: 50 }),
      async (lines, sliceBytes, sliceOverlapBytes) => {
        const text = Buffer.from(`plain words first\n${lines.join("\n")}`);
        const slices = await take("a.txt", text, { sliceBytes, sliceOverlapBytes });
        expect(joined(slices).equals(text)).toBe(true);
        let offset = 0;
        for (const [index, slice] of slices.entries()) {
          const part = own(slice);
          expect(part.length).toBeLessThanOrEqual(sliceBytes);
          expect((part[0] ?? 0) & 0xc0).not.toBe(0x80);
          const place = slice.slice;
          if (place) {
            expect(place.index).toBe(index);
            expect(place.offset + place.before).toBe(offset);
            expect(place.line).toBe(text.subarray(0, place.offset).toString("latin1").split("\n").length);
            expect(slice.content.equals(text.subarray(place.offset, place.offset + slice.bytes))).toBe(true);
            expect([place.before, place.after].every((bytes) => bytes <= sliceOverlapBytes)).toBe(true);
          }
          offset += part.length;
        }
      },
    ),
    { numRuns: 60 },
  );
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Mention, mentionsIn, Scanner } from "../../src/passes/entities/index.ts";
import { readMarkup } from "./labelled/markup.ts";

const labelled = ["logs", "mail", "code", "generated"].map((name) =>
  Buffer.from(readMarkup(readFileSync(join(import.meta.dirname, `labelled/development/${name}.txt`), "utf8")).text),
);

/** What a scanner finds when the bytes come in these pieces. */
const scanned = (bytes: Uint8Array, cuts: readonly number[]): Mention[] => {
  const found: Mention[] = [];
  const scanner = new Scanner((mention, _stretch, base) => {
    const { inner: _inner, ...rest } = mention;
    found.push({ ...rest, start: mention.start + base, end: mention.end + base });
  });
  let from = 0;
  for (const cut of [...cuts.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    scanner.push(bytes.subarray(from, cut));
    from = cut;
  }
  scanner.end();
  return found;
};

/** Longer than one window, with mentions at any place relative to its borders. */
const long = (shift: number): Buffer => {
  const filler = "x ".repeat(500);
  const parts: Buffer[] = [Buffer.from("y".repeat(shift))];
  for (let size = 0, i = 0; size < 600_000; i += 1) {
    const part = Buffer.concat([Buffer.from(` ${i} `), labelled[i % labelled.length]!, Buffer.from(filler)]);
    parts.push(part);
    size += part.length;
  }
  return Buffer.concat(parts);
};

describe("scanning in chunks", () => {
  it("finds the same mentions however the input is cut", () => {
    fc.assert(
      fc.property(fc.constantFrom(...labelled), fc.array(fc.nat(), { maxLength: 60 }), (bytes, cuts) => {
        expect(scanned(bytes, cuts)).toEqual(mentionsIn(bytes));
      }),
      { numRuns: 40 },
    );
  });

  it("finds the same mentions byte by byte", () => {
    for (const bytes of labelled.slice(0, 3))
      expect(
        scanned(
          bytes,
          Array.from({ length: bytes.length }, (_, at) => at),
        ),
      ).toEqual(mentionsIn(bytes));
  });

  it("loses no mention and counts none twice at the borders of its window", () => {
    const whole = mentionsIn(long(0));
    expect(whole.length).toBeGreaterThan(3000);
    for (const shift of [1, 17, 4096 - 9, 65_536 + 31]) {
      const moved = mentionsIn(long(shift)).map((one) => ({ ...one, start: one.start - shift, end: one.end - shift }));
      expect(moved).toEqual(whole);
    }
  });

  it("finds what stands in one line of a megabyte", () => {
    const line = Buffer.from(`${"lorem ipsum ".repeat(90_000)}a.b@example.com ${"dolor ".repeat(10_000)}`);
    expect(mentionsIn(line)).toMatchObject([{ kind: "email", start: 1_080_000, end: 1_080_015 }]);
  });

  it("gives offsets in bytes, which cut out the text that was found", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (prefix) => {
        const bytes = Buffer.from(`${prefix} \n192.0.2.9 é anna@example.com`);
        const found = mentionsIn(bytes).filter(({ value }) => value === "192.0.2.9" || value === "anna@example.com");
        expect(found.map(({ start, end }) => bytes.subarray(start, end).toString())).toEqual([
          "192.0.2.9",
          "anna@example.com",
        ]);
      }),
    );
  });

  it("reports mentions in the order of their place", () => {
    for (const bytes of labelled) {
      const starts = mentionsIn(bytes).map(({ start }) => start);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    }
  });

  it("survives any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        for (const { start, end, confidence } of mentionsIn(bytes)) {
          expect(0 <= start && start < end && end <= bytes.length).toBe(true);
          expect(confidence > 0 && confidence <= 1).toBe(true);
        }
      }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { mentionsIn } from "../../src/passes/entities/index.ts";
import { namesIn } from "../../src/passes/entities/names.ts";

const SIZE = 1_000_000;
const repeated = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length));

/** Each would take a backtracking search hours, or memory without bound; how many mentions it holds is given where that says something. */
const baits: Record<string, [text: string, mentions: number | undefined]> = {
  "a letter": [repeated("a"), 0],
  "a digit": [repeated("1"), 0],
  "labels of a domain without an end": [repeated("a."), 0],
  "local parts of an address": [`${repeated("a.b+")}@`, 0],
  "at-signs between letters": [repeated("a@"), 0],
  slashes: [repeated("/"), 0],
  "a path without an end": [repeated("/a"), 0],
  backslashes: [repeated("\\"), 0],
  "drive letters and words": [repeated("C:\\a b "), undefined],
  "hex groups": [repeated("ab:"), 0],
  "short numbers": [repeated("1 "), 0],
  "groups of four digits": [repeated("1234 "), 0],
  "card numbers with a wrong digit": [repeated("4111 1111 1111 1112, "), 0],
  "the beginning of an IBAN": [repeated("GB82 "), 0],
  "currency signs": [repeated("$"), 0],
  "schemes without an address": [repeated("http://"), undefined],
  "open brackets in one URL": [`http://example.com/${repeated("(")}`, 2],
  "bracketed dots": [repeated("a[.]"), 0],
  "bracketed words": [repeated("a [at] "), 0],
  months: [repeated("Mar "), 0],
  "keys without values": [repeated("user="), 0],
  "parts of a UUID": [repeated("12345678-1234-1234-1234-"), 0],
  "blocks of a network": [repeated("1.2.3.4/1/"), undefined],
  "degree signs": [repeated("1° "), 0],
  zeros: [repeated("\0"), 0],
};

describe("hostile input", () => {
  for (const [name, [text, mentions]] of Object.entries(baits))
    it(`is read to its end: a megabyte of ${name}`, () => {
      const found = mentionsIn(Buffer.from(`${text} anna@example.org`));
      expect(found.at(-1)).toMatchObject({ value: "anna@example.org" });
      if (mentions !== undefined) expect(found).toHaveLength(mentions + 1);
    });

  it("is read for names as well: a paragraph of nothing but names", () => {
    expect(namesIn("John Smith's ".repeat(300)).length).toBeGreaterThan(0);
    expect(namesIn("Aa ".repeat(1300)).length).toBeLessThan(1300);
    expect(namesIn(`${"(".repeat(4000)} Aa Bb`)).toEqual([]);
  });
});

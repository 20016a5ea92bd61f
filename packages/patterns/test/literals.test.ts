import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, Database, Definition, Scanner, scanBytes } from "../src/index.ts";
import { type Found, oracle, order } from "./oracle.ts";

const define = (values: readonly { value: string; nocase: boolean }[]): Definition[] =>
  values.map(({ value, nocase }, i) => Definition.parse({ id: `r${i}`, kind: "literal", value, nocase }));

const load = (definitions: readonly Definition[]): Database => Database.load(compile(definitions).artefact);

const scanChunks = (database: Database, chunks: readonly Uint8Array[], blockBytes?: number): Found[] => {
  const found: Found[] = [];
  const scanner = new Scanner(database, {
    ...(blockBytes && { blockBytes }),
    onMatch: (rule, start, end) => found.push({ id: database.rule(rule).id, start, end }),
  });
  for (const chunk of chunks) scanner.push(chunk);
  scanner.finish();
  return order(found);
};

const cut = (bytes: Uint8Array, at: readonly number[]): Uint8Array[] => {
  const places = [0, ...at.map((n) => n % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((to, i) => bytes.subarray(places[i]!, to));
};

/** Few letters, so that needles overlap, repeat and contain one another. */
const word = (max: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom("a", "b", "A", "B", "[", "{", "@", " "), minLength: 1, maxLength: max });

describe("literals", () => {
  it("are found as the oracle finds them, whatever the chunks and the blocks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ value: word(16), nocase: fc.boolean() }), { minLength: 1, maxLength: 12 }),
        fc.array(word(40), { maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.constantFrom(4, 8, 64, 1024),
        (values, noise, cuts, blockBytes) => {
          const definitions = define(values);
          const bytes = Buffer.from(noise.flatMap((text, i) => [text, values[i % values.length]!.value]).join(""));
          expect(scanChunks(load(definitions), cut(bytes, cuts), blockBytes)).toEqual(oracle(definitions, bytes));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("of every length from 1 byte on are found at every place modulo the stride", () => {
    const lengths = [...Array.from({ length: 40 }, (_, i) => i + 1), 255, 256, 257, 259, 1024];
    const values = lengths.map((length) => ({ value: "qXz7#kW_pL".repeat(103).slice(0, length), nocase: false }));
    const definitions = define(values);
    const database = load(definitions);
    for (let shift = 0; shift < 5; shift++) {
      const bytes = Buffer.from(`${".".repeat(shift)}${values.at(-1)!.value}`);
      expect(scanChunks(database, [bytes])).toEqual(oracle(definitions, bytes));
    }
  });

  it("ignore the case of A to Z only, and only where asked to", () => {
    const definitions = define([
      { value: "Passwörd{", nocase: true },
      { value: "Passwörd{", nocase: false },
    ]);
    const found = (text: string): number[] => scanBytes(load(definitions), Buffer.from(text)).map(({ rule }) => rule);
    expect(found("Passwörd{")).toEqual([0, 1]);
    expect(found("pASSWöRD{")).toEqual([0]);
    expect(found("PASSWÖRD{")).toEqual([]);
    expect(found("passwörd[")).toEqual([]);
  });

  it("that fill the kernel's room many times over are all reported, once each", () => {
    const definitions = define(
      ["a", "aa", "aaaaaa", "aaaaaaaa", "aaaaaaaaaaaa"].map((value) => ({ value, nocase: false })),
    );
    const bytes = Buffer.alloc(30_000, "a");
    const counts = new Map<string, number>();
    for (const { id } of scanChunks(load(definitions), [bytes])) counts.set(id, (counts.get(id) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ r0: 30_000, r1: 29_999, r2: 29_995, r3: 29_993, r4: 29_989 });
  });

  it("that share one value are each reported", () => {
    const definitions = define([
      { value: "same-value", nocase: false },
      { value: "same-value", nocase: false },
    ]);
    expect(scanBytes(load(definitions), Buffer.from("the same-value"))).toEqual([
      { rule: 0, start: 4, end: 14 },
      { rule: 1, start: 4, end: 14 },
    ]);
  });
});

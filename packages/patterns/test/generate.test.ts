import { describe, expect, it } from "vitest";
import { fitted } from "../src/generate/fitted.ts";
import { formOf, forms } from "../src/generate/form.ts";
import { compile, Database, generatePack } from "../src/index.ts";

describe("a generated pack", () => {
  const pack = generatePack({ count: 6000 });

  it("has the forms of a real one in their shares, and as much that ignores case", () => {
    for (const form of forms) {
      const share = pack.filter(({ value }) => formOf(value.toLowerCase()) === form).length / pack.length;
      expect(Math.abs(share - fitted.shares[form] / 1000), form).toBeLessThan(0.05);
    }
    expect(pack.filter(({ nocase }) => nocase).length / pack.length).toBeCloseTo(0.73, 1);
  });

  it("has the lengths of a real one", () => {
    const domains = pack.filter(({ value }) => formOf(value) === "domain").map(({ value }) => value.length);
    const median = domains.sort((a, b) => a - b)[domains.length >> 1]!;
    expect(Math.abs(median - fitted.lengths.domain[10])).toBeLessThanOrEqual(2);
  });

  it("has regexes that all require a literal of five bytes or more", () => {
    const definitions = generatePack({ count: 3000, regexes: 0.5, seed: 2 });
    const { artefact, summary } = compile(definitions);
    expect(summary.regexes).toBeGreaterThan(1400);
    expect(summary.quarantined).toEqual([]);
    const { hasPair, hasTriple } = Database.load(artefact).tables;
    expect({ hasPair, hasTriple }).toEqual({ hasPair: false, hasTriple: false });
  });
});

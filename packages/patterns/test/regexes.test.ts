import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, Database, Definition, Scanner, scanBytes } from "../src/index.ts";
import { type Found, oracle, order } from "./oracle.ts";

const define = (values: readonly string[], nocase = false): Definition[] =>
  values.map((value, i) => Definition.parse({ id: `r${i}`, kind: "regex", value, nocase }));

const scan = (definitions: readonly Definition[], bytes: Uint8Array, chunk: number, blockBytes?: number): Found[] => {
  const { artefact, summary } = compile(definitions);
  expect(summary.quarantined.filter(({ lane }) => lane === "rejected")).toEqual([]);
  const database = Database.load(artefact);
  const found: Found[] = [];
  const scanner = new Scanner(database, {
    ...(blockBytes && { blockBytes }),
    slowLane: true,
    onMatch: (rule, start, end) => found.push({ id: database.rule(rule).id, start, end }),
  });
  for (let at = 0; at < bytes.length; at += chunk) scanner.push(bytes.subarray(at, at + chunk));
  scanner.finish();
  return order(found);
};

/** Few letters, and rare ones, so that what is required of them counts as a usable literal. */
/** Regexes over few letters, none of which matches the empty string twice over. */
const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("q", "z", "x", "qz", "qzx", "xqz", "zxq") },
  { weight: 3, arbitrary: fc.constantFrom("[qz]", "[^q]", ".", "\\w", "\\s", "\\d", "[q-z]") },
  { weight: 1, arbitrary: fc.constantFrom("\\b", "\\B", "^", "$", "(?=q)", "(?!z)", "(?<=x)", "(?<!q)", "(?<![qz])") },
);
const repeated = fc
  .tuple(piece, fc.constantFrom("", "", "", "?", "*", "+", "??", "*?", "+?", "{2}", "{1,3}", "{0,2}?", "{2,}"))
  .map(([text, suffix]) => (/^(\\[bB]|\^|\$|\(\?)/.test(text) ? text : `(?:${text})${suffix}`));
const sequence = fc.array(repeated, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
const atom = fc.constantFrom("qzx", "zqxz", "xqzx", "xqqz", "");
const flat = fc
  .tuple(sequence, fc.array(sequence, { maxLength: 2 }), sequence, atom)
  .map(
    ([before, choices, after, literal]) =>
      `${before}${choices.length ? `(?:${choices.join("|")})` : ""}${literal}${after}`,
  );
/** What is required stands inside alternatives and repeats, and not at the same place in each. */
const nested = fc
  .tuple(sequence, fc.array(flat, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "{1,2}", "{2}?"), sequence)
  .map(([before, choices, suffix, after]) => `${before}(?:${choices.join("|")})${suffix}${after}`);
const expression = fc.oneof(flat, nested);

const text = fc
  .array(fc.constantFrom("q", "z", "x", "Q", "qzx", "zqxz", "xqzx", "xqqz", " ", "1", "\n"), {
    maxLength: 60,
    size: "max",
  })
  .map((parts) => parts.join(""));

describe("regexes", () => {
  it("match as JavaScript's own engine does, whatever the chunks and the blocks", () => {
    fc.assert(
      fc.property(
        expression.filter((source) => !new RegExp(source).test("") && !/^(\(\?|\\[bB]|\^|\$)*$/.test(source)),
        text,
        fc.boolean(),
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(8, 32, 2048),
        (source, input, nocase, chunk, blockBytes) => {
          const definitions = define([source], nocase);
          fc.pre(compile(definitions).summary.quarantined.every(({ lane }) => lane === "slow"));
          const bytes = Buffer.from(input);
          expect(scan(definitions, bytes, chunk, blockBytes)).toEqual(oracle(definitions, bytes, blockBytes));
        },
      ),
      { numRuns: 1200 },
    );
  });

  it("take time linear in hostile input", () => {
    const definitions = define(["(?:a+)+abc", "x*x*x*x*abc$", "abc.*abc.*abc.*!", "(?:a|a)*abcd"]);
    for (const unit of ["a", "abc", "x"])
      expect(
        scan(definitions, Buffer.from(unit.repeat(1_000_000 / unit.length)), 2 ** 20).length,
      ).toBeGreaterThanOrEqual(0);
  });

  it("that need backtracking, or match everywhere, are rejected by name and reason", () => {
    const { summary } = compile(define(["(abc)\\1", "(?=.*abc)abcd", "x*", "[a-", "a{1,9000}bcd"]));
    expect(summary.rules).toBe(0);
    expect(summary.quarantined.map(({ id, lane, reason }) => [id, lane, reason])).toEqual([
      ["r0", "rejected", "backreference"],
      ["r1", "rejected", "look-around"],
      ["r2", "rejected", "matches-empty"],
      ["r3", "rejected", "syntax"],
      ["r4", "rejected", "too-large"],
    ]);
  });

  it("that require no literal run in the slow lane only", () => {
    const { artefact, summary } = compile(define(["\\d{3}-\\d{2}-\\d{4}"]));
    expect(summary.quarantined).toMatchObject([{ id: "r0", lane: "slow", reason: "no-usable-atom" }]);
    const bytes = Buffer.from("ssn 123-45-6789.");
    expect(scanBytes(Database.load(artefact), bytes)).toEqual([]);
    expect(scanBytes(Database.load(artefact), bytes, { slowLane: true })).toEqual([{ rule: 0, start: 4, end: 15 }]);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checksummedKinds, nameKinds } from "../../src/passes/entities/index.ts";
import { generated } from "./labelled/generate.ts";
import { parts, scoreOf } from "./labelled/score.ts";

const isName = (kind: string): boolean => (nameKinds as readonly string[]).includes(kind);
const isChecksummed = (kind: string): boolean => (checksummedKinds as readonly string[]).includes(kind);

describe("the labelled set", () => {
  it("holds what its generator writes", () => {
    for (const [name, content] of Object.entries(generated()))
      expect(readFileSync(join(import.meta.dirname, "labelled", name), "utf8")).toBe(content);
  });

  it("has at least 1,000 labels", () => {
    expect(scoreOf("development").labels + scoreOf("held-out").labels).toBeGreaterThanOrEqual(1000);
  });

  for (const part of parts)
    describe(`in its ${part} part`, () => {
      const { kinds, mistakes } = scoreOf(part);

      it("has every kind that the pass reports", () => {
        expect(kinds.length).toBe(27);
      });

      for (const { kind, precision, recall } of kinds.filter((one) => !isName(one.kind)))
        it(`finds ${kind} with the precision and recall that are asked for`, () => {
          const wrong = mistakes.filter((one) => one.kind === kind).map(({ sort, text }) => `${sort} ${text}`);
          expect(precision, wrong.join("; ")).toBeGreaterThanOrEqual(isChecksummed(kind) ? 0.95 : 0.9);
          expect(recall, wrong.join("; ")).toBeGreaterThanOrEqual(0.9);
        });
    });
});

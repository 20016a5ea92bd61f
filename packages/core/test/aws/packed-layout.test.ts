import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packPlan, packReceipt, unpackPlan, unpackReceipt } from "../../src/aws/dynamodb-tally-item.ts";
import { samplePlan } from "../sample-plan.ts";

describe("packed plans and receipts", () => {
  it("carry the version of their layout first", () => {
    expect(packPlan(samplePlan("0", 2))).toMatch(/^1\[/);
    expect(packReceipt({ outcome: "failed" })).toMatch(/^1\[/);
  });

  it.each(["2", "0", "10", "01", ""])("of layout %j are refused, with what to do", (version) => {
    const other = (packed: string): string => version + packed.slice(1);
    const refusal = /reads layout 1; deploy one version to all functions and workers/;
    expect(() => unpackPlan(other(packPlan(samplePlan("0", 2))))).toThrow(refusal);
    expect(() => unpackReceipt(other(packReceipt({ outcome: "failed" })))).toThrow(refusal);
  });

  it("are read as they were written", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 20 });
    const receipt = fc.record(
      {
        outcome: fc.constantFrom("succeeded", "failed", "skipped", "expired", "cancelled"),
        input: fc.oneof(text, fc.constant("ab".repeat(32))),
        version: fc.nat(),
        at: fc.nat(),
        ms: fc.nat(),
        attempts: fc.nat(),
        error: fc.record({ kind: text, message: text }),
      },
      { requiredKeys: ["outcome"] },
    );
    fc.assert(
      fc.property(receipt, (one) => {
        expect(unpackReceipt(packReceipt(one))).toEqual(one);
      }),
    );
    const plan = samplePlan("0", 3, [[], [0], [0, 1]]);
    expect(unpackPlan(packPlan(plan))).toEqual(plan);
  });
});

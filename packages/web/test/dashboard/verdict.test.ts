import { describe, expect, test } from "vitest";
import type { PackageSummary } from "../../src/dashboard/data/queries.ts";
import { verdict } from "../../src/dashboard/package/overview/verdict.ts";

const pkg = (state: string, progress: object = {}, more: object = {}): PackageSummary =>
  ({
    state,
    round: 1,
    stalled: false,
    progress: {
      expected: 16,
      settled: 16,
      failed: 0,
      tasks: { counts: { findings: 14, entities: 0 }, failed: 0 },
      ...progress,
    },
    ...more,
  }) as unknown as PackageSummary;

describe("the state of a package in one sentence", () => {
  test("shows progress and findings so far while the package runs", () => {
    expect(verdict(pkg("intake"))).toBe("Being validated and unpacked.");
    expect(verdict(pkg("open", { settled: 7, failed: 1 }))).toBe(
      "7 of 16 components processed. 1 failed. 14 findings so far.",
    );
    expect(verdict(pkg("open", { settled: 7 }, { stalled: true }))).toMatch(/^No progress for a while/);
    expect(verdict(pkg("aggregating"))).toMatch(/being aggregated/);
  });

  test("shows what was processed, what failed and what was counted at the end", () => {
    const found = { counts: { findings: 14, entities: 1 }, unsuccessful: 2 };
    expect(verdict(pkg("complete"))).toBe("All 16 components processed. 14 findings.");
    expect(verdict(pkg("partial", { failed: 2 }), found)).toBe(
      "14 of 16 components processed, 2 failed. 14 findings, 1 entity.",
    );
    expect(verdict(pkg("complete", { expected: 1, settled: 1 }), { ...found, counts: { findings: 0 } })).toBe(
      "1 component processed.",
    );
    expect(verdict(pkg("failed", { failed: 16 }))).toMatch(/^Too many failures: 16 of 16/);
    expect(verdict(pkg("rejected"))).toMatch(/^Rejected/);
    expect(verdict(pkg("cancelled", { settled: 3 }))).toBe("Cancelled after 3 of 16 components.");
  });

  test("covers the whole package after a redrive, not only the latest round", () => {
    const again = { expected: 1, settled: 1, failed: 0 };
    const text = verdict(pkg("partial", again, { round: 2 }), { counts: { findings: 14 }, unsuccessful: 1 });
    expect(text).toBe("Round 2 re-ran 1 component. 1 task has not succeeded. 14 findings.");
    expect(verdict(pkg("complete", again, { round: 2 }), { counts: {}, unsuccessful: 0 })).toMatch(
      /No failures remain/,
    );
  });
});

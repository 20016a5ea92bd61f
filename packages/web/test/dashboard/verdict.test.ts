import { describe, expect, test } from "vitest";
import type { PackageSummary } from "../../src/dashboard/data/queries.ts";
import { verdict } from "../../src/dashboard/package/overview/verdict.ts";

const one = (state: string, progress: object = {}, more: object = {}): PackageSummary =>
  ({
    state,
    round: 1,
    stalled: false,
    progress: { expected: 16, settled: 16, failed: 0, tasks: { findings: 14, failed: 0 }, ...progress },
    ...more,
  }) as unknown as PackageSummary;

describe("the state of a package in one sentence", () => {
  test("shows progress and findings so far while the package runs", () => {
    expect(verdict(one("intake"))).toBe("Being validated and unpacked.");
    expect(verdict(one("open", { settled: 7, failed: 1 }))).toBe(
      "7 of 16 components analysed. 1 failed. 14 findings so far.",
    );
    expect(verdict(one("open", { settled: 7 }, { stalled: true }))).toMatch(/^No progress for a while/);
    expect(verdict(one("aggregating"))).toMatch(/report is being written/);
  });

  test("shows what was analysed, what failed and how severe the findings are at the end", () => {
    const found = { findings: 14, grave: 10, unsuccessful: 2 };
    expect(verdict(one("complete"))).toBe("All 16 components analysed. 14 findings.");
    expect(verdict(one("partial", { failed: 2 }), found)).toBe(
      "14 of 16 components analysed, 2 failed. 14 findings, 10 of them critical or high.",
    );
    expect(verdict(one("complete", { expected: 1, settled: 1 }), { ...found, findings: 0 })).toBe(
      "1 component analysed. No findings.",
    );
    expect(verdict(one("failed", { failed: 16 }))).toMatch(/^Too many failures: 16 of 16/);
    expect(verdict(one("rejected"))).toMatch(/^Rejected/);
    expect(verdict(one("cancelled", { settled: 3 }))).toBe("Cancelled after 3 of 16 components.");
  });

  test("covers the whole package after a redrive, not only the latest round", () => {
    const again = { expected: 1, settled: 1, failed: 0 };
    const text = verdict(one("partial", again, { round: 2 }), { findings: 14, grave: 10, unsuccessful: 1 });
    expect(text).toBe(
      "Round 2 re-ran 1 component. 1 task has not succeeded. 14 findings, 10 of them critical or high.",
    );
    expect(verdict(one("complete", again, { round: 2 }), { findings: 0, grave: 0, unsuccessful: 0 })).toMatch(
      /No failures remain/,
    );
  });
});

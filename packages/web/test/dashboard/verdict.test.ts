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

describe("what has happened to a package is said in a sentence", () => {
  test("while it runs: how far it is, and what is known already", () => {
    expect(verdict(one("intake"))).toBe("It is being checked and taken apart.");
    expect(verdict(one("open", { settled: 7, failed: 1 }))).toBe(
      "7 of 16 components analysed. 1 failed. 14 findings so far.",
    );
    expect(verdict(one("open", { settled: 7 }, { stalled: true }))).toMatch(/^Nothing has moved for a while/);
    expect(verdict(one("aggregating"))).toMatch(/report is being written/);
  });

  test("at its end: what was analysed, what was not, and how grave the findings are", () => {
    const found = { findings: 14, grave: 10, unsuccessful: 2 };
    expect(verdict(one("complete"))).toBe("All 16 components were analysed. 14 findings.");
    expect(verdict(one("partial", { failed: 2 }), found)).toBe(
      "14 of 16 components analysed, 2 could not be. 14 findings, 10 of them critical or high.",
    );
    expect(verdict(one("complete", { expected: 1, settled: 1 }), { ...found, findings: 0 })).toBe(
      "Its one component was analysed. No findings.",
    );
    expect(verdict(one("failed", { failed: 16 }))).toMatch(/^Too much of it failed: 16 of 16/);
    expect(verdict(one("rejected"))).toMatch(/could not be taken in/);
    expect(verdict(one("cancelled", { settled: 3 }))).toBe("It was cancelled after 3 of 16 components.");
  });

  test("after a redrive the whole package is told, not the round alone", () => {
    const again = { expected: 1, settled: 1, failed: 0 };
    const text = verdict(one("partial", again, { round: 2 }), { findings: 14, grave: 10, unsuccessful: 1 });
    expect(text).toBe(
      "Round 2 ran 1 component again. 1 task of the whole did not succeed. 14 findings, 10 of them critical or high.",
    );
    expect(verdict(one("complete", again, { round: 2 }), { findings: 0, grave: 0, unsuccessful: 0 })).toMatch(
      /Nothing is failed any more/,
    );
  });
});

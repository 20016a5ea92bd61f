import { bands, declaredFactors, PriorityTable, score } from "@torrent/core/unstable";
import { describe, expect, it } from "vitest";
import { analysisPriority, priorityTable } from "../../src/priority/table.ts";
import { calibrate, priorityCases, scoreCase } from "./priority-cases.ts";

describe("the table of weights", () => {
  it("is valid itself", () => {
    const { severity: _, sensitive: __, ...table } = priorityTable;
    expect(PriorityTable.parse(table)).toEqual(table);
  });

  it("puts every case of the calibration into its band", () => {
    for (const one of priorityCases) expect(scoreCase(one), one.what).toMatchObject({ band: one.band });
  });

  it("begins each band halfway between the cases on either side, by a margin of at least two points", () => {
    for (const { band, floor, margin } of calibrate()) {
      expect(margin, band).toBeGreaterThanOrEqual(2);
      expect(Math.abs(floor - priorityTable.bands[band]), band).toBeLessThanOrEqual(0.5);
    }
    expect(new Set(priorityCases.map(({ band }) => band))).toEqual(new Set(bands));
  });

  it("takes the urgent lane for what is declared urgent, and not for what is not", () => {
    const points = (urgency: string) =>
      score(declaredFactors({ urgency, source: "scanner" }, priorityTable).factors, priorityTable).score;
    expect(points("high")).toBeGreaterThanOrEqual(priorityTable.urgentFrom);
    expect(points("normal") + priorityTable.points.kind).toBeLessThan(priorityTable.urgentFrom);
  });
});

describe("a team's own table", () => {
  it("replaces what it names, and keeps the rest", () => {
    const factors = { urgency: 40, source: 5, kind: 10, severity: 20, sensitivity: 10, corroboration: 10, waiting: 5 };
    const table = analysisPriority({ version: "ours-3", factors, kinds: { log: 0.2 }, sensitive: { email: 0.5 } });
    expect(table).toMatchObject({ version: "ours-3", points: factors, bands: priorityTable.bands });
    expect(table.kinds).toEqual({ ...priorityTable.kinds, log: 0.2 });
    expect(table.sensitive).toEqual({ ...priorityTable.sensitive, email: 0.5 });
    expect(table.severity).toEqual(priorityTable.severity);
  });

  it.each([
    ["the reference's version", { version: priorityTable.version }, "a version of your own"],
    ["points that do not add up", { version: "x", factors: { urgency: 90 } }, "add up to 100"],
    ["bands out of order", { version: "x", bands: { critical: 58, high: 90, normal: 19 } }, "above the next"],
    ["severities out of order", { version: "x", severity: { low: 0.95 } }, "more severe finding"],
    ["a mistyped name", { version: "x", urgentfrom: 1 }, 'did you mean "urgentFrom"'],
    ["a value past 1", { version: "x", urgency: { high: 1.5 } }, "urgency.high"],
  ])("is refused with the reason where it has %s", (_, given, reason) => {
    expect(() => analysisPriority(given)).toThrow(reason);
  });
});

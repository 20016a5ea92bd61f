import { bands, declaredFactors, PriorityTable, parsePriority, score } from "@torrent/core/unstable";
import { describe, expect, it } from "vitest";
import { priorityTable } from "../../src/priority/table.ts";
import { calibrate, priorityCases, scoreCase } from "./priority-cases.ts";

describe("the table of weights", () => {
  it("is valid itself", () => {
    expect(PriorityTable.parse(priorityTable)).toEqual(priorityTable);
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
    const points = (urgency: string) => score(declaredFactors({ urgency, source: "scanner" }).factors).score;
    expect(points("high")).toBeGreaterThanOrEqual(priorityTable.urgentFrom);
    expect(points("normal") + priorityTable.points.kind).toBeLessThan(priorityTable.urgentFrom);
  });
});

describe("a deployment's own table", () => {
  it("replaces what it names, and keeps the rest", () => {
    const points = { urgency: 40, source: 5, kind: 10, severity: 20, sensitivity: 10, corroboration: 10, waiting: 5 };
    const table = parsePriority(JSON.stringify({ version: "ours-3", points, kinds: { log: 0.2 } }));
    expect(table).toMatchObject({ version: "ours-3", points, bands: priorityTable.bands });
    expect(table.kinds).toEqual({ ...priorityTable.kinds, log: 0.2 });
    expect(parsePriority(undefined)).toBe(priorityTable);
  });

  it.each([
    ["no JSON", "{", "not JSON"],
    ["a list", "[]", "not a JSON object"],
    ["no version", '{"urgentFrom":30}', '"version" of its own'],
    ["the project's version", `{"version":"${priorityTable.version}"}`, '"version" of its own'],
    ["points that do not add up", '{"version":"x","points":{"urgency":90}}', "add up to 100"],
    ["bands out of order", '{"version":"x","bands":{"high":90}}', "above the next"],
    ["severities out of order", '{"version":"x","severity":{"low":0.95}}', "graver severity"],
    ["a mistyped name", '{"version":"x","urgentfrom":1}', "urgentfrom"],
    ["a value past 1", '{"version":"x","urgency":{"high":1.5}}', "urgency.high"],
  ])("is refused with the reason where it has %s", (_, json, reason) => {
    expect(() => parsePriority(json)).toThrow(reason);
    expect(() => parsePriority(json)).toThrow("TORRENT_PRIORITY");
  });
});

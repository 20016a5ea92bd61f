import { describe, expect, it } from "vitest";
import { defineChoreography } from "../src/choreography/define-choreography.ts";
import { definePass } from "../src/choreography/define-pass.ts";
import { whole } from "../src/decomposers/whole.ts";
import { type EstimateTable, estimateOf } from "../src/stages/classify/estimates.ts";
import { planFor } from "../src/stages/classify/plan-for.ts";
import { calibrate } from "../src/stages/measure/calibrate.ts";
import type { Measurement } from "../src/stages/measure/measurements.ts";

const scan = definePass({
  name: "scan",
  version: 1,
  accepts: () => true,
  estimate: ({ bytes }) => ({ seconds: 1 + bytes / 1e6, memoryMB: 128 }),
  run: async () => ({}),
});
const choreographyWith = (estimates?: EstimateTable) =>
  defineChoreography({ name: "scans", decompose: whole("log"), passes: [scan], ...(estimates ? { estimates } : {}) });
const { passes } = choreographyWith();

const measured = (kind: string, bytes: number, seconds: number): Measurement => ({
  pass: "scan",
  kind,
  bytes,
  route: "function",
  estimatedSeconds: scan.estimate({ name: "x", kind, bytes, sha256: "" }).seconds,
  seconds,
});

/** Tasks that keep exactly to a line of their own. */
const along = (kind: string, constant: number, perMB: number): Measurement[] =>
  [1e3, 2e3, 1e5, 1e6, 5e6, 20e6].map((bytes) =>
    measured(kind, bytes, constant + (bytes < 256e3 ? 0 : (perMB * bytes) / 1e6)),
  );

const component = (kind: string, bytes: number) => ({ name: "a", kind, bytes, sha256: "0".repeat(64) });

describe("calibration", () => {
  it("finds the line that a pass keeps to, for each kind by itself", () => {
    const { table, rows } = calibrate([...along("log", 0.2, 0.05), ...along("xml", 0.4, 2)], passes);
    expect(table.passes.scan?.log).toEqual({ seconds: 0.2, secondsPerMB: 0.05 });
    expect(table.passes.scan?.xml).toEqual({ seconds: 0.4, secondsPerMB: 2 });
    expect(rows.map(({ kind, tasks }) => [kind, tasks])).toEqual([
      ["*", 12],
      ["xml", 6],
      ["log", 6],
    ]);
    expect(rows[1]?.estimatedSeconds).toBeCloseTo(6 + 26.103);
  });

  it("is not moved by one stray, and leaves kinds of few tasks to the line of all", () => {
    const tasks = [
      ...along("log", 0.2, 0.05),
      ...along("log", 0.2, 0.05),
      measured("log", 500, 90),
      measured("pdf", 1e6, 50),
    ];
    const { table } = calibrate(tasks, passes);
    expect(table.passes.scan?.log?.seconds).toBe(0.2);
    expect(table.passes.scan).not.toHaveProperty("pdf");
  });

  it("keeps the pass's own slope where nothing large was measured, and forgets passes that are gone", () => {
    const tasks = Array.from({ length: 6 }, () => measured("log", 1000, 0.3));
    expect(calibrate(tasks, passes).table.passes.scan?.log).toEqual({ seconds: 0.3, secondsPerMB: 1 });
    expect(
      calibrate(
        tasks.map((task) => ({ ...task, pass: "gone" })),
        passes,
      ),
    ).toEqual({
      rows: [],
      table: { version: 1, passes: {} },
    });
  });

  it("gives estimates that take the place of the pass's own, and so decide the route", () => {
    const { table } = calibrate(along("xml", 0.4, 100), passes);
    const { estimates } = choreographyWith(JSON.parse(JSON.stringify(table)));
    expect(estimateOf(scan, component("xml", 10e6), estimates)).toEqual({ seconds: 1000.4, memoryMB: 128 });
    const routeOf = (given?: EstimateTable): string | undefined =>
      planFor("0", component("xml", 10e6), choreographyWith(given), []).tasks[0]?.route;
    expect([routeOf(), routeOf(estimates)]).toEqual(["function", "worker"]);
  });

  it("refuses an estimate table that is not one, and says where", () => {
    expect(choreographyWith().estimates).toBeUndefined();
    expect(() => choreographyWith("{" as never)).toThrow('Choreography "scans": estimates');
    const negative = { version: 1, passes: { scan: { log: { seconds: -1, secondsPerMB: 0 } } } } as const;
    expect(() => choreographyWith(negative)).toThrow("passes.scan.log.seconds");
  });
});

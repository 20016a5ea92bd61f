import type { Pass } from "../../choreography/define-pass.ts";
import { ANY_KIND, type EstimateLine, type EstimateTable } from "../classify/estimates.ts";
import type { Measurement } from "./measurements.ts";

/** Fewer tasks of a kind are too few for a fit; they count for the pass as a whole. */
const ENOUGH = 5;
/** Components below this give the constant, those above it the slope. */
const SMALL_BYTES = 256_000;

/** Estimate against actual, of one pass over one kind of component; `kind` is `*` for all of them together. */
export interface CalibrationRow {
  pass: string;
  kind: string;
  tasks: number;
  bytes: number;
  estimatedSeconds: number;
  seconds: number;
  fitted: EstimateLine;
}

const median = (values: readonly number[]): number | undefined =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const rounded = (value: number): number => Number(value.toPrecision(3));

/** The line that a pass draws itself. */
const ownLine = (pass: Pass, kind: string): EstimateLine => {
  const seconds = (bytes: number): number => pass.estimate({ name: "x", kind, bytes, sha256: "" }).seconds;
  return { seconds: seconds(0), secondsPerMB: seconds(2e6) - seconds(1e6) };
};

/**
 * The constant is the median of the small components, so that a stray does not move it; the slope is what the large ones
 * took beyond it, by the megabyte. Where there are none of a size, the line given stays.
 */
const fit = (tasks: readonly Measurement[], given: EstimateLine): EstimateLine => {
  const small = tasks.filter(({ bytes }) => bytes < SMALL_BYTES);
  const large = tasks.filter(({ bytes }) => bytes >= SMALL_BYTES);
  const seconds = median(small.map((task) => task.seconds)) ?? Math.min(given.seconds, ...large.map((t) => t.seconds));
  const beyond = sum(large.map((task) => Math.max(0, task.seconds - seconds)));
  const secondsPerMB = large.length > 0 ? beyond / (sum(large.map(({ bytes }) => bytes)) / 1e6) : given.secondsPerMB;
  return { seconds: rounded(seconds), secondsPerMB: rounded(secondsPerMB) };
};

const grouped = <T>(values: readonly T[], key: (value: T) => string): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const value of values) groups.set(key(value), [...(groups.get(key(value)) ?? []), value]);
  return groups;
};

const rowOf = (pass: Pass, kind: string, tasks: readonly Measurement[], given: EstimateLine): CalibrationRow => ({
  pass: pass.name,
  kind,
  tasks: tasks.length,
  bytes: sum(tasks.map(({ bytes }) => bytes)),
  estimatedSeconds: sum(tasks.map(({ estimatedSeconds }) => estimatedSeconds)),
  seconds: sum(tasks.map(({ seconds }) => seconds)),
  fitted: fit(tasks, given),
});

/** Compares estimates with what was measured, and fits them again, per pass and kind. Passes that no longer exist are left out. */
export const calibrate = (
  measured: readonly Measurement[],
  passes: ReadonlyMap<string, Pass>,
): { rows: CalibrationRow[]; table: EstimateTable } => {
  const rows = [...grouped(measured, ({ pass }) => pass)].flatMap(([name, tasks]) => {
    const pass = passes.get(name);
    if (!pass) return [];
    const all = rowOf(pass, ANY_KIND, tasks, ownLine(pass, ANY_KIND));
    const kinds = [...grouped(tasks, ({ kind }) => kind)]
      .filter(([, some]) => some.length >= ENOUGH)
      .map(([kind, some]) => rowOf(pass, kind, some, all.fitted))
      .toSorted((a, b) => b.seconds - a.seconds);
    return [all, ...kinds];
  });
  const table: EstimateTable = { version: 1, passes: {} };
  for (const { pass, kind, fitted } of rows) table.passes[pass] = { ...table.passes[pass], [kind]: fitted };
  return { rows, table };
};

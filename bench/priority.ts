import { priorityTable, type Severity } from "@torrent/analysis";
import { bands } from "@torrent/core/unstable";
import type { Evidence } from "../packages/analysis/src/priority/evidence.ts";
import { calibrate, priorityCases, scoreCase } from "../packages/analysis/test/priority/priority-cases.ts";
import { atLeast, type BenchResult, equals, round } from "./bench.ts";

const GENERATED = 20_000;

/** Mulberry32: the same cases on every machine. */
const random = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

/** Deliveries as they come: most hold little, each graver severity is rarer, a tenth is declared urgent. */
const generated = (next: () => number) => {
  const some = (chance: number, most: number): number => (next() < chance ? Math.ceil(most ** next()) : 0);
  const declared: Record<string, string> = {};
  const word = next();
  if (word < 0.02) declared.urgency = "critical";
  else if (word < 0.1) declared.urgency = "high";
  else if (word < 0.3) declared.urgency = "low";
  if (next() < 0.3) declared.source = "scanner";
  const bySeverity: Partial<Record<Severity, number>> = {
    info: some(0.6, 500),
    low: some(0.5, 300),
    medium: some(0.3, 100),
    high: some(0.12, 50),
    critical: some(0.04, 20),
  };
  const kinds = ["text", "log", "csv", "json", "office", "mail", "source", "sqlite", "executable"].filter(
    (_, at) => next() < 0.4 / (1 + at / 3),
  );
  const entities = {
    email: some(0.5, 500),
    person: some(0.3, 100),
    phone: some(0.2, 100),
    iban: some(0.08, 50),
    "payment-card": some(0.05, 50),
  };
  const found: Evidence = { bySeverity, kinds, entities, shared: some(0.5, 100) };
  return { declared, found };
};

/** The cases that the bands are calibrated on, and what share of generated deliveries each band then takes. */
export const run = async (): Promise<BenchResult> => {
  const cases = priorityCases.map((one) => ({ ...one, score: scoreCase(one) }));
  const next = random(6);
  const counts = new Map<string, number>();
  for (let n = 0; n < GENERATED; n += 1) {
    const { band } = scoreCase(generated(next));
    counts.set(band, (counts.get(band) ?? 0) + 1);
  }
  const floors = calibrate();
  return {
    rows: [
      ...cases.map(({ what, band, score }) => ({ what, score: score.score, band: score.band, wanted: band })),
      ...floors.map(({ band, floor }) => ({
        what: `${band} by the cases, and by the table`,
        score: round(floor),
        band: priorityTable.bands[band],
        wanted: "",
      })),
      ...bands.map((band) => ({
        what: `percent of ${GENERATED.toLocaleString("en")} generated deliveries`,
        score: round((100 * (counts.get(band) ?? 0)) / GENERATED),
        band,
        wanted: "",
      })),
    ],
    targets: [
      equals("cases in their band", cases.filter((one) => one.band === one.score.band).length, cases.length),
      atLeast("smallest margin of a band, points", round(Math.min(...floors.map(({ margin }) => margin))), 2),
    ],
  };
};

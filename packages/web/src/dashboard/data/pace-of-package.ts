import { addSample, type Pace, paceOf, type Sample } from "../../pace.ts";
import { isActive, type PackageDetail, type PackageSummary, type StageView } from "./queries.ts";

/** Samples closer together than this are treated as one. */
const APART_MS = 900;

const samples = new Map<string, Sample[]>();

const paceOfCount = (name: string, settled: number, expected: number, now: number, from: number): Pace | undefined => {
  const known = samples.get(name) ?? [{ at: from, settled: 0 }];
  const last = known.at(-1);
  const next =
    last?.settled === settled && now - (last?.at ?? 0) < APART_MS ? known : addSample(known, { at: now, settled });
  samples.set(name, next);
  return paceOf(next, expected);
};

/** Keeps the count of each response and returns the pace; the start of the round is the first sample. */
export const paceOfPackage = (pkg: PackageSummary, now: number): Pace | undefined => {
  const { expected, settled } = pkg.progress;
  const name = `${pkg.id}/${pkg.round}`;
  if (!isActive(pkg) || expected === undefined) {
    for (const known of samples.keys()) if (known.startsWith(pkg.id)) samples.delete(known);
    return undefined;
  }
  return paceOfCount(name, settled, expected, now, pkg.roundAt);
};

/** The same for one stage, in the stage's unit. */
export const paceOfStage = (pkg: PackageDetail, { stage, done, failed, expected = 0 }: StageView): Pace | undefined =>
  paceOfCount(`${pkg.id}/${pkg.round}/${stage}`, done + failed, expected, pkg.now, pkg.roundAt);

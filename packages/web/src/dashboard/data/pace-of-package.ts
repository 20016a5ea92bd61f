import { addSample, type Pace, paceOf, type Sample } from "./pace.ts";
import { isActive, type PackageSummary } from "./queries.ts";

const samples = new Map<string, Sample[]>();

/** Remembers each answer's count, and tells the pace; the package's arrival is the first sample. */
export const paceOfPackage = (one: PackageSummary, now: number): Pace | undefined => {
  const { expected, settled } = one.progress;
  if (!isActive(one) || expected === undefined) {
    samples.delete(one.id);
    return undefined;
  }
  const name = `${one.id}/${one.round}`;
  const known = samples.get(name) ?? [{ at: one.createdAt, settled: 0 }];
  const next =
    known.at(-1)?.settled === settled && now - (known.at(-1)?.at ?? 0) < 900
      ? known
      : addSample(known, { at: now, settled });
  samples.set(name, next);
  return paceOf(next, expected);
};

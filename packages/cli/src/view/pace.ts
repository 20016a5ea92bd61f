import { formatRate, formatTimeLeft } from "@torrent/core/format";
import { addSample, type Pace, type PackagePage, paceOf, type Sample } from "@torrent/web/client";

type Listed = PackagePage["packages"][number];

/** Keeps samples of each package and returns its current pace. */
export type Pacer = (pkg: Listed, now: number) => Pace | undefined;

export const pacer = (): Pacer => {
  const samples = new Map<string, Sample[]>();
  return (pkg, now) => {
    const { expected, settled } = pkg.progress;
    if (expected === undefined) return undefined;
    const name = `${pkg.id}/${pkg.round}`;
    const next = addSample(samples.get(name) ?? [{ at: pkg.roundAt, settled: 0 }], { at: now, settled });
    samples.set(name, next);
    return paceOf(next, expected);
  };
};

export const paceText = (pace: Pace | undefined): string =>
  pace === undefined || pace.perSecond <= 0
    ? ""
    : [formatRate(pace.perSecond), ...(pace.leftMs && pace.leftMs.high > 0 ? [formatTimeLeft(pace.leftMs)] : [])].join(
        ", ",
      );

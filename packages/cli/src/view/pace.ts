import { addSample, type Pace, type PackagePage, paceOf, type Sample } from "@torrent/web/client";
import { left, rate } from "./quantities.ts";

type Listed = PackagePage["packages"][number];

/** Remembers what it was shown of each package, and tells how fast it goes. */
export type Pacer = (one: Listed, now: number) => Pace | undefined;

export const pacer = (): Pacer => {
  const samples = new Map<string, Sample[]>();
  return (one, now) => {
    const { expected, settled } = one.progress;
    if (expected === undefined) return undefined;
    const name = `${one.id}/${one.round}`;
    const next = addSample(samples.get(name) ?? [{ at: one.roundAt, settled: 0 }], { at: now, settled });
    samples.set(name, next);
    return paceOf(next, expected);
  };
};

export const paceText = (pace: Pace | undefined): string =>
  pace === undefined || pace.perSecond <= 0
    ? ""
    : [rate(pace.perSecond), ...(pace.leftMs && pace.leftMs.high > 0 ? [left(pace.leftMs)] : [])].join(", ");

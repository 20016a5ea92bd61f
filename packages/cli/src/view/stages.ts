import { formatCount, pluralOf } from "@torrent/core/format";
import type { PackageDetail } from "@torrent/web/client";
import type { Paint } from "../io.ts";
import { table } from "./table.ts";

type Stage = PackageDetail["stages"][number];

const BAR = 24;

/** Done, failed and in flight have different marks, so that the bar is readable without colour. */
export const bar = ({ done, failed, inFlight, missing }: Stage, paint: Paint): string => {
  const total = done + failed + inFlight + missing;
  if (total === 0) return "·".repeat(BAR);
  const upTo = (n: number): number => Math.round((n / total) * BAR);
  const [a, b, c] = [upTo(done), upTo(done + failed), upTo(done + failed + inFlight)];
  return (
    paint("green", "█".repeat(a)) +
    paint("red", "▓".repeat(b - a)) +
    paint("cyan", "▒".repeat(c - b)) +
    "·".repeat(BAR - c)
  );
};

/** `12 done, 1 failed, 3 in flight (2 retrying), 4 pending`. */
export const stageCounts = (stage: Stage): string => {
  const { done, failed, inFlight, missing, retrying } = stage;
  return [
    `${formatCount(done)} done`,
    failed > 0 ? `${formatCount(failed)} failed` : "",
    inFlight > 0
      ? `${formatCount(inFlight)} in flight${retrying > 0 ? ` (${formatCount(retrying)} retrying)` : ""}`
      : "",
    missing > 0 ? `${formatCount(missing)} pending` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
};

const totalOf = (stage: Stage): string => {
  const { expected, growing, approximate } = stage;
  if (expected === undefined) return "?";
  return `${approximate ? "~" : ""}${formatCount(expected)}${growing ? "+" : ""} ${pluralOf(stage.unit, expected)}`;
};

/** One line per stage; heavy work is omitted if there is none. */
export const stageLines = (stages: readonly Stage[], paint: Paint): string[] => {
  const shown = stages.filter(({ stage, expected, growing }) => stage !== "heavy" || growing || (expected ?? 0) > 0);
  const rows = shown.map((stage) => [
    `  ${stage.stage}`,
    bar(stage, paint),
    stage.status,
    totalOf(stage),
    stageCounts(stage),
  ]);
  return table(rows, [3]);
};

const colours = { failed: "red", rejected: "red", partial: "yellow", complete: "green", cancelled: "gray" } as const;

export const paintState = (state: string, paint: Paint): string =>
  paint(state in colours ? colours[state as keyof typeof colours] : "cyan", state);

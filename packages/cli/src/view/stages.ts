import type { PackageDetail } from "@torrent/web/client";
import type { Paint } from "../io.ts";
import { count } from "./quantities.ts";
import { table } from "./table.ts";

type Stage = PackageDetail["stages"][number];

const BAR = 24;

/** Done, failed and in flight apart by their marks, so that it is read without colour as well. */
export const bar = ({ done, failed, inFlight, missing }: Stage, paint: Paint): string => {
  const whole = done + failed + inFlight + missing;
  if (whole === 0) return "·".repeat(BAR);
  const upTo = (n: number): number => Math.round((n / whole) * BAR);
  const [a, b, c] = [upTo(done), upTo(done + failed), upTo(done + failed + inFlight)];
  return (
    paint("green", "█".repeat(a)) +
    paint("red", "▓".repeat(b - a)) +
    paint("cyan", "▒".repeat(c - b)) +
    "·".repeat(BAR - c)
  );
};

const unitOf = ({ unit }: Stage, n: number): string => count(n, unit).replace(/^\S+ /, "");

/** `12 done, 1 failed, 3 in flight (2 retrying), 4 to come`. */
export const terms = (stage: Stage): string => {
  const { done, failed, inFlight, missing, retrying } = stage;
  return [
    `${done.toLocaleString("en")} done`,
    failed > 0 ? `${failed.toLocaleString("en")} failed` : "",
    inFlight > 0 ? `${inFlight.toLocaleString("en")} in flight${retrying > 0 ? ` (${retrying} retrying)` : ""}` : "",
    missing > 0 ? `${missing.toLocaleString("en")} to come` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
};

const totalOf = (stage: Stage): string => {
  const { expected, growing, approximate } = stage;
  if (expected === undefined) return "?";
  return `${approximate ? "~" : ""}${expected.toLocaleString("en")}${growing ? "+" : ""} ${unitOf(stage, expected)}`;
};

/** One line for each stage; heavy work is left out where there is none. */
export const stageLines = (stages: readonly Stage[], paint: Paint): string[] => {
  const shown = stages.filter(({ stage, expected, growing }) => stage !== "heavy" || growing || (expected ?? 0) > 0);
  const rows = shown.map((stage) => [
    `  ${stage.stage}`,
    bar(stage, paint),
    stage.status,
    totalOf(stage),
    terms(stage),
  ]);
  return table(rows, [3]);
};

const colours = { failed: "red", rejected: "red", partial: "yellow", complete: "green", cancelled: "gray" } as const;

export const paintState = (state: string, paint: Paint): string =>
  paint(state in colours ? colours[state as keyof typeof colours] : "cyan", state);

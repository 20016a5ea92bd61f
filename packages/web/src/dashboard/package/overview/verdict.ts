import { countOf, formatCount } from "@torrent/core/format";
import type { PackageSummary } from "../../data/queries.ts";

/** What the report says of the package as a whole; a round counts only what it ran. */
export interface Found {
  findings: number;
  /** Of them critical or high. */
  grave: number;
  /** Tasks of all rounds that did not succeed in the end. */
  unsuccessful: number;
}

const foundText = ({ findings, grave }: Found): string => {
  if (findings === 0) return "No findings.";
  return `${countOf(findings, "finding")}${grave > 0 ? `, ${formatCount(grave)} of them critical or high` : ""}.`;
};

const running = (one: PackageSummary): string => {
  const { expected = 0, settled, failed, tasks } = one.progress;
  if (one.stalled)
    return `Nothing has moved for a while: ${formatCount(settled)} of ${countOf(expected, "component")} settled.`;
  const again = one.round > 1 ? " run again" : "";
  const lost = failed > 0 ? ` ${formatCount(failed)} failed.` : "";
  const found = tasks.findings > 0 ? ` ${countOf(tasks.findings, "finding")} so far.` : "";
  return `${formatCount(settled)} of ${countOf(expected, "component")}${again} analysed.${lost}${found}`;
};

const rerun = (one: PackageSummary, unsuccessful: number): string => {
  const { expected = 0, failed } = one.progress;
  const last = `Round ${one.round} ran ${countOf(expected, "component")} again${failed > 0 ? `, and ${formatCount(failed)} failed once more` : ""}.`;
  return `${last} ${unsuccessful === 0 ? "Nothing is failed any more." : `${countOf(unsuccessful, "task")} of the whole did not succeed.`}`;
};

const ended = (one: PackageSummary, found: Found): string => {
  const { expected = 0, failed } = one.progress;
  const whole = countOf(expected, "component");
  if (one.round > 1) return rerun(one, found.unsuccessful);
  if (failed > 0) return `${formatCount(expected - failed)} of ${whole} analysed, ${formatCount(failed)} could not be.`;
  if (expected === 0) return "It holds no components.";
  return `${expected === 1 ? "Its one component was" : `All ${whole} were`} analysed.`;
};

/** What has happened to a package, in a sentence or two for whoever sees it for the first time. */
export const verdict = (one: PackageSummary, found?: Found): string => {
  const { expected = 0, settled, failed, tasks } = one.progress;
  const known = found ?? { findings: tasks.findings, grave: 0, unsuccessful: tasks.failed };
  switch (one.state) {
    case "intake":
      return "It is being checked and taken apart.";
    case "open":
      return running(one);
    case "aggregating":
      return "Every component is settled; the report is being written.";
    case "complete":
    case "partial":
      return `${ended(one, known)} ${foundText(known)}`;
    case "failed":
      return failed > 0
        ? `Too much of it failed: ${formatCount(failed)} of ${countOf(expected, "component")} could not be analysed.`
        : "It ended without a report.";
    case "rejected":
      return "It could not be taken in, so nothing was analysed.";
    case "cancelled":
      return `It was cancelled after ${formatCount(settled)} of ${countOf(expected, "component")}.`;
    default:
      return "";
  }
};

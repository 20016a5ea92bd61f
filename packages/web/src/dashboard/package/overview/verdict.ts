import { count, plural } from "../../data/format.ts";
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
  return `${plural(findings, "finding")}${grave > 0 ? `, ${count(grave)} of them critical or high` : ""}.`;
};

const running = (one: PackageSummary): string => {
  const { expected = 0, settled, failed, tasks } = one.progress;
  if (one.stalled)
    return `Nothing has moved for a while: ${count(settled)} of ${plural(expected, "component")} settled.`;
  const again = one.round > 1 ? " run again" : "";
  const lost = failed > 0 ? ` ${count(failed)} failed.` : "";
  const found = tasks.findings > 0 ? ` ${plural(tasks.findings, "finding")} so far.` : "";
  return `${count(settled)} of ${plural(expected, "component")}${again} analysed.${lost}${found}`;
};

const rerun = (one: PackageSummary, unsuccessful: number): string => {
  const { expected = 0, failed } = one.progress;
  const last = `Round ${one.round} ran ${plural(expected, "component")} again${failed > 0 ? `, and ${count(failed)} failed once more` : ""}.`;
  return `${last} ${unsuccessful === 0 ? "Nothing is failed any more." : `${plural(unsuccessful, "task")} of the whole did not succeed.`}`;
};

const ended = (one: PackageSummary, found: Found): string => {
  const { expected = 0, failed } = one.progress;
  const whole = plural(expected, "component");
  if (one.round > 1) return rerun(one, found.unsuccessful);
  if (failed > 0) return `${count(expected - failed)} of ${whole} analysed, ${count(failed)} could not be.`;
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
        ? `Too much of it failed: ${count(failed)} of ${plural(expected, "component")} could not be analysed.`
        : "It ended without a report.";
    case "rejected":
      return "It could not be taken in, so nothing was analysed.";
    case "cancelled":
      return `It was cancelled after ${count(settled)} of ${plural(expected, "component")}.`;
    default:
      return "";
  }
};

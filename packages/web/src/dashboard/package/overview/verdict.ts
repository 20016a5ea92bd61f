import { countOf, formatCount } from "@torrent/core/format";
import type { PackageSummary } from "../../data/queries.ts";

/** Totals of the whole package from its report; a round counts only the components that it ran. */
export interface ReportTotals {
  findings: number;
  /** Findings that are critical or high. */
  severe: number;
  /** Tasks that did not succeed in any round. */
  unsuccessful: number;
}

const findingsText = ({ findings, severe }: ReportTotals): string => {
  if (findings === 0) return "No findings.";
  return `${countOf(findings, "finding")}${severe > 0 ? `, ${formatCount(severe)} of them critical or high` : ""}.`;
};

const runningText = (pkg: PackageSummary): string => {
  const { expected = 0, settled, failed, tasks } = pkg.progress;
  if (pkg.stalled)
    return `No progress for a while: ${formatCount(settled)} of ${countOf(expected, "component")} settled.`;
  const lost = failed > 0 ? ` ${formatCount(failed)} failed.` : "";
  const found = tasks.findings > 0 ? ` ${countOf(tasks.findings, "finding")} so far.` : "";
  return `${formatCount(settled)} of ${countOf(expected, pkg.round > 1 ? "redriven component" : "component")} analysed.${lost}${found}`;
};

const rerunText = (pkg: PackageSummary, unsuccessful: number): string => {
  const { expected = 0, failed } = pkg.progress;
  const again = failed > 0 ? `; ${formatCount(failed)} failed again` : "";
  const rest = `${countOf(unsuccessful, "task")} ${unsuccessful === 1 ? "has" : "have"} not succeeded.`;
  return `Round ${pkg.round} re-ran ${countOf(expected, "component")}${again}. ${unsuccessful === 0 ? "No failures remain." : rest}`;
};

const endedText = (pkg: PackageSummary, found: ReportTotals): string => {
  const { expected = 0, failed } = pkg.progress;
  const whole = countOf(expected, "component");
  if (pkg.round > 1) return rerunText(pkg, found.unsuccessful);
  if (failed > 0) return `${formatCount(expected - failed)} of ${whole} analysed, ${formatCount(failed)} failed.`;
  if (expected === 0) return "The package contains no components.";
  return `${expected === 1 ? whole : `All ${whole}`} analysed.`;
};

/** The state of a package in one or two sentences, for readers who see it for the first time. */
export const verdict = (pkg: PackageSummary, found?: ReportTotals): string => {
  const { expected = 0, settled, failed, tasks } = pkg.progress;
  const totals = found ?? { findings: tasks.findings, severe: 0, unsuccessful: tasks.failed };
  switch (pkg.state) {
    case "intake":
      return "Being validated and unpacked.";
    case "open":
      return runningText(pkg);
    case "aggregating":
      return "Every component is settled; the report is being written.";
    case "complete":
    case "partial":
      return `${endedText(pkg, totals)} ${findingsText(totals)}`;
    case "failed":
      return failed > 0
        ? `Too many failures: ${formatCount(failed)} of ${countOf(expected, "component")} could not be analysed.`
        : "Ended without a report.";
    case "rejected":
      return "Rejected, so nothing was analysed.";
    case "cancelled":
      return `Cancelled after ${formatCount(settled)} of ${countOf(expected, "component")}.`;
    default:
      return "";
  }
};

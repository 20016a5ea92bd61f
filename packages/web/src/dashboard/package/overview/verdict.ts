import { countOf, formatCount } from "@torrent/core/format";
import { countsText } from "../../data/counts.ts";
import type { PackageSummary } from "../../data/queries.ts";

/** Totals of the whole package from its outcome; a round counts only the components that it ran. */
export interface OutcomeTotals {
  counts: Readonly<Record<string, number>>;
  /** Tasks that did not succeed in any round. */
  unsuccessful: number;
}

const runningText = (pkg: PackageSummary): string => {
  const { expected = 0, settled, failed, tasks } = pkg.progress;
  if (pkg.stalled)
    return `No progress for a while: ${formatCount(settled)} of ${countOf(expected, "component")} settled.`;
  const lost = failed > 0 ? ` ${formatCount(failed)} failed.` : "";
  const counted = countsText(tasks.counts);
  const found = counted === "" ? "" : ` ${counted} so far.`;
  return `${formatCount(settled)} of ${countOf(expected, pkg.round > 1 ? "redriven component" : "component")} processed.${lost}${found}`;
};

const rerunText = (pkg: PackageSummary, unsuccessful: number): string => {
  const { expected = 0, failed } = pkg.progress;
  const again = failed > 0 ? `; ${formatCount(failed)} failed again` : "";
  const rest = `${countOf(unsuccessful, "task")} ${unsuccessful === 1 ? "has" : "have"} not succeeded.`;
  return `Round ${pkg.round} re-ran ${countOf(expected, "component")}${again}. ${unsuccessful === 0 ? "No failures remain." : rest}`;
};

const endedText = (pkg: PackageSummary, { unsuccessful }: OutcomeTotals): string => {
  const { expected = 0, failed } = pkg.progress;
  const whole = countOf(expected, "component");
  if (pkg.round > 1) return rerunText(pkg, unsuccessful);
  if (failed > 0) return `${formatCount(expected - failed)} of ${whole} processed, ${formatCount(failed)} failed.`;
  if (expected === 0) return "The package contains no components.";
  return `${expected === 1 ? whole : `All ${whole}`} processed.`;
};

/** The state of a package in one or two sentences, for readers who see it for the first time. */
export const verdict = (pkg: PackageSummary, outcome?: OutcomeTotals): string => {
  const { expected = 0, settled, failed, tasks } = pkg.progress;
  const known = outcome ?? { counts: tasks.counts, unsuccessful: tasks.failed };
  const counted = countsText(known.counts);
  switch (pkg.state) {
    case "intake":
      return "Being validated and unpacked.";
    case "open":
      return runningText(pkg);
    case "aggregating":
      return "Every component is settled; the results are being aggregated.";
    case "complete":
    case "partial":
      return `${endedText(pkg, known)}${counted === "" ? "" : ` ${counted}.`}`;
    case "failed":
      return failed > 0
        ? `Too many failures: ${formatCount(failed)} of ${countOf(expected, "component")} could not be processed.`
        : "Ended without an outcome.";
    case "rejected":
      return "Rejected, so nothing was processed.";
    case "cancelled":
      return `Cancelled after ${formatCount(settled)} of ${countOf(expected, "component")}.`;
    default:
      return "";
  }
};

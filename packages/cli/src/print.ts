import { dirname, join } from "node:path";
import { countOf, formatBytes, formatDuration, formatThroughput } from "@torrent/core/format";
import type { PackageOutcome } from "@torrent/core/unstable";
import { visible } from "@torrent/core/visible";
import { firstPage, type PackageSummary } from "./summary.ts";

/** Control characters and bidirectional overrides of untrusted text must not reach a terminal. */
export const sanitize = (text: string): string => visible(text);

/** Characters of a result that is shown in a terminal; all of it is in the outcome's file. */
const RESULT_LENGTH = 300;

const resultLine = (result: unknown): string[] => {
  if (result === undefined) return [];
  const text = JSON.stringify(result);
  return text.length <= RESULT_LENGTH ? [`  ${sanitize(text)}`] : [];
};

/** Highlights shown for each package. */
const HIGHLIGHTS = 5;

/** What became of a package, in a few lines for people. */
export const describe = (summary: PackageSummary, outcome?: PackageOutcome): string => {
  const { tasks, priority } = summary;
  const lines = [`${sanitize(summary.name)}  ${summary.status}  priority ${priority.score} (${priority.band})`];
  if (summary.error) lines.push(`  ${summary.error.kind}: ${sanitize(summary.error.message)}`);
  if (summary.id) {
    const ended = (["failed", "skipped", "expired", "cancelled"] as const).filter((outcome) => tasks[outcome] > 0);
    const others = ended.map((outcome) => `, ${tasks[outcome]} ${outcome}`).join("");
    const counted = Object.entries(summary.counts)
      .map(([name, count]) => `${name} ${count.toLocaleString("en")}; `)
      .join("");
    lines.push(
      `  ${countOf(summary.components, "component")}, ${tasks.succeeded} of ${countOf(tasks.expected, "task")} succeeded${others}; ` +
        `${counted}${formatDuration(summary.seconds * 1000)}`,
    );
    for (const { pass, tasks: done, heavy, bytes, seconds } of summary.passes) {
      const speed = seconds > 0 ? `, ${formatThroughput(bytes / seconds)}` : "";
      lines.push(
        `  ${pass.padEnd(10)} ${countOf(done, "task")} (${done - heavy} light, ${heavy} heavy), ${formatBytes(bytes)}${speed}`,
      );
    }
    for (const highlight of outcome?.highlights.slice(0, HIGHLIGHTS) ?? []) lines.push(`  ${sanitize(highlight)}`);
    if (outcome?.highlights.length === 0) lines.push(...resultLine(outcome.result));
    for (const failure of outcome?.failures.first.filter(({ outcome }) => outcome !== "skipped").slice(0, 5) ?? [])
      lines.push(
        `  ${failure.outcome.padEnd(8)} ${sanitize(failure.pass)} of ${sanitize(failure.name)}: ${sanitize(failure.error?.message ?? "")}`,
      );
  }
  if (summary.report) lines.push(`  ${join(dirname(summary.report), firstPage(outcome?.files ?? []))}`);
  return lines.join("\n");
};

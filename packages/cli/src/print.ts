import { dirname, join } from "node:path";
import type { Report } from "@torrent/core";
import { countOf, formatBytes, formatDuration, formatThroughput } from "@torrent/core/format";
import type { PackageSummary } from "./summary.ts";

/** Control characters and bidirectional overrides of untrusted text must not reach a terminal. */
export const sanitize = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "�");

/** The HTML page next to a report's JSON. */
const pageBeside = (report: string): string => join(dirname(report), "report.html");

/** A short text summary of a package's report. */
export const describe = (summary: PackageSummary, report?: Report): string => {
  const { tasks, priority } = summary;
  const lines = [`${sanitize(summary.name)}  ${summary.status}  priority ${priority.score} (${priority.band})`];
  if (summary.error) lines.push(`  ${summary.error.kind}: ${sanitize(summary.error.message)}`);
  if (summary.id) {
    const ended = (["failed", "skipped", "expired", "cancelled"] as const).filter((outcome) => tasks[outcome] > 0);
    const others = ended.map((outcome) => `, ${tasks[outcome]} ${outcome}`).join("");
    lines.push(
      `  ${countOf(summary.components, "component")}, ${tasks.succeeded} of ${countOf(tasks.expected, "task")} succeeded${others}; ` +
        `${countOf(summary.findings, "finding")}, ${countOf(summary.entities, "entity")}; ${formatDuration(summary.seconds * 1000)}`,
    );
    for (const { pass, tasks: done, heavy, bytes, seconds } of summary.passes) {
      const speed = seconds > 0 ? `, ${formatThroughput(bytes / seconds)}` : "";
      lines.push(
        `  ${pass.padEnd(10)} ${countOf(done, "task")} (${done - heavy} light, ${heavy} heavy), ${formatBytes(bytes)}${speed}`,
      );
    }
    for (const finding of report?.findings.top.slice(0, 5) ?? [])
      lines.push(
        `  ${finding.severity.padEnd(8)} ${sanitize(finding.title)}  ${sanitize(finding.name)}${finding.line ? `:${finding.line}` : ""}`,
      );
    for (const failure of report?.failures.first.filter(({ outcome }) => outcome !== "skipped").slice(0, 5) ?? [])
      lines.push(
        `  ${failure.outcome.padEnd(8)} ${sanitize(failure.pass)} of ${sanitize(failure.name)}: ${sanitize(failure.error?.message ?? "")}`,
      );
  }
  if (summary.report) lines.push(`  ${pageBeside(summary.report)}`);
  return lines.join("\n");
};

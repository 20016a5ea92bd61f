import { dirname, join } from "node:path";
import type { Report } from "@torrent/core";
import { visible } from "@torrent/core/visible";
import type { PackageSummary } from "./summary.ts";

/** Control characters and bidirectional overrides of untrusted text must not reach a terminal. */
export const plain = (text: string): string => visible(text);

const count = (n: number, one: string): string => `${n.toLocaleString("en")} ${one}${n === 1 ? "" : "s"}`;

/** The page that lies beside a report's JSON. */
const pageBeside = (report: string): string => join(dirname(report), "report.html");

/** A package's report in a few lines for people. */
export const describe = (summary: PackageSummary, report?: Report): string => {
  const { tasks, priority } = summary;
  const lines = [`${plain(summary.name)}  ${summary.status}  priority ${priority.score} (${priority.band})`];
  if (summary.error) lines.push(`  ${summary.error.kind}: ${plain(summary.error.message)}`);
  if (summary.id) {
    const ended = (["failed", "skipped", "expired", "cancelled"] as const).filter((outcome) => tasks[outcome] > 0);
    const others = ended.map((outcome) => `, ${tasks[outcome]} ${outcome}`).join("");
    lines.push(
      `  ${count(summary.components, "component")}, ${tasks.succeeded} of ${count(tasks.expected, "task")} succeeded${others}; ` +
        `${count(summary.findings, "finding")}, ${count(summary.entities, "entity").replace("entitys", "entities")}; ${summary.seconds.toFixed(1)} s`,
    );
    for (const { pass, tasks: done, heavy, bytes, seconds } of summary.passes) {
      const speed = seconds > 0 ? `, ${(bytes / 1e6 / seconds).toFixed(1)} MB/s` : "";
      lines.push(
        `  ${pass.padEnd(10)} ${count(done, "task")} (${done - heavy} light, ${heavy} heavy), ${(bytes / 1e6).toFixed(1)} MB${speed}`,
      );
    }
    for (const finding of report?.findings.top.slice(0, 5) ?? [])
      lines.push(
        `  ${finding.severity.padEnd(8)} ${plain(finding.title)}  ${plain(finding.name)}${finding.line ? `:${finding.line}` : ""}`,
      );
    for (const failure of report?.failures.first.filter(({ outcome }) => outcome !== "skipped").slice(0, 5) ?? [])
      lines.push(
        `  ${failure.outcome.padEnd(8)} ${plain(failure.pass)} of ${plain(failure.name)}: ${plain(failure.error?.message ?? "")}`,
      );
  }
  if (summary.report) lines.push(`  ${pageBeside(summary.report)}`);
  return lines.join("\n");
};

import { couldBecome, pointsOf } from "../priority/points.ts";
import { isTime, placeOf } from "./place.ts";
import type { Report } from "./schema.ts";
import { bytesInWords, dateInWords, escapeMarkdown as text } from "./untrusted.ts";

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] =>
  rows.length === 0 ? ["None."] : [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);

const section = (title: string, lines: readonly string[]): string[] => ["", `## ${title}`, "", ...lines];

/** The report for people, as GitHub-flavoured Markdown. All that came from the package is escaped. */
export const renderMarkdown = (report: Report): string => {
  const { priority, tasks, findings, timing } = report;
  const missing = tasks.expected - tasks.succeeded;
  return `${[
    `# ${text(report.package.name)}`,
    "",
    `**${priority.band} · ${priority.score} of 100** · ${report.status} · revision ${report.revision} · ${text(report.package.id)}`,
    "",
    `${report.package.components} components, ${bytesInWords(report.package.bytes)}; ${findings.total} findings, ${report.entities.total} entities. ${tasks.succeeded} of ${tasks.expected} tasks succeeded. Received ${dateInWords(timing.receivedAt)}, finished ${dateInWords(timing.finishedAt)}.`,
    ...(missing > 0
      ? [
          "",
          `**${missing} results are missing.** With them the score could become at most ${couldBecome(priority).score}.`,
        ]
      : []),
    ...section("Why this score", [
      ...table(
        ["Factor", "Points", "of", "Evidence"],
        [
          ...pointsOf(priority).map(({ name, points, weight, evidence = "" }) => [
            text(name),
            points.toFixed(1),
            weight,
            text(evidence),
          ]),
          ["**Score**", `**${priority.score.toFixed(1)}**`, 100, ""],
        ],
      ),
    ]),
    ...section(
      `Findings: ${findings.total}`,
      table(
        ["Severity", "Finding", "Where", "Context"],
        findings.top.map((one) => [
          one.severity,
          text(one.title),
          text([one.name, placeOf(one)].filter(Boolean).join(", ")),
          text(one.context ?? ""),
        ]),
      ),
    ),
    ...section(
      `Entities: ${report.entities.total}`,
      table(
        ["Kind", "Value", "Mentions", "Components"],
        report.entities.top
          .filter(({ kind }) => !isTime(kind))
          .map((one) => [text(one.kind), text(one.value), one.mentions, one.components]),
      ),
    ),
    ...section(
      `Not succeeded: ${report.failures.total}`,
      table(
        ["Component", "Pass", "Outcome", "Why"],
        report.failures.first.map(({ name, pass, outcome, error }) => [
          text(name),
          text(pass),
          outcome,
          error ? text(`${error.kind}: ${error.message}`) : "",
        ]),
      ),
    ),
    ...section(
      `Defects of stored results: ${report.defects?.total ?? 0}`,
      table(
        ["Component", "Pass", "What"],
        (report.defects?.first ?? []).map(({ name, pass, kind, message }) => [
          text(name),
          text(pass),
          text(`${kind}: ${message}`),
        ]),
      ),
    ),
    ...section(
      "Versions",
      table(
        ["Pass", "Version"],
        Object.entries(report.passes).map(([pass, version]) => [text(pass), version]),
      ),
    ),
  ].join("\n")}\n`;
};

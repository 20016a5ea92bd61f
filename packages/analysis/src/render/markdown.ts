import { pointsOf } from "@torrent/core/unstable";
import { differentEntities, isTime, placeOf } from "../report/place.ts";
import type { Report } from "../report/schema.ts";
import { fanInWords, limitedWords } from "./fan-in.ts";
import { bytesInWords, dateInWords, escapeMarkdown as text } from "./untrusted.ts";
import { usdInWords } from "./usd.ts";

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] =>
  rows.length === 0 ? ["None."] : [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);

/** Of each sort of correlation; all are in `report.json`. */
const LISTED = 20;

const section = (title: string, lines: readonly string[]): string[] => ["", `## ${title}`, "", ...lines];

/** Each correlation as one line, with the places that it rests on. */
const correlations = ({ correlations: all, components }: Report): string[] => {
  const names = new Map(components.map(({ ref, name }) => [ref, name]));
  const at = ({ name, line }: { name: string; line?: number | undefined }) =>
    text(line === undefined ? name : `${name}:${line}`);
  const lines = [
    ...(all.meetings?.top ?? []).slice(0, LISTED).map(({ entity, findings, rules }) => {
      const where = entity ? `with ${entity.kind} ${entity.value}` : `in ${findings[0]?.name ?? "one component"}`;
      const met = findings.slice(0, 5).map((finding) => `${text(finding.title)} (${at(finding)})`);
      return `${rules} rules co-occur ${text(where)}: ${met.join(", ")}`;
    }),
    ...all.duplicates
      .slice(0, LISTED)
      .map((refs) => `the same bytes: ${refs.map((ref) => text(names.get(ref) ?? ref)).join(", ")}`),
    ...(all.nearDuplicates?.top ?? [])
      .slice(0, LISTED)
      .map((group) => `similar by ${Math.round(group.similarity * 100)}%: ${group.components.map(at).join(", ")}`),
    ...(all.outliers?.top ?? []).slice(0, LISTED).map((outlier) => `${text(outlier.name)}: ${text(outlier.why)}`),
    ...(all.timeline?.events ?? [])
      .slice(0, LISTED)
      .map((event) => `${dateInWords(event.at)}: ${text(event.title)} (${at(event)})`),
  ];
  return lines.length === 0 ? ["None."] : lines.map((line) => `- ${line}`);
};

const timeAndCost = ({ timing }: Report): string[] => [
  `${timing.seconds.toFixed(1)} s from inbox to report, ${(timing.passMs / 1000).toFixed(1)} s of them in passes.`,
  ...(timing.cost
    ? [
        "",
        `Estimated by list prices: ${text(usdInWords(timing.cost.usd))}, of which the choreography ${text(usdInWords(timing.cost.choreographyUsd))}; as Step Functions state transitions it would have been ${text(usdInWords(timing.cost.stepFunctionsUsd))}.`,
      ]
    : []),
];

/** The report for people, as GitHub-flavoured Markdown. All that came from the package is escaped. */
export const renderMarkdown = (report: Report): string => {
  const { priority, tasks, findings, timing } = report;
  const words = fanInWords(report);
  const limited = limitedWords(report);
  return `${[
    `# ${text(report.package.name)}`,
    "",
    `**${priority.band} · ${priority.score} of 100** · ${report.status} · revision ${report.revision} · ${text(report.package.id)}`,
    "",
    `${report.package.components} components, ${bytesInWords(report.package.bytes)}; ${findings.total} findings, ${differentEntities(report)} entities. ${tasks.succeeded} of ${tasks.expected} tasks succeeded. Received ${dateInWords(timing.receivedAt)}, finished ${dateInWords(timing.finishedAt)}.`,
    ...(words
      ? [
          "",
          `**${words.missing}**${words.passes === "" ? "" : ` (${text(words.passes)})`}.${words.most ? ` With them the score could rise to ${words.most.score} (${words.most.band}).` : ""} ${words.policy ?? ""}`,
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
    ...section(`Findings: ${findings.total}`, [
      ...(limited ? [text(limited), ""] : []),
      ...table(
        ["Severity", "Score", "Finding", "Where", "Context"],
        findings.top.map((finding) => [
          finding.severity,
          finding.score === undefined ? "" : finding.score.toFixed(1),
          text(finding.title),
          text([finding.name, placeOf(finding)].filter(Boolean).join(", ")),
          text(finding.context ?? ""),
        ]),
      ),
    ]),
    ...section(
      `Entities: ${differentEntities(report)}`,
      table(
        ["Kind", "Value", "Mentions", "Components"],
        report.entities.top
          .filter(({ kind }) => !isTime(kind))
          .map((entity) => [text(entity.kind), text(entity.value), entity.mentions, entity.components]),
      ),
    ),
    ...section("Correlations", correlations(report)),
    ...section(
      `Failed tasks: ${report.failures.total}`,
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
    ...section("Time and cost", timeAndCost(report)),
    ...section(
      "Versions",
      table(
        ["What", "Name", "Version"],
        [
          ...Object.entries(report.passes).map(([pass, version]) => ["pass", text(pass), version]),
          ...Object.entries(report.passesWithoutResult ?? {}).map(([pass, version]) => [
            "pass",
            text(pass),
            `${version}, no result`,
          ]),
          ...Object.entries(report.packs ?? {}).map(([pack, version]) => ["pack", text(pack), text(version)]),
          ...(priority.table === undefined ? [] : [["priority table", "priority", text(priority.table)]]),
        ],
      ),
    ),
  ].join("\n")}\n`;
};

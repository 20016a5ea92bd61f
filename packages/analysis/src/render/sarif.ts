import { digest } from "@torrent/core/unstable";
import type { Severity } from "../findings.ts";
import type { Report, ReportFinding } from "../report/schema.ts";
import { visible } from "./untrusted.ts";

const levels = { info: "note", low: "note", medium: "warning", high: "error", critical: "error" } as const;

/** GitHub's `security-severity` (0.0–10.0): over 9 critical, from 7 high, from 4 medium, below low. */
const securitySeverity: Record<Severity, string> = {
  info: "0.1",
  low: "3.0",
  medium: "5.5",
  high: "8.0",
  critical: "9.5",
};

/** A component's provenance as a relative URI; `mail.zip!/a.pdf` names an entry as Java's `jar:` does. */
const uriOf = (name: string): string => {
  const path = name.toWellFormed().split("/").map(encodeURIComponent).join("/").replace(/^\/+/, "");
  // Percent-encoding leaves `.` alone, and a consumer must not resolve a path out of its root.
  return (
    path
      .split("/")
      .map((part) => (/^\.{1,2}$/.test(part) ? part.replaceAll(".", "%2E") : part))
      .join("/") || "unnamed"
  );
};

const regionOf = ({ start, end, line, context }: ReportFinding) => {
  if (start === undefined && line === undefined) return {};
  return {
    region: {
      ...(line === undefined ? {} : { startLine: line }),
      ...(start === undefined ? {} : { byteOffset: start }),
      ...(start === undefined || end === undefined || end < start ? {} : { byteLength: end - start }),
      ...(context === undefined ? {} : { snippet: { text: visible(context) } }),
    },
  };
};

const resultOf = (finding: ReportFinding, ruleIndex: number) => ({
  ruleId: visible(finding.rule),
  ruleIndex,
  level: levels[finding.severity],
  // SARIF's rank is the priority of a result, 0.0 to 100.0 too.
  ...(finding.score === undefined ? {} : { rank: finding.score }),
  message: { text: visible(finding.title) || visible(finding.rule) || "(untitled)" },
  locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(finding.name) }, ...regionOf(finding) } }],
  // Of content, not of place: a finding keeps it when the lines above it change.
  partialFingerprints: {
    "torrent/v1": digest(finding.rule, finding.name, finding.title, finding.context ?? "").slice(0, 32),
  },
  properties: {
    severity: finding.severity,
    pass: finding.pass,
    component: finding.component,
    tags: finding.tags ?? [],
  },
});

/**
 * SARIF 2.1.0 (OASIS) of the given findings, for code-scanning tools. Tasks that did not succeed are notifications of
 * the invocation.
 */
export const toSarif = (report: Report, findings: readonly ReportFinding[]) => {
  const rules = new Map<string, { index: number; worst: ReportFinding }>();
  const order = Object.keys(levels);
  for (const finding of findings) {
    const known = rules.get(finding.rule);
    if (!known) rules.set(finding.rule, { index: rules.size, worst: finding });
    else if (order.indexOf(finding.severity) > order.indexOf(known.worst.severity)) known.worst = finding;
  }
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "torrent",
            rules: [...rules.values()].map(({ worst }) => ({
              id: visible(worst.rule),
              shortDescription: { text: visible(worst.title) || "(untitled)" },
              defaultConfiguration: { level: levels[worst.severity] },
              properties: { "security-severity": securitySeverity[worst.severity] },
            })),
          },
          extensions: Object.entries(report.passes).map(([name, version]) => ({ name, version: String(version) })),
        },
        automationDetails: { id: `${report.package.id}/${report.revision}` },
        invocations: [
          {
            executionSuccessful: report.status !== "failed",
            toolExecutionNotifications: report.failures.first.map(({ name, pass, outcome, error }) => ({
              level: "warning" as const,
              message: {
                text: visible(`${pass} of ${name}: ${outcome}${error ? `, ${error.kind}: ${error.message}` : ""}`),
              },
            })),
          },
        ],
        results: findings.map((finding) => resultOf(finding, rules.get(finding.rule)!.index)),
        properties: { findingsInAll: report.findings.total, score: report.priority.score, band: report.priority.band },
      },
    ],
  };
};
export type Sarif = ReturnType<typeof toSarif>;

import { createHash } from "node:crypto";
import { differentEntities } from "../../report/place.ts";
import type { Report } from "../../report/schema.ts";
import { escapeHtml as text } from "../untrusted.ts";
import { components } from "./components.ts";
import { correlations, entities } from "./correlations.ts";
import { timeAndCost } from "./cost.ts";
import { findings } from "./findings.ts";
import { type Section, section, table } from "./parts.ts";
import { style } from "./style.ts";
import { summary } from "./summary.ts";
import { timeline } from "./timeline.ts";
import { defects, failures, warnings } from "./trouble.ts";
import { why } from "./why.ts";
import { within } from "./within.ts";

const styleHash = createHash("sha256").update(style).digest("base64");
/** Nothing loads and nothing runs; the one style sheet is allowed by its hash. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

const versions = ({ passes, passesWithoutResult = {}, packs = {}, priority }: Report): string =>
  table(
    [{ label: "What" }, { label: "Name" }, { label: "Version" }],
    [
      ...Object.entries(passes).map(([pass, version]) => ["pass", text(pass), String(version)]),
      ...Object.entries(passesWithoutResult).map(([pass, version]) => [
        "pass",
        text(pass),
        `${version} <span class="dim">no result</span>`,
      ]),
      ...Object.entries(packs).map(([pack, version]) => ["pack", text(pack), `<code>${text(version)}</code>`]),
      ...(priority.table === undefined ? [] : [["priority table", "priority", `<code>${text(priority.table)}</code>`]]),
    ],
  );

const sections = (report: Report): Section[] => {
  const { correlations: found, failures: failed, defects: defective, warningCount } = report;
  const names = new Map(report.components.map(({ ref, name }) => [ref, name]));
  const named = (ref: string): string => names.get(ref) ?? ref;
  return [
    { id: "why", title: "Why this score", body: why(report) },
    { id: "findings", title: "Findings", count: report.findings.total, body: findings(report) },
    { id: "correlations", title: "Correlations", body: correlations(report, named) },
    ...(found.timeline ? [{ id: "timeline", title: "Timeline", body: timeline(found.timeline) }] : []),
    { id: "entities", title: "Entities", count: differentEntities(report), body: entities(report, named) },
    { id: "components", title: "Components", count: report.package.components, body: components(report) },
    ...(failed.total > 0
      ? [{ id: "failures", title: "Failed tasks", count: failed.total, body: failures(report) }]
      : []),
    ...(defective && defective.total > 0
      ? [{ id: "defects", title: "Defects of stored results", count: defective.total, body: defects(report) }]
      : []),
    ...(warningCount > 0
      ? [{ id: "warnings", title: "Warnings at intake", count: warningCount, body: warnings(report) }]
      : []),
    { id: "cost", title: "Time and cost", body: timeAndCost(report) },
    { id: "versions", title: "Versions", body: versions(report) },
  ];
};

/**
 * The report as one self-contained page. All that came from the package is escaped, invisible characters are spelt out,
 * and the page's own policy lets nothing load or run.
 */
export const renderHtml = (whole: Report): string => {
  const report = within(whole);
  const parts = sections(report);
  const links = parts.map(({ id, title }) => `<a href="#${id}">${title}</a>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${text(report.package.name)}: ${report.priority.band}, ${report.priority.score.toFixed(1)}</title><style>${style}</style></head>
<body>
${summary(report)}
<nav aria-label="Sections">${links.join("")}</nav>
<main>
${parts.map(section).join("\n")}
</main>
<footer class="dim">Made by Torrent from ${text(report.package.id)}, revision ${report.revision}.</footer>
</body></html>
`;
};

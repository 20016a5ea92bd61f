import { createHash } from "node:crypto";
import { couldBecome, pointsOf } from "../priority/points.ts";
import { componentMap } from "./html-map.ts";
import { bar, marked, section, shown, table } from "./html-parts.ts";
import { style } from "./html-style.ts";
import { isTime, placeOf } from "./place.ts";
import type { Report, ReportFinding } from "./schema.ts";
import { bytesInWords, dateInWords, escapeHtml as text } from "./untrusted.ts";

const styleHash = createHash("sha256").update(style).digest("base64");
/** Nothing loads and nothing runs; the one style sheet is allowed by its hash. */
const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;

const summary = ({ package: { name, id, bytes, components }, ...report }: Report): string => {
  const { priority, tasks, findings, entities, timing } = report;
  const facts: [string, string | number][] = [
    ["Status", report.status],
    ["Components", components],
    ["Findings", findings.total],
    ["Entities", entities.total],
    ["Tasks succeeded", `${tasks.succeeded} of ${tasks.expected}`],
    ["Bytes", bytesInWords(bytes)],
    ["Time in passes", `${(timing.passMs / 1000).toFixed(1)} s`],
    ["From inbox to report", `${timing.seconds.toFixed(1)} s`],
  ];
  const missing = tasks.expected - tasks.succeeded;
  const partial =
    missing > 0
      ? `<p class="note">${missing} results are missing. With them the score could become at most <strong>${couldBecome(priority).score}</strong>; see what did not succeed below.</p>`
      : "";
  return `<header><div class="head"><div class="score ${priority.band}">${priority.score.toFixed(1)}<small>${priority.band}</small></div>
<div><h1>${text(name)}</h1><p class="dim">${text(id)} · revision ${report.revision} · ${dateInWords(timing.finishedAt)}</p></div></div>
<dl class="facts">${facts.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join("")}</dl>${partial}</header>`;
};

const why = ({ priority }: Report): string => {
  const rows = pointsOf(priority).map(
    ({ name, points, weight, evidence = "" }) =>
      `<tr><td>${text(name)}</td><td class="num">${points.toFixed(1)}</td><td class="num dim">${weight}</td><td class="bars">${bar(points, weight)}</td><td>${text(evidence)}</td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Factor</th><th scope="col" class="num">Points</th><th scope="col" class="num">of</th><th class="bars"></th><th scope="col">Evidence</th></tr></thead>
<tbody>${rows.join("\n")}</tbody><tfoot><tr><td>Score</td><td class="num">${priority.score.toFixed(1)}</td><td class="num dim">100</td><td class="bars"></td><td></td></tr></tfoot></table>`;
};

const finding = (one: ReportFinding, words: readonly string[]): string =>
  `<article class="finding"><p><span class="tag ${one.severity}">${one.severity}</span><strong>${text(one.title)}</strong></p>
<p class="dim"><bdi>${text(one.name)}</bdi>${placeOf(one) === "" ? "" : ` · ${placeOf(one)}`} · <code>${text(one.rule)}</code> · ${text(one.pass)}</p>${
    one.context ? `<code class="context">${marked(one.context, [one.title, ...words])}</code>` : ""
  }</article>`;

/**
 * The report as one self-contained page. All that came from the package is escaped, invisible characters are spelt out,
 * and the page's own policy lets nothing load or run.
 */
export const renderHtml = (report: Report): string => {
  const { findings, entities, failures, defects, warnings } = report;
  const named = entities.top.filter(({ kind }) => !isTime(kind));
  const words = named.map(({ value }) => value);
  const bySeverity = Object.entries(findings.bySeverity)
    .toReversed()
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `<span class="tag ${severity}">${count} ${severity}</span>`);
  const body = [
    summary(report),
    section("Why this score", why(report)),
    section(
      "Findings",
      `<p>${bySeverity.join("") || "None."}</p>${shown(findings.top.length, findings.total)}${findings.top.map((one) => finding(one, words)).join("\n")}`,
    ),
    section(
      "Entities",
      table(
        [
          { label: "Kind" },
          { label: "Value" },
          { label: "Mentions", number: true },
          { label: "Components", number: true },
        ],
        named.map((one) => [text(one.kind), `<code>${text(one.value)}</code>`, one.mentions, one.components]),
      ),
    ),
    section(
      "What did not succeed",
      shown(failures.first.length, failures.total) +
        table(
          [{ label: "Component" }, { label: "Pass" }, { label: "Outcome" }, { label: "Why" }],
          failures.first.map(({ name, pass, outcome, error }) => [
            text(name),
            text(pass),
            outcome,
            error ? text(`${error.kind}: ${error.message}`) : "",
          ]),
        ),
    ),
    ...(defects && defects.total > 0
      ? [
          section(
            "Defects of stored results",
            shown(defects.first.length, defects.total) +
              table(
                [{ label: "Component" }, { label: "Pass" }, { label: "What" }],
                defects.first.map(({ name, pass, kind, message }) => [
                  text(name),
                  text(pass),
                  text(`${kind}: ${message}`),
                ]),
              ),
          ),
        ]
      : []),
    ...(warnings.length > 0
      ? [
          section(
            "Warnings at intake",
            shown(warnings.length, report.warningCount) +
              table(
                [{ label: "Entry" }, { label: "What" }],
                warnings.map((one) => [text(one.entry), text(one.message)]),
              ),
          ),
        ]
      : []),
    section("Components", shown(report.components.length, report.package.components) + componentMap(report.components)),
    section(
      "Versions",
      table(
        [{ label: "Pass" }, { label: "Version", number: true }],
        Object.entries(report.passes).map(([pass, version]) => [text(pass), version]),
      ),
    ),
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<title>${text(report.package.name)}</title><style>${style}</style></head>
<body>
${body.join("\n")}
</body></html>
`;
};

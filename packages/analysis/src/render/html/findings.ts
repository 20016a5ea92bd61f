import { pointsOf } from "@torrent/core/unstable";
import { severities } from "../../findings.ts";
import { isTime, placeOf } from "../../report/place.ts";
import type { Report, ReportFinding } from "../../report/schema.ts";
import { limitedWords } from "../fan-in.ts";
import { escapeHtml as text } from "../untrusted.ts";
import { marked } from "./marked.ts";
import { folded, name, number, shown, tag } from "./parts.ts";
import { rules } from "./rules.ts";

/** Groups that stand open, and places of one group; the others are a click away. */
const OPEN = { groups: 15, places: 4 };

/** The file is named once for all places in it that follow each other. */
const place = (finding: ReportFinding, before: ReportFinding | undefined, words: readonly string[]): string => {
  const file = before?.name === finding.name ? "" : `<p>${name(finding.name)}</p>`;
  const context = finding.context
    ? `<code class="context">${marked(finding.context, finding.mark, [finding.title, ...words])}</code>`
    : "";
  const at = placeOf(finding);
  const where = at === "" && context === "" ? "" : `<div class="at"><span class="dim">${at}</span>${context}</div>`;
  return `<div class="place">${file}${where}</div>`;
};

/** `24.5 severity + 6.3 urgency`. */
const sum = (factors: Parameters<typeof pointsOf>[0]): string =>
  pointsOf(factors)
    .filter(({ points }) => points > 0)
    .map(({ points, name: factor }) => `${points.toFixed(1)} ${factor}`)
    .join(" + ");

/** The score of the highest of them, and where it comes from. */
const points = (group: readonly ReportFinding[], scores: Report["findings"]["scores"] = []): string => {
  const scored = group.filter(({ score }) => score !== undefined).sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  const [{ severity, kind, score } = {}] = scored;
  if (score === undefined) return "";
  const why = scores.find((explained) => explained.severity === severity && explained.kind === kind);
  return `<span class="points" title="${why ? text(sum(why)) : "Score of this finding"}">${score.toFixed(1)}</span>`;
};

/** The same thing found at several places: one card, and its places in it. */
const card = (
  group: readonly ReportFinding[],
  words: readonly string[],
  scores: Report["findings"]["scores"],
): string => {
  const [{ severity, title, rule, pass }] = group as [ReportFinding];
  const times = group.length > 1 ? ` <span class="dim">${number(group.length)} places</span>` : "";
  const places = folded(
    group.map((finding, at) => place(finding, group[at - 1], words)),
    OPEN.places,
    "places",
  );
  return `<article class="finding ${severity}"><div class="row"><h3>${tag(severity)}${text(title)}${times}</h3>${points(group, scores)}</div>
<p class="dim rule"><code>${text(rule)}</code> by ${text(pass)}</p>${places}</article>`;
};

/** In the order of their first finding; the most severe come first. */
const grouped = (all: readonly ReportFinding[]): ReportFinding[][] => {
  const groups = new Map<string, ReportFinding[]>();
  for (const one of all) {
    const key = JSON.stringify([one.severity, one.rule, one.title, one.pass]);
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
};

/** How many of each severity, as one bar. */
const bar = ({ bySeverity, total }: Report["findings"]): string => {
  const there = severities.toReversed().filter((severity) => (bySeverity[severity] ?? 0) > 0);
  let x = 0;
  // On a square-root scale: a few severe findings stay visible next to thousands of remarks.
  const sizes = there.map((severity) => Math.sqrt(bySeverity[severity] ?? 0));
  const all = sizes.reduce((sum, one) => sum + one, 0) || 1;
  const parts = there.map((severity, at) => {
    const width = (1000 * (sizes[at] ?? 0)) / all;
    const part = `<rect class="${severity}" x="${x.toFixed(1)}" width="${Math.max(1, width - 3).toFixed(1)}" height="40"/>`;
    x += width;
    return part;
  });
  const tags = there.map((severity) => tag(severity, `${number(bySeverity[severity] ?? 0)} ${severity}`));
  return total === 0
    ? `<p class="dim">None.</p>`
    : `<svg class="stack sev" viewBox="0 0 1000 40" preserveAspectRatio="none" aria-hidden="true">${parts.join("")}</svg><p>${tags.join(" ")}</p>`;
};

export const findings = (report: Report): string => {
  const { findings, entities } = report;
  const limited = limitedWords(report);
  const words = entities.top.filter(({ kind }) => !isTime(kind)).map(({ value }) => value);
  return (
    bar(findings) +
    shown(findings.top.length, findings.total) +
    (limited ? `<p class="dim">${text(limited)}</p>` : "") +
    folded(
      grouped(findings.top).map((group) => card(group, words, findings.scores)),
      OPEN.groups,
      "kinds of findings",
    ) +
    rules(report)
  );
};

import { severities } from "../../findings.ts";
import { differentEntities } from "../../report/place.ts";
import type { Report } from "../../report/schema.ts";
import { fanInWords } from "../fan-in.ts";
import { bytesInWords, dateInWords, escapeHtml as text } from "../untrusted.ts";
import { usdInWords } from "../usd.ts";
import { counted, number } from "./parts.ts";

const RADIUS = 52;
const ROUND = 2 * Math.PI * RADIUS;

/** The score as a ring that fills with it. */
const ring = ({ score, band }: Report["priority"]): string =>
  `<svg class="ring ${band}" viewBox="0 0 120 120" role="img" aria-label="Priority ${score.toFixed(1)} of 100, ${band}"><circle class="track" cx="60" cy="60" r="${RADIUS}"/><circle class="arc" cx="60" cy="60" r="${RADIUS}" stroke-dasharray="${((ROUND * score) / 100).toFixed(1)} ${ROUND.toFixed(1)}" transform="rotate(-90 60 60)"/><text x="60" y="63">${score.toFixed(1)}</text><text class="band" x="60" y="82">${band}</text></svg>`;

/** The two highest severities, as text. */
const gravest = ({ bySeverity, total }: Report["findings"]): string => {
  const there = severities.toReversed().filter((severity) => (bySeverity[severity] ?? 0) > 0);
  if (there.length === 0) return "No findings";
  const grave = there.slice(0, 2).map((severity) => `${number(bySeverity[severity] ?? 0)} ${severity}`);
  return grave.length === 1
    ? `${counted(total, "finding")}, all ${there[0]}`
    : `${grave.join(" and ")} among ${counted(total, "finding")}`;
};

const verdict = ({ findings, package: { components }, correlations, status, tasks }: Report): string => {
  const parts = [`${gravest(findings)} in ${counted(components, "component")}`];
  if (correlations.sharedCount > 0)
    parts.push(`${counted(correlations.sharedCount, "entity")} shared by several of them`);
  const left = tasks.expected - tasks.succeeded;
  if (left > 0) parts.push(`${counted(left, "task")} without a result`);
  return `${parts.join("; ")}.${status === "failed" ? " No required task succeeded." : ""}`;
};

const missing = (report: Report): string => {
  const words = fanInWords(report);
  if (!words) return "";
  const { most, policy } = words;
  const could = most ? ` With them the score could rise to <strong>${most.score}</strong> (${text(most.band)}).` : "";
  return `<aside class="note"><p><strong>${words.missing}</strong>${words.passes === "" ? "" : ` (${text(words.passes)})`}.${could}</p><p>${text(policy ?? "")} <a href="#failures">What did not succeed</a></p></aside>`;
};

export const summary = (report: Report): string => {
  const { package: whole, priority, tasks, findings, timing, revision, status } = report;
  const facts: [string, string][] = [
    ["Components", number(whole.components)],
    ["Size", bytesInWords(whole.bytes)],
    ["Findings", number(findings.total)],
    ["Entities", number(differentEntities(report))],
    ["Tasks succeeded", `${number(tasks.succeeded)} of ${number(tasks.expected)}`],
    ["Inbox to report", `${timing.seconds.toFixed(1)} s`],
    ...(timing.cost ? ([["Estimated cost", usdInWords(timing.cost.usd)]] as [string, string][]) : []),
  ];
  return `<header><div class="head"><div><p class="eyebrow"><span class="state ${status}">${status}</span> Revision ${revision} · ${dateInWords(timing.finishedAt)}</p>
<h1><bdi>${text(whole.name)}</bdi></h1><p class="lead">${verdict(report)}</p><p class="dim id">${text(whole.id)}</p></div>${ring(priority)}</div>
${missing(report)}<dl class="facts">${facts.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join("")}</dl></header>`;
};

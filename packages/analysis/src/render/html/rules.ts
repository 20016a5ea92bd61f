import type { Report } from "../../report/schema.ts";
import { escapeHtml as text } from "../untrusted.ts";
import { foldedTable, name, number, tag } from "./parts.ts";

const LISTED = 20;

/** Every rule that was broken; shown where the findings above it are not all there are. */
export const rules = ({ findings: { byRule = [], top, total } }: Report): string => {
  if (byRule.length === 0 || top.length === total) return "";
  const columns = [
    { label: "Severity" },
    { label: "Finding" },
    { label: "Found", number: true },
    { label: "Components", number: true },
    { label: "First in" },
  ];
  const rows = byRule.map((rule) => [
    tag(rule.severity),
    `${text(rule.title)} <code class="dim">${text(rule.rule)}</code>`,
    number(rule.findings),
    number(rule.components),
    `${name(rule.name)}${rule.first.line === undefined ? "" : `:${rule.first.line}`}`,
  ]);
  return `<h3 class="sub">All findings, by rule</h3>${foldedTable(columns, rows, LISTED, "rules")}`;
};

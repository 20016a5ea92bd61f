import type { Report } from "../../report/schema.ts";
import { escapeHtml as text } from "../untrusted.ts";
import { foldedTable, name, number, shown } from "./parts.ts";

const LISTED = 25;

/** Failures of one kind in one pass are one trouble, however many files it struck. */
const groups = (failures: Report["failures"]["first"]): string => {
  const counts = new Map<string, number>();
  for (const { pass, outcome, error } of failures) {
    const key = `${text(pass)}: ${text(error?.kind ?? outcome)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const chips = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([key, count]) => `<span class="chip">${key} <b>${number(count)}</b></span>`);
  return chips.length > 1 ? `<p class="chips">${chips.join("")}</p>` : "";
};

export const failures = ({ failures: { total, first } }: Report): string =>
  groups(first) +
  shown(first.length, total, "") +
  foldedTable(
    [{ label: "Component" }, { label: "Pass" }, { label: "Outcome" }, { label: "Why" }],
    first.map(({ name: of, pass, outcome, error }) => [
      name(of),
      text(pass),
      outcome,
      error ? text(`${error.kind}: ${error.message}`) : "",
    ]),
    LISTED,
    "failures",
  );

export const defects = ({ defects: all }: Report): string =>
  all
    ? shown(all.first.length, all.total, "") +
      foldedTable(
        [{ label: "Component" }, { label: "Pass" }, { label: "What" }],
        all.first.map(({ name: of, pass, kind, message }) => [name(of), text(pass), text(`${kind}: ${message}`)]),
        LISTED,
        "defects",
      )
    : "";

export const warnings = ({ warnings: all, warningCount }: Report): string =>
  shown(all.length, warningCount, "") +
  foldedTable(
    [{ label: "Entry" }, { label: "What" }],
    all.map(({ entry, message }) => [name(entry), text(message)]),
    LISTED,
    "warnings",
  );

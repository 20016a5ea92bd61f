import { isTime } from "../../report/place.ts";
import type { Meeting, Report } from "../../report/schema.ts";
import { escapeHtml as text } from "../untrusted.ts";
import { code, counted, folded, foldedTable, name, number, shown, table, tag } from "./parts.ts";

type Correlations = Report["correlations"];
type Named = (ref: string) => string;

/** Cells hold a few names, and the number of the rest. */
const few = (names: readonly string[], total: number, most = 3): string => {
  const shown = names.slice(0, most).map(name).join(", ");
  return total > most ? `${shown} <span class="dim">and ${number(total - most)} more</span>` : shown;
};

export const entities = ({ entities: all }: Report, named: Named): string => {
  const listed = all.top.filter(({ kind }) => !isTime(kind));
  const rows = listed.map((entity) => [
    text(entity.kind),
    code(entity.value),
    number(entity.mentions),
    number(entity.components),
    few(entity.places.map(named), entity.components, 2),
  ]);
  const columns = [
    { label: "Kind" },
    { label: "Value" },
    { label: "Mentions", number: true },
    { label: "Components", number: true },
    { label: "Seen in" },
  ];
  const kinds = Object.entries(all.distinct ?? all.byKind)
    .filter(([kind]) => !isTime(kind))
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `<span class="chip">${text(kind)} <b>${number(count)}</b></span>`);
  const sampled = all.sampled
    ? `<p class="dim">There are more values than are kept; these figures describe a representative sample.</p>`
    : "";
  return `<p class="chips">${kinds.join("")}</p>${sampled}${foldedTable(columns, rows, 20, "entities")}`;
};

/** Where the same findings co-occur at several entities, such as an address and its parts, one is shown. */
const together = (all: readonly Meeting[]): Meeting[][] => {
  const groups = new Map<string, Meeting[]>();
  for (const one of all) {
    const places = one.findings.map(({ rule, component, line, start }) => [rule, component, line, start]);
    const key = JSON.stringify([one.around, one.rules, places]);
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
};

const meeting = (group: readonly Meeting[]): string => {
  const [{ around, severity, rules, findings }] = group as [Meeting];
  const beside = group.flatMap(({ entity }) => (entity ? [`${text(entity.kind)} ${code(entity.value)}`] : []));
  const what = beside.length > 0 ? `With ${beside.join(", ")}` : `In ${name(findings[0]?.name ?? "one component")}`;
  const listed = findings.map(
    (finding) =>
      `<li>${tag(finding.severity)}${text(finding.title)} <span class="dim">${around === "entity" ? `${name(finding.name)}${finding.line === undefined ? "" : `:${finding.line}`}` : finding.line === undefined ? "" : `line ${finding.line}`}</span></li>`,
  );
  return `<article class="finding ${severity}"><h3>${what} <span class="dim">${counted(rules, "rule")} meet</span></h3><ul>${listed.slice(0, 5).join("")}</ul></article>`;
};

const meetings = ({ meetings: found }: Correlations): string =>
  found && found.total > 0
    ? `<h3 class="sub">Co-occurring findings</h3>${shown(found.top.length, found.total, "")}${folded(together(found.top).map(meeting), 6, "meetings", "cards")}`
    : "";

const alike = ({ duplicates, nearDuplicates }: Correlations, named: Named): string => {
  const rows = [
    ...duplicates.map((refs) => ["the same bytes", "100%", few(refs.map(named), refs.length)]),
    ...(nearDuplicates?.top ?? []).map(({ components, total, similarity }) => [
      "nearly the same text",
      `${Math.round(similarity * 100)}%`,
      few(
        components.map((component) => component.name),
        total,
      ),
    ]),
  ];
  if (rows.length === 0) return "";
  const columns = [{ label: "Match" }, { label: "Similarity", number: true }, { label: "Components" }];
  return `<h3 class="sub">Duplicates and near-duplicates</h3>${table(columns, rows.slice(0, 30))}`;
};

const outliers = ({ outliers: found }: Correlations): string => {
  if (!found || found.total === 0) return "";
  const rows = found.top.map((outlier) => [name(outlier.name), text(outlier.kind), text(outlier.why)]);
  return `<h3 class="sub">Outliers</h3>${shown(found.top.length, found.total, "")}${table([{ label: "Component" }, { label: "Kind" }, { label: "Why" }], rows.slice(0, 30))}`;
};

/** What only shows when components are put side by side. */
export const correlations = ({ correlations: all }: Report, named: Named): string =>
  meetings(all) + alike(all, named) + outliers(all) || `<p class="dim">None.</p>`;

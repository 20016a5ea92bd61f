import type { Report } from "../../report/schema.ts";
import { bytesInWords, escapeHtml as text } from "../untrusted.ts";
import { dot, name, number, shown, table } from "./parts.ts";

type Components = Report["components"];

const SIDE = 16;
const ACROSS = 60;
const LISTED = 15;

/** One square a component, coloured by its worst finding, framed where a pass failed; its name shows on pointing at it. */
const map = (components: Components): string => {
  const across = Math.min(ACROSS, Math.max(20, Math.ceil(Math.sqrt(components.length * 3))));
  const squares = components.map(({ name, worst, findings, failed }, at) => {
    const [x, y] = [(at % across) * SIDE + 1, Math.floor(at / across) * SIDE + 1];
    const title = `${text(name)}: ${number(findings)} findings${worst ? `, worst ${worst}` : ""}${failed ? `, failed: ${text(failed.join(", "))}` : ""}`;
    return `<rect class="${worst ?? "none"}${failed ? " failed" : ""}" x="${x}" y="${y}" width="13" height="13" rx="2.5"><title>${title}</title></rect>`;
  });
  const [width, height] = [
    Math.min(across, components.length) * SIDE + 2,
    Math.ceil(components.length / across) * SIDE + 2,
  ];
  return `<svg class="map" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${components.length} components by their worst finding">${squares.join("")}</svg>`;
};

const legend = `<p class="legend">${(["critical", "high", "medium", "low", "info"] as const)
  .map((severity) => `<span>${dot(severity)}${severity}</span>`)
  .join("")}<span>${dot(undefined)}no findings</span><span class="framed">outlined: a pass failed</span></p>`;

export const components = ({ components: all, package: { components: total }, kinds }: Report): string => {
  if (all.length === 0) return `<p class="dim">None.</p>`;
  const byScore = all
    .map((component, at) => ({ component, at }))
    .sort(
      (a, b) =>
        (b.component.score ?? 0) - (a.component.score ?? 0) ||
        b.component.findings - a.component.findings ||
        a.at - b.at,
    )
    .slice(0, LISTED)
    .filter(({ component }) => component.findings > 0 || component.failed);
  const chips = Object.entries(kinds)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `<span class="chip">${text(kind)} <b>${number(count)}</b></span>`);
  const columns = [
    { label: "Score", number: true },
    { label: "Component" },
    { label: "Kind" },
    { label: "Size", number: true },
    { label: "Findings", number: true },
    { label: "Entities", number: true },
  ];
  const rows = byScore.map(({ component }) => [
    component.score === undefined ? "" : component.score.toFixed(1),
    `${dot(component.worst)}${name(component.name)}${component.failed ? ` <span class="tag failed">${text(component.failed.join(", "))} failed</span>` : ""}`,
    text(component.kind),
    bytesInWords(component.bytes),
    number(component.findings),
    number(component.entities),
  ]);
  return `<p class="chips">${chips.join("")}</p>${shown(all.length, total, "")}${map(all)}${legend}${rows.length > 0 ? `<h3 class="sub">Components to check first</h3>${table(columns, rows)}` : ""}`;
};

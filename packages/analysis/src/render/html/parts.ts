import type { Severity } from "../../findings.ts";
import { escapeHtml as text } from "../untrusted.ts";

export interface Column {
  label: string;
  number?: boolean;
}

/** `rows` hold markup, escaped by the caller; on a phone each cell stands under its label. */
export const table = (columns: readonly Column[], rows: readonly (readonly (string | number)[])[]): string => {
  if (rows.length === 0) return `<p class="dim">None.</p>`;
  const head = columns
    .map(({ label, number }) => `<th scope="col"${number ? ' class="num"' : ""}>${label}</th>`)
    .join("");
  const body = rows
    .map((row) => {
      const cells = row.map((cell, at) => {
        const { label, number } = columns[at]!;
        return `<td data-label="${label}"${number ? ' class="num"' : ""}>${cell}</td>`;
      });
      return `<tr>${cells.join("")}</tr>`;
    })
    .join("\n");
  return `<table class="wide"><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table>`;
};

export interface Section {
  id: string;
  title: string;
  /** Shown next to the title. */
  count?: number;
  body: string;
}

export const section = ({ id, title, count, body }: Section): string =>
  `<section id="${id}"><h2>${title}${count === undefined ? "" : ` <span class="count">${number(count)}</span>`}</h2>\n${body}</section>`;

export const number = (value: number): string => value.toLocaleString("en");

const irregular: Record<string, string> = { entity: "entities" };

export const counted = (value: number, one: string): string =>
  `${number(value)} ${value === 1 ? one : (irregular[one] ?? `${one}s`)}`;

export const tag = (severity: string, label: string = severity): string =>
  `<span class="tag ${severity}">${label}</span>`;

export const dot = (severity: Severity | undefined): string =>
  `<svg class="dot ${severity ?? "none"}" viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="5"/></svg>`;

/** A name of the package's own: kept in one direction, whatever it holds; the way to the file stands back. */
export const name = (value: string): string => {
  const at = Math.max(value.lastIndexOf("/"), value.lastIndexOf("!")) + 1;
  const way = at > 0 && at < value.length ? `<span class="way">${text(value.slice(0, at))}</span>` : "";
  return `<bdi class="name">${way}${text(way === "" ? value : value.slice(at))}</bdi>`;
};

export const code = (value: string): string => `<code>${text(value)}</code>`;

/** The first `open` of the parts, and the others behind a click; paper shows them all. */
export const folded = (parts: readonly string[], open: number, what: string, wrapper = ""): string => {
  const wrapped = (some: readonly string[]): string =>
    wrapper === "" ? some.join("\n") : `<div class="${wrapper}">${some.join("\n")}</div>`;
  const rest = parts.slice(open);
  const first = wrapped(parts.slice(0, open));
  return rest.length === 0
    ? first
    : `${first}\n<details><summary>${number(rest.length)} more ${what}</summary>\n${wrapped(rest)}</details>`;
};

/** A table whose rows after the first `open` are behind a click. */
export const foldedTable = (
  columns: readonly Column[],
  rows: readonly (readonly (string | number)[])[],
  open: number,
  what: string,
): string =>
  rows.length <= open
    ? table(columns, rows)
    : `${table(columns, rows.slice(0, open))}\n<details><summary>${number(rows.length - open)} more ${what}</summary>\n${table(columns, rows.slice(open))}</details>`;

/** Says of a list that is cut how long it was. */
export const shown = (listed: number, total: number, where = "findings.ndjson"): string =>
  listed < total
    ? `<p class="dim">The first ${number(listed)} of ${number(total)}${where ? `; all of them are in ${where} next to this page` : ""}.</p>`
    : "";

import { escapeHtml as text } from "./untrusted.ts";

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

export const section = (title: string, body: string): string => `<section><h2>${title}</h2>\n${body}</section>`;

export const bar = (value: number, of: number): string =>
  `<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="fill" width="${of > 0 ? Math.min(100, (100 * value) / of).toFixed(1) : 0}" height="6"/></svg>`;

/** Says of a list that is cut how long it was. */
export const shown = (listed: number, total: number): string =>
  listed < total
    ? `<p class="dim">The first ${listed} of ${total}; the others are in the files beside this one.</p>`
    : "";

/** Escaped text in which every occurrence of one of the words is marked; linear in the text. */
export const marked = (whole: string, words: readonly string[]): string => {
  const wanted = [...new Set(words)].filter((word) => word.length >= 3 && word.length <= 200);
  let out = "";
  let from = 0;
  while (from < whole.length) {
    let at = -1;
    let length = 0;
    for (const word of wanted) {
      const found = whole.indexOf(word, from);
      if (found >= 0 && (at < 0 || found < at || (found === at && word.length > length))) {
        at = found;
        length = word.length;
      }
    }
    if (at < 0) break;
    out += `${text(whole.slice(from, at))}<mark>${text(whole.slice(at, at + length))}</mark>`;
    from = at + length;
  }
  return out + text(whole.slice(from));
};

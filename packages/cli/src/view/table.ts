import { stripVTControlCharacters } from "node:util";

/** Terminal columns of a text; colours take none, wide characters two, marks that join the letter before them none. */
export const width = (text: string): number => {
  let columns = 0;
  for (const character of stripVTControlCharacters(text)) {
    if (/\p{Mark}/u.test(character)) continue;
    columns +=
      /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
};

/** Columns padded to their widest cell, two spaces apart; those in `right` aligned to the right. */
export const table = (rows: readonly (readonly string[])[], right: readonly number[] = []): string[] => {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, n) => {
      widths[n] = Math.max(widths[n] ?? 0, width(cell));
    });
  return rows.map((row) =>
    row
      .map((cell, n) => {
        const space = " ".repeat((widths[n] ?? 0) - width(cell));
        return right.includes(n) ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd(),
  );
};

/** A colour, or one character. */
const PIECE = /\u001b\[[\d;]*m|./gsu;

/** Truncates a line to a number of columns and closes its colours; a line that wraps could not be redrawn. */
export const truncate = (line: string, columns: number): string => {
  if (width(line) <= columns) return line;
  let out = "";
  let used = 0;
  for (const [piece] of line.matchAll(PIECE)) {
    used += width(piece);
    if (used > columns - 1) return `${out}…\u001b[0m`;
    out += piece;
  }
  return out;
};

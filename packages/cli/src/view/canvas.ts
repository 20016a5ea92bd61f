import type { Screen } from "../io.ts";
import { truncate } from "./table.ts";

const USUAL_COLUMNS = 80;

/** Redraws lines in place of the previous ones. */
export const canvas = (screen: Screen): ((lines: readonly string[]) => void) => {
  let drawn = 0;
  return (lines) => {
    const up = drawn > 0 ? `\u001b[${drawn}A` : "";
    const columns = screen.columns || USUAL_COLUMNS;
    const shown = lines.map((line) => `\u001b[2K${truncate(line, columns)}\n`);
    // Clears the rest if there are fewer lines than before.
    screen.write(`${up}${shown.join("")}${drawn > lines.length ? "\u001b[J" : ""}`);
    drawn = lines.length;
  };
};

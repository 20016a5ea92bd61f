import { type Factor, factor } from "./score.ts";
import { defaultPriority, type PriorityTable } from "./table.ts";

const SHOWN = 4;

/** How important the kinds of the components are; the most important one counts. */
export const kindFactor = (
  kinds: readonly string[],
  table: PriorityTable = defaultPriority,
  weight?: number,
): Factor => {
  const worth = (kind: string): number => weight ?? table.kinds[kind] ?? 0;
  const sorted = [...new Set(kinds)].sort((a, b) => worth(b) - worth(a) || (a < b ? -1 : 1));
  const shown = sorted.slice(0, SHOWN).join(", ") + (sorted.length > SHOWN ? ` and ${sorted.length - SHOWN} more` : "");
  return factor("kind", sorted[0] === undefined ? 0 : worth(sorted[0]), shown || "no components", table);
};

import { bandOf, type Factor, type Priority } from "./score.ts";
import { type Band, defaultPriority, type PriorityTable, stageFactors } from "./table.ts";

/**
 * What each factor contributes in points of one decimal, so that the contributions add up to the score exactly: rounded
 * by largest remainder.
 */
export const pointsOf = ({ score, factors }: Pick<Priority, "score" | "factors">): (Factor & { points: number })[] => {
  const tenths = factors.map((one) => Math.max(0, one.value * one.weight * 10));
  const floors = tenths.map((one) => Math.floor(one + 1e-9));
  const left = Math.round(score * 10) - floors.reduce((sum, one) => sum + one, 0);
  const order = tenths
    .map((one, at) => ({ at, rest: one - floors[at]! }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at);
  for (const { at } of order.slice(0, Math.max(0, left))) floors[at]! += 1;
  return factors.map((one, at) => ({ ...one, points: floors[at]! / 10 }));
};

/** Factors that results speak for, and that a missing result could still raise: all that no stage knows by itself. */
const isOfResults = (name: string): boolean => !(stageFactors as readonly string[]).includes(name);

/** The highest score that missing results could bring, and its band. */
export const couldBecome = (
  { score, factors }: Pick<Priority, "score" | "factors">,
  table: PriorityTable = defaultPriority,
): { score: number; band: Band } => {
  const known = new Map(factors.map(({ name, value }) => [name, value]));
  const more = Object.entries(table.points).reduce(
    (sum, [name, weight]) => sum + (isOfResults(name) ? (1 - (known.get(name) ?? 0)) * weight : 0),
    0,
  );
  const most = Math.min(100, Math.round((score + more) * 10) / 10);
  return { score: most, band: bandOf(most, table) };
};

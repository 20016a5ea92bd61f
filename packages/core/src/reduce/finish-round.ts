import type { FinishedRound, Reducer } from "../choreography/define-reducer.ts";
import type { Cost } from "../cost/prices.ts";
import { TerminalError } from "../errors.ts";
import { keys } from "../ids.ts";
import { noTotals, outcomes, type Totals } from "../outcome.ts";
import type { PackageRow } from "../ports/package-store.ts";
import { kindFactor } from "../priority/kind.ts";
import { type Factor, type Priority, score, waitingFactor } from "../priority/score.ts";
import type { Aggregating } from "../stages/pipeline.ts";
import type { Fold } from "./fold.ts";
import type { PackageOutcome } from "./outcome-document.ts";
import { roundFacts } from "./round-facts.ts";
import { finishedSum, type RoundSum } from "./round-sum.ts";
import { statusOf } from "./status.ts";

/** Whole minutes only: an outcome must not differ by the milliseconds that it took to write. */
const wholeMinutes = (ms: number): number => Math.floor(ms / 60_000) * 60_000;

export interface Times {
  startedAt: number;
  finishedAt: number;
}

/** Highlights that an outcome keeps, and characters of each. */
const HIGHLIGHTS = 20;
const HIGHLIGHT_LENGTH = 300;

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Calls the reducer's `finish`, and makes the outcome of a complete round. */
export const finishRound = async (
  { cloud, priority: table, toleratedFailurePercent }: Aggregating,
  row: PackageRow,
  fold: Fold,
  reducer: Reducer | undefined,
  { startedAt, finishedAt }: Times,
  cost: Cost,
): Promise<PackageOutcome> => {
  const sum = finishedSum(fold.sum);
  const tolerated = row.toleratedFailurePercent ?? toleratedFailurePercent;
  const status = statusOf(sum, tolerated);
  const standing: Factor[] = [
    ...row.declared,
    waitingFactor(wholeMinutes(startedAt - row.createdAt), table),
    kindFactor(Object.keys(sum.kinds), table),
    ...sum.factors,
  ];
  let priority = score(standing, table);
  const highlights: string[] = [];
  const files = reducer?.lines ? [reducer.lines.file] : [];
  const round: FinishedRound = {
    package: { id: row.id, name: row.name, bytes: row.bytes, components: sum.components, receivedAt: row.createdAt },
    round: row.round,
    status,
    toleratedFailurePercent: tolerated,
    sum,
    startedAt,
    finishedAt,
    cost,
    row,
    priorityTable: table,
    rank: (factors: readonly Factor[]): Priority => {
      standing.push(...factors);
      priority = score(standing, table);
      return priority;
    },
    highlight: (text) => {
      if (highlights.length < HIGHLIGHTS) highlights.push(text.slice(0, HIGHLIGHT_LENGTH));
    },
    write: async (file, body, contentType) => {
      if (typeof file !== "string" || !FILE_NAME.test(file) || file === "outcome.json")
        throw new TerminalError(
          "invalid-file-name",
          `A reducer cannot write "${file}": use a plain file name other than outcome.json`,
        );
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
      await cloud.objects.put(keys.resultFile(row.id, row.round, file), bytes, { contentType });
      if (!files.includes(file)) files.push(file);
    },
  };
  const result = await reducer?.finish(fold.own, round);
  return {
    v: 1,
    ...roundFacts(round, priority),
    counts: sum.counts,
    ...(result === undefined ? {} : { result }),
    highlights,
    files: files.sort(),
  };
};

/** The package's totals once its round is complete; they agree with the outcome's. */
export const totalsOf = (sum: RoundSum): Totals => {
  const { retried, heavy, heavyFailed, heavyMs, counts } = sum;
  const totals = { ...noTotals(), ms: sum.passMs, retried, heavy, heavyFailed, heavyMs, counts };
  for (const outcome of outcomes) totals[outcome] = sum.tasks[outcome] ?? 0;
  return totals;
};

import type { Cost } from "../cost/prices.ts";
import type { Outcome } from "../outcome.ts";
import type { PackageRow } from "../ports/package-store.ts";
import type { Factor, Priority } from "../priority/score.ts";
import type { PriorityTable } from "../priority/table.ts";
import type { RoundSum } from "../reduce/round-sum.ts";
import type { AnyPass, OutputOf } from "./define-pass.ts";
import type { Lazy } from "./lazy.ts";
import { checkOptions } from "./options.ts";

/** What became of one component: its facts, the outputs that its passes left, and how every task ended. */
export interface ComponentResults<Passes extends readonly AnyPass[] = readonly AnyPass[]> {
  /** `"12"`, or `"12/unpack/3"` for one that a pass handed out; see `ComponentRef`. */
  readonly ref: string;
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Outputs by pass, parsed by the pass's schema; one is missing where the task did not succeed. */
  readonly results: { readonly [P in Passes[number] as P["name"]]?: OutputOf<P> };
  readonly tasks: readonly ComponentTask[];
}

export interface ComponentTask {
  readonly pass: string;
  readonly version: number;
  readonly outcome: Outcome;
  readonly ms: number;
  readonly error?: { readonly kind: string; readonly message: string };
}

/** A complete round, as `finish` sees it. */
export interface FinishedRound {
  readonly package: {
    readonly id: string;
    readonly name: string;
    readonly bytes: number;
    readonly components: number;
    /** Epoch milliseconds. */
    readonly receivedAt: number;
  };
  readonly round: number;
  readonly status: "complete" | "partial" | "failed";
  /** Percent of required tasks that may fail and the package still be complete. */
  readonly toleratedFailurePercent: number;
  /** How the tasks ended, and what the choreography counts. */
  readonly sum: RoundSum;
  /** Beginning and end of the aggregation, in epoch milliseconds. */
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly cost: Cost;
  /** The package's row at the beginning of the aggregation. */
  readonly row: PackageRow;
  readonly priorityTable: PriorityTable;
  /** Adds factors to the package's priority; gives the priority with them. */
  rank(factors: readonly Factor[]): Priority;
  /** Adds a line for people to the outcome, such as the most severe finding; at most 20 are kept. */
  highlight(text: string): void;
  /** Writes a file next to the result, under `reports/<package>/<round>/`. */
  write(file: string, body: Uint8Array | string, contentType: string): Promise<void>;
}

/** Lines that a reducer writes while it adds components; they become one file next to the result, in the order of the slots. */
export interface LinesFile<Sum = unknown> {
  /** File name, such as `findings.ndjson`. */
  file: string;
  contentType: string;
  /** Transforms whole lines while they pass into the file, when the round is complete. */
  transform?(round: Pick<FinishedRound, "row" | "priorityTable" | "startedAt">): (lines: Uint8Array) => Uint8Array;
  /** Only for inference. */
  readonly "~sum"?: Sum;
}

/**
 * Folds the results of a package into one: `add` for each component, in slot order, `merge` for neighbouring sums, `finish` once.
 *
 * Must be associative: `merge(merge(a, b), c)` equals `merge(a, merge(b, c))`, and adding a component to a sum equals merging
 * the sum with that component's own. `checkReducer` of `@torrent/core/testing` looks for a counter-example.
 */
export interface Reducer<Sum = any, Result = unknown> {
  /** Sums are stored under it: raise it whenever the sum of the same results may change. */
  readonly version: number;
  empty(): Sum;
  /** May change and return the sum that it is given. `line` appends to the lines file. */
  add(sum: Sum, component: ComponentResults<any>, line: (text: string) => void): Sum;
  /** May change and return `a`. */
  merge(a: Sum, b: Sum): Sum;
  finish(sum: Sum, round: FinishedRound): Promise<Result> | Result;
  /** A sum as plain JSON, and back. @default the sum is plain JSON */
  toJSON?(sum: Sum): unknown;
  fromJSON?(json: unknown): Sum;
  readonly lines?: LinesFile<Sum>;
}

interface ReducerDefinition<Passes extends readonly AnyPass[], Sum, Result> {
  version: number;
  /** The passes whose outputs `add` reads; they give `results` its types. */
  of?: Passes;
  empty(): Sum;
  add(sum: Sum, component: ComponentResults<Passes>, line: (text: string) => void): Sum;
  merge(a: Sum, b: Sum): Sum;
  finish(sum: Sum, round: FinishedRound): Promise<Result> | Result;
  toJSON?(sum: Sum): unknown;
  fromJSON?(json: unknown): Sum;
  lines?: LinesFile<Sum>;
}

const options = ["version", "of", "empty", "add", "merge", "finish", "toJSON", "fromJSON", "lines"] as const;

/**
 * Defines how the results of a package become one result.
 *
 * @throws TypeError for a missing function or an unknown option.
 * @example
 * const totals = defineReducer({
 *   version: 1,
 *   of: [parse],
 *   empty: () => ({ net: 0 }),
 *   add: (sum, { results }) => ({ net: sum.net + (results.parse?.net ?? 0) }),
 *   merge: (a, b) => ({ net: a.net + b.net }),
 *   finish: (sum) => sum,
 * });
 */
export const defineReducer = <const Passes extends readonly AnyPass[], Sum, Result>(
  definition: ReducerDefinition<Passes, Sum, Result>,
): Reducer<Sum, Result> => {
  checkOptions("defineReducer", definition, options);
  const { version } = definition;
  if (!Number.isInteger(version) || version < 1)
    throw new TypeError(`defineReducer: version ${version} must be a whole number from 1`);
  for (const name of ["empty", "add", "merge", "finish"] as const)
    if (typeof definition[name] !== "function") throw new TypeError(`defineReducer: ${name} must be a function`);
  if ((definition.toJSON === undefined) !== (definition.fromJSON === undefined))
    throw new TypeError("defineReducer: give both toJSON and fromJSON, or neither");
  const { of: _, ...reducer } = definition;
  return reducer;
};

/** A reducer, or where it is loaded from; its version is light, because sums are stored under it. */
export type ReducerPart = Reducer | (Lazy<Reducer> & { readonly version: number });

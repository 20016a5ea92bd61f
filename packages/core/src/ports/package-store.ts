import type { Failure } from "../errors.ts";
import type { Totals } from "../outcome.ts";
import type { Factor, Priority } from "../priority/score.ts";

export const openStates = ["intake", "open", "aggregating"] as const;
export const terminalStates = ["complete", "partial", "failed", "rejected", "cancelled"] as const;
export const packageStates = [...openStates, ...terminalStates] as const;
/** Where a package stands: open until it ends, in one of the terminal states. */
export type PackageState = (typeof packageStates)[number];
export type TerminalState = (typeof terminalStates)[number];

/** The states that subscribers hear of: a round that has opened, and each way in which a package ends. */
export const announcedStates = ["open", ...terminalStates] as const;
export type AnnouncedState = (typeof announcedStates)[number];

export const isTerminalState = (state: PackageState): boolean =>
  (terminalStates as readonly PackageState[]).includes(state);

/** Which settled tasks are run again: those that meet all that is given. Without any, those that did not succeed. */
export interface RedriveSelection {
  passes?: string[];
  /** A component's ref. */
  component?: string;
  /** Of the error, see `fingerprint`. */
  fingerprint?: string;
  /** By pass: results of a lower version, whatever their outcome. */
  olderThan?: Record<string, number>;
}

/** One delivered unit of data, as the table holds it. Times are epoch milliseconds. */
export interface PackageRow {
  id: string;
  /** The inbox key without its prefix. */
  name: string;
  key: string;
  /** Version id or ETag of the inbox object. */
  version: string;
  bytes: number;
  state: PackageState;
  round: number;
  /** When the current round was opened; absent in round 1, which the registration opens. */
  roundAt?: number;
  createdAt: number;
  updatedAt: number;
  /** Past it, the sweep settles what is missing as `expired`. */
  deadlineAt: number;
  /** Factors that the sender declared, and that every stage starts from. */
  declared: Factor[];
  priority: Priority;
  /** How many components the package itself holds, once intake has decomposed it. Grown ones are counted apart. */
  components?: number;
  grown?: number;
  /** Children of the current round's own tree: all components in round 1, those that are run again in a later one. */
  slots?: number;
  /** Percent of required tasks that may fail and the package still be complete. 0 unless declared. */
  toleratedFailurePercent?: number;
  /** All messages of the round were sent: a repeated intake or redrive has nothing to repeat. */
  fannedOut?: boolean;
  /** What the current round runs again; absent in round 1. */
  redrive?: RedriveSelection;
  /** What intake noticed and let pass, at most 20, with the count of all. */
  warnings?: { entry: string; message: string }[];
  warningCount?: number;
  /** Who aggregates, and until when it may. */
  lease?: { owner: string; until: number };
  /** The last finished revision of the report; equals the round it was made in. */
  revision?: number;
  totals?: Totals;
  finishedAt?: number;
  error?: Failure;
  /** The package has ended, and some messages to subscribers are still to be sent; the sweep repairs that. */
  announcing?: boolean;
  /** How often deliveries to subscribers that failed were redriven since the package ended. */
  completionGeneration?: number;
  /** What the last sweep saw; it acts only on what has not moved since. */
  swept?: { settled: number; at: number };
}

/** A field that is given as `undefined` is removed from the row. */
export type PackagePatch = Partial<Omit<PackageRow, "id" | "key" | "version" | "createdAt">>;

/** What must hold of the stored row for a transition to be made. All given parts must. */
export interface TransitionGuard {
  from: readonly PackageState[];
  round?: number;
  /** The lease is this owner's, or there is none, or it ended before `now`. */
  lease?: { owner: string; now: number };
  /** The row's `grown` (0 where there is none); lets callers in parallel add to it without losing a sum. */
  grown?: number;
}

export interface PackagePage {
  packages: PackageRow[];
  cursor?: string;
}

/**
 * The packages' rows.
 *
 * Contract: every write is atomic on its one row and durable when it resolves; `read` sees it at once, the lists may
 * lag behind by seconds. A lost race is a value.
 */
export interface PackageStore {
  /** Creates the row if the id is new. Returns the stored row, and whether this call created it. */
  register(row: PackageRow): Promise<{ first: boolean; row: PackageRow }>;
  /** Applies the patch if the guard holds; returns the row after the call either way, `undefined` if there is none. */
  transition(
    id: string,
    guard: TransitionGuard,
    patch: PackagePatch,
  ): Promise<{ done: boolean; row: PackageRow } | undefined>;
  read(id: string): Promise<PackageRow | undefined>;
  /** Newest first; of one state or of all. */
  list(options: { state?: PackageState; limit: number; cursor?: string }): Promise<PackagePage>;
  /** Packages in an open state or still `announcing` their end, earliest deadline first. Reads nothing where there are none. */
  open(options: { limit: number; cursor?: string }): Promise<PackagePage>;
}

import {
  type Band,
  openStates,
  type PackageRow,
  type PackageState,
  type PackageStore,
  packageStates,
} from "@torrent/core/unstable";

/** Conditions of a listing; all given ones must hold. */
export interface PackageFilter {
  states?: readonly PackageState[];
  bands?: readonly Band[];
  /** Text contained in the name; case-insensitive. */
  name?: string;
  /** Created at or after, and before; epoch milliseconds. */
  since?: number;
  until?: number;
}

/**
 * Maximum rows scanned per page, as a multiple of the limit: a filter that matches few rows gives short pages with a
 * cursor instead of a long wait.
 */
const SCAN_FACTOR = 20;
/** Maximum number of rows sorted by priority: the newest that match the filter. */
export const RANKED_ROWS = 2_000;

const fits = (row: PackageRow, filter: PackageFilter): boolean =>
  (filter.states?.includes(row.state) ?? true) &&
  (filter.bands?.includes(row.priority.band) ?? true) &&
  (filter.name === undefined || row.name.toLowerCase().includes(filter.name.toLowerCase())) &&
  (filter.since === undefined || row.createdAt >= filter.since) &&
  (filter.until === undefined || row.createdAt < filter.until);

/** The store can list by one state or by all states. */
const single = (filter: PackageFilter): { state?: PackageState } => {
  const [state, ...more] = filter.states ?? [];
  return state !== undefined && more.length === 0 ? { state } : {};
};

export interface Page {
  rows: PackageRow[];
  next?: string;
}

/** Newest first. A page may contain fewer rows than `limit` and still have a next page. */
export const byTime = async (
  store: PackageStore,
  filter: PackageFilter,
  limit: number,
  from?: string,
): Promise<Page> => {
  const rows: PackageRow[] = [];
  let cursor = from;
  for (let looked = 0; looked < limit * SCAN_FACTOR; ) {
    const page = await store.list({ ...single(filter), limit: limit - rows.length, ...(cursor ? { cursor } : {}) });
    rows.push(...page.packages.filter((row) => fits(row, filter)));
    looked += Math.max(1, page.packages.length);
    cursor = page.cursor;
    const last = page.packages.at(-1);
    if (cursor === undefined || (last && filter.since !== undefined && last.createdAt < filter.since)) return { rows };
    if (rows.length >= limit * 0.75) break;
  }
  return cursor === undefined ? { rows } : { rows, next: cursor };
};

/** Highest score first, then newest, among the newest {@link RANKED_ROWS} matching rows. `from` is a row offset. */
export const byPriority = async (
  store: PackageStore,
  filter: PackageFilter,
  limit: number,
  from = 0,
): Promise<Page & { partial: boolean }> => {
  const all: PackageRow[] = [];
  let cursor: string | undefined;
  do {
    const page: Page = await byTime(store, filter, 200, cursor);
    all.push(...page.rows);
    cursor = page.next;
  } while (cursor !== undefined && all.length < RANKED_ROWS);
  all.sort((a, b) => b.priority.score - a.priority.score || b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1));
  const end = from + limit;
  return {
    rows: all.slice(from, end),
    ...(end < all.length ? { next: String(end) } : {}),
    partial: cursor !== undefined,
  };
};

/** `active` means every non-terminal state. */
export const stateNames = ["active", ...packageStates] as const;
export const statesOf = (names: readonly (typeof stateNames)[number][]): PackageState[] => [
  ...new Set(names.flatMap((name) => (name === "active" ? [...openStates] : [name]))),
];

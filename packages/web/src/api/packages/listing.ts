import {
  type Band,
  openStates,
  type PackageRow,
  type PackageState,
  type PackageStore,
  packageStates,
} from "@torrent/core/unstable";

/** What a listing keeps; all given parts must hold. */
export interface PackageFilter {
  states?: readonly PackageState[];
  bands?: readonly Band[];
  /** Part of the name, case ignored. */
  name?: string;
  /** Created at or after, and before; epoch milliseconds. */
  since?: number;
  until?: number;
}

/** Rows looked at for one page, at most: a filter that fits few rows gives short pages and a cursor, not a long wait. */
const SCAN_FACTOR = 20;
/** Rows that are put in order of priority, at most: the newest that fit the filter. */
export const RANKED_ROWS = 2_000;

const fits = (row: PackageRow, filter: PackageFilter): boolean =>
  (filter.states?.includes(row.state) ?? true) &&
  (filter.bands?.includes(row.priority.band) ?? true) &&
  (filter.name === undefined || row.name.toLowerCase().includes(filter.name.toLowerCase())) &&
  (filter.since === undefined || row.createdAt >= filter.since) &&
  (filter.until === undefined || row.createdAt < filter.until);

/** The store lists by one state or by all. */
const single = (filter: PackageFilter): { state?: PackageState } => {
  const [state, ...more] = filter.states ?? [];
  return state !== undefined && more.length === 0 ? { state } : {};
};

export interface Page {
  rows: PackageRow[];
  next?: string;
}

/** Newest first. A page may hold fewer rows than `limit` and still have a next one. */
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

/** Highest score first, then newest; of the newest {@link RANKED} rows that fit. `from` counts rows. */
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

/** `active` stands for every state that is not an end. */
export const stateNames = ["active", ...packageStates] as const;
export const statesOf = (names: readonly (typeof stateNames)[number][]): PackageState[] => [
  ...new Set(names.flatMap((name) => (name === "active" ? [...openStates] : [name]))),
];

import type {
  PackagePage,
  PackagePatch,
  PackageRow,
  PackageState,
  PackageStore,
  TransitionGuard,
} from "../../ports/package-store.ts";
import { isTerminalState } from "../../ports/package-store.ts";

const holds = (row: PackageRow, { from, round, lease, grown }: TransitionGuard): boolean =>
  from.includes(row.state) &&
  (round === undefined || row.round === round) &&
  (grown === undefined || grown === (row.grown ?? 0)) &&
  (!lease || !row.lease || row.lease.owner === lease.owner || row.lease.until < lease.now);

/** Sorted by `at`, then by id; the cursor is the place of the last row that was given out. */
const page = (
  rows: readonly PackageRow[],
  at: (row: PackageRow) => number,
  { limit, cursor }: { limit: number; cursor?: string },
): PackagePage => {
  const [fromAt, fromId] = cursor === undefined ? [] : (JSON.parse(cursor) as [number, string]);
  const sorted = rows.toSorted((a, b) => at(a) - at(b) || (a.id < b.id ? -1 : 1));
  const rest = sorted.filter(
    (row) => fromAt === undefined || at(row) > fromAt || (at(row) === fromAt && row.id > (fromId ?? "")),
  );
  const packages = rest.slice(0, limit).map((row) => structuredClone(row));
  const last = packages.at(-1);
  return rest.length > limit && last ? { packages, cursor: JSON.stringify([at(last), last.id]) } : { packages };
};

export class MemoryPackageStore implements PackageStore {
  readonly #rows = new Map<string, PackageRow>();

  async register(row: PackageRow): Promise<{ first: boolean; row: PackageRow }> {
    const known = this.#rows.get(row.id);
    if (!known) this.#rows.set(row.id, structuredClone(row));
    return { first: !known, row: structuredClone(known ?? row) };
  }

  async transition(
    id: string,
    guard: TransitionGuard,
    patch: PackagePatch,
  ): Promise<{ done: boolean; row: PackageRow } | undefined> {
    const known = this.#rows.get(id);
    if (!known) return undefined;
    const done = holds(known, guard);
    const row = done ? without({ ...known, ...structuredClone(patch) }) : known;
    this.#rows.set(id, row);
    return { done, row: structuredClone(row) };
  }

  async read(id: string): Promise<PackageRow | undefined> {
    return structuredClone(this.#rows.get(id));
  }

  async list({ state, ...options }: { state?: PackageState; limit: number; cursor?: string }): Promise<PackagePage> {
    const rows = [...this.#rows.values()].filter((row) => state === undefined || row.state === state);
    return page(rows, (row) => -row.createdAt, options);
  }

  async open(options: { limit: number; cursor?: string }): Promise<PackagePage> {
    const rows = [...this.#rows.values()].filter((row) => !isTerminalState(row.state) || row.announcing);
    return page(rows, (row) => row.deadlineAt, options);
  }
}

/** A field patched to `undefined` is gone. */
const without = (row: PackageRow): PackageRow =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as unknown as PackageRow;

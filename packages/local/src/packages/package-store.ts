import type { DatabaseSync } from "node:sqlite";
import {
  isTerminalState,
  type PackagePage,
  type PackageRow,
  type PackageStore,
  type TransitionGuard,
} from "@torrent/core/unstable";
import { transaction } from "../database.ts";
import { turn } from "../turn.ts";

const holds = (row: PackageRow, { from, round, lease, grown }: TransitionGuard): boolean => {
  if (!from.includes(row.state)) return false;
  if (round !== undefined && row.round !== round) return false;
  if (grown !== undefined && grown !== (row.grown ?? 0)) return false;
  return !lease || !row.lease || row.lease.owner === lease.owner || row.lease.until < lease.now;
};

/** A cursor is the place of the last row given: its time and id. */
const parseCursor = (cursor: string): [at: number, id: string] => {
  const [, at, id] = /^(\d+)\.(.+)$/s.exec(cursor) ?? [];
  if (at === undefined || id === undefined)
    throw new TypeError(`"${cursor.slice(0, 80)}" is not a cursor of a package listing`);
  return [Number(at), id];
};

const pageOf = (
  rows: readonly Record<string, unknown>[],
  limit: number,
  at: (row: PackageRow) => number,
): PackagePage => {
  const packages = rows.slice(0, limit).map((row): PackageRow => JSON.parse(String(row.body)));
  const last = packages.at(-1);
  return { packages, ...(last && rows.length > limit ? { cursor: `${at(last)}.${last.id}` } : {}) };
};

export const packageStore = (db: DatabaseSync): PackageStore => {
  const one = db.prepare("SELECT body FROM packages WHERE id = ?");
  const insert = db.prepare(
    "INSERT INTO packages (id, state, open, created_at, deadline_at, body) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const update = db.prepare("UPDATE packages SET state = ?, open = ?, deadline_at = ?, body = ? WHERE id = ?");
  const newest = db.prepare(
    "SELECT body FROM packages WHERE (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?",
  );
  const newestOf = db.prepare(
    "SELECT body FROM packages WHERE state = ? AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?",
  );
  const opened = db.prepare(
    "SELECT body FROM packages WHERE open = 1 AND (deadline_at, id) > (?, ?) ORDER BY deadline_at, id LIMIT ?",
  );

  const find = (id: string): PackageRow | undefined => {
    const row = one.get(id);
    return row && JSON.parse(String(row.body));
  };
  const isOpen = (row: PackageRow): number => (isTerminalState(row.state) && !row.announcing ? 0 : 1);

  return {
    async register(row) {
      await turn();
      return transaction(db, () => {
        const known = find(row.id);
        if (known) return { first: false, row: known };
        insert.run(row.id, row.state, isOpen(row), row.createdAt, row.deadlineAt, JSON.stringify(row));
        return { first: true, row };
      });
    },
    async transition(id, guard, patch) {
      await turn();
      return transaction(db, () => {
        const known = find(id);
        if (!known) return undefined;
        if (!holds(known, guard)) return { done: false, row: known };
        const body = JSON.stringify({ ...known, ...patch });
        const row: PackageRow = JSON.parse(body);
        update.run(row.state, isOpen(row), row.deadlineAt, body, id);
        return { done: true, row };
      });
    },
    async read(id) {
      await turn();
      return find(id);
    },
    async list({ state, limit, cursor }) {
      await turn();
      const [at, id] = cursor === undefined ? [Number.MAX_SAFE_INTEGER, ""] : parseCursor(cursor);
      const rows = state ? newestOf.all(state, at, id, limit + 1) : newest.all(at, id, limit + 1);
      return pageOf(rows, limit, (row) => row.createdAt);
    },
    async open({ limit, cursor }) {
      await turn();
      const [at, id] = cursor === undefined ? [-1, ""] : parseCursor(cursor);
      return pageOf(opened.all(at, id, limit + 1), limit, (row) => row.deadlineAt);
    },
  };
};

import type { DatabaseSync } from "node:sqlite";
import type { WorkerLease } from "@torrent/core/unstable";
import { transaction } from "../database.ts";

/** How long a launch token is remembered; ECS remembers its client tokens for a day, the port asks for 10 minutes. */
const TOKEN_MS = 24 * 3_600_000;

export interface Leases {
  live(now: number): WorkerLease[];
  /** Takes the token and, if it is new, a lease for as many of the ids as there is room for; those ids. */
  grant(token: string, ids: readonly string[], most: number, now: number, until: number): string[];
  startedAs(id: string, pid: number): void;
  beat(lease: WorkerLease): void;
  end(id: string): void;
  /** Live leases whose worker's process is known, by process id. */
  processes(now: number): { id: string; pid: number }[];
}

export const leaseRows = (db: DatabaseSync): Leases => {
  const live = db.prepare("SELECT id, started_at, expires_at, busy FROM leases WHERE expires_at > ? ORDER BY id");
  const count = db.prepare("SELECT count(*) AS live FROM leases WHERE expires_at > ?");
  const insert = db.prepare("INSERT INTO leases (id, started_at, expires_at, busy) VALUES (?, ?, ?, 0)");
  const started = db.prepare("UPDATE leases SET pid = ? WHERE id = ?");
  const beat = db.prepare(
    `INSERT INTO leases (id, started_at, expires_at, busy) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET started_at = excluded.started_at, expires_at = excluded.expires_at, busy = excluded.busy`,
  );
  const end = db.prepare("DELETE FROM leases WHERE id = ?");
  const expire = db.prepare("DELETE FROM leases WHERE expires_at <= ?");
  const forget = db.prepare("DELETE FROM launches WHERE at < ?");
  const remember = db.prepare("INSERT OR IGNORE INTO launches VALUES (?, ?)");
  const processes = db.prepare("SELECT id, pid FROM leases WHERE expires_at > ? AND pid IS NOT NULL");

  return {
    live: (now) =>
      live.all(now).map((row) => ({
        id: String(row.id),
        startedAt: Number(row.started_at),
        expiresAt: Number(row.expires_at),
        busy: Number(row.busy),
      })),
    grant: (token, ids, most, now, until) =>
      transaction(db, () => {
        expire.run(now);
        forget.run(now - TOKEN_MS);
        if (Number(remember.run(token, now).changes) === 0) return [];
        const granted = ids.slice(0, Math.max(0, most - Number(count.get(now)?.live)));
        for (const id of granted) insert.run(id, now, until);
        return granted;
      }),
    startedAs: (id, pid) => void started.run(pid, id),
    beat: ({ id, startedAt, expiresAt, busy }) => void beat.run(id, startedAt, expiresAt, busy),
    end: (id) => void end.run(id),
    processes: (now) => processes.all(now).map((row) => ({ id: String(row.id), pid: Number(row.pid) })),
  };
};

import { createWriteStream } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { PassContext } from "../../../analysis-pass.ts";

const PREFIX = "torrent-sqlite-";
/** No parser takes this long: an older copy is nobody's, even where a process has its maker's number. */
const STALE_MS = 3_600_000;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

/** Removes the copies of processes and threads that were killed while they had one. */
const removeStale = async (): Promise<void> => {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid)) continue;
    const path = join(tmpdir(), name);
    const made = (await stat(path).catch(() => undefined))?.mtimeMs ?? Date.now();
    if (!isAlive(pid) || Date.now() - made > STALE_MS) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
};

/** A copy of the component on disk, for as long as `use` runs. */
export const withCopy = async <T>(context: PassContext, use: (path: string) => Promise<T>): Promise<T> => {
  await removeStale();
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  try {
    const path = join(folder, "copy.db");
    await pipeline(context.bytes(), createWriteStream(path, { mode: 0o600 }), { signal: context.signal });
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

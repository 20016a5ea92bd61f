import { type ChildProcess, fork } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { siblingModule } from "@torrent/core/unstable";
import { PRIVATE_FILE, PRIVATE_FOLDER } from "../private-file.ts";

/** How a worker is started: the same entry point as the container's. */
export interface FleetOptions {
  /** The module that a worker process runs. */
  entry: URL;
  /** Added to this process's environment. */
  env?: Readonly<Record<string, string>>;
  /** Live workers at the same time, on this machine. */
  maxWorkers?: number;
}

export interface WorkerProcess {
  id: string;
  pid: number | undefined;
  /** Resolves when the process is gone, however it ended. */
  gone: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** SIGTERM, and SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Starts a worker; what it prints is kept in `workers/` of the data folder, unless it ended well. */
export const startWorker = (id: string, dataDir: string, options: FleetOptions): WorkerProcess => {
  const folder = join(dataDir, "workers");
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  const output = join(folder, `${id}.log`);
  const log = openSync(output, "a", PRIVATE_FILE);
  const child: ChildProcess = fork(fileURLToPath(options.entry), [], {
    env: {
      ...process.env,
      ...options.env,
      TORRENT_DATA: dataDir,
      TORRENT_WORKER_ID: id,
      TORRENT_CLOUD: siblingModule("../connect", import.meta.url).href,
    },
    stdio: ["ignore", log, log, "ipc"],
  });
  closeSync(log);
  const gone = new Promise<Awaited<WorkerProcess["gone"]>>((resolve) => {
    child.once("error", () => resolve({ code: null, signal: null }));
    child.once("exit", (code, signal) => {
      if (code === 0) rmSync(output, { force: true });
      resolve({ code, signal });
    });
  });
  return {
    id,
    pid: child.pid,
    gone,
    async stop(graceMs) {
      child.kill("SIGTERM");
      const killer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await gone;
      clearTimeout(killer);
    },
  };
};

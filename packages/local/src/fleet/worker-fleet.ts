import { type Clock, defaultTopology, type Log, type Random, type WorkerFleet } from "@torrent/core/unstable";
import { turn } from "../turn.ts";
import type { Leases } from "./leases.ts";
import { type FleetOptions, startWorker, type WorkerProcess } from "./worker-process.ts";

/** One machine: a worker is a process that may use a core and gigabytes. */
const MAX_WORKERS = 2;
const STOP_GRACE_MS = 10_000;

export interface EmbeddedFleet extends WorkerFleet {
  /** Ends the leases of workers whose process is gone: what a killed parent could not do. How many workers are left. */
  prune(): Promise<number>;
  /** Ends the processes that this cloud started. */
  close(): Promise<void>;
}

export interface FleetParts {
  leases: Leases;
  dataDir: string;
  clock: Clock;
  random: Random;
  log: Log;
  options?: FleetOptions;
  /** @default the default topology's */
  leaseSeconds?: number;
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
};

export const workerFleet = ({
  leases,
  dataDir,
  clock,
  random,
  log,
  options,
  leaseSeconds = defaultTopology.fleet.leaseSeconds,
}: FleetParts): EmbeddedFleet => {
  const mine = new Map<string, WorkerProcess>();
  let closed = false;

  const start = (id: string, fleet: FleetOptions): void => {
    const worker = startWorker(id, dataDir, fleet);
    mine.set(id, worker);
    if (worker.pid !== undefined) leases.startedAs(id, worker.pid);
    worker.gone.then(({ code, signal }) => {
      mine.delete(id);
      if (closed) return;
      leases.end(id);
      if (code !== 0) log("warn", "worker-died", { worker: id, code, signal });
    });
  };

  return {
    async live() {
      await turn();
      return leases.live(clock.now());
    },
    async launch(count, token) {
      await turn();
      if (!options) throw new Error("This cloud was opened without a worker entry point; it can't launch workers");
      const now = clock.now();
      const ids = Array.from({ length: Math.max(0, count) }, () => `worker-${random.id()}`);
      const until = now + leaseSeconds * 1000;
      const granted = leases.grant(token, ids, options.maxWorkers ?? MAX_WORKERS, now, until);
      for (const id of granted) start(id, options);
      return granted.length;
    },
    async beat(lease) {
      await turn();
      leases.beat(lease);
    },
    async leave(id) {
      await turn();
      leases.end(id);
    },
    async prune() {
      for (const { id, pid } of leases.processes(clock.now())) if (!isAlive(pid)) leases.end(id);
      return leases.live(clock.now()).length;
    },
    async close() {
      const workers = [...mine.values()];
      await Promise.all(workers.map((worker) => worker.stop(STOP_GRACE_MS)));
      closed = true;
      for (const { id } of workers) leases.end(id);
    },
  };
};

import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { type Choreography, failureOf } from "@torrent/core/unstable";
import { type EmbeddedCloud, embeddedCloud, jsonLog, logLevel, type Runner, startRunner } from "@torrent/local";
import { EnvironmentError } from "./errors.ts";

export interface Embedded {
  cloud: EmbeddedCloud;
  runner: Runner;
  close(): Promise<void>;
}

const workerEntry = new URL(import.meta.resolve("@torrent/worker/main"));
const handlersModule = new URL(import.meta.resolve("@torrent/functions"));

/** Idle workers exit soon: on one machine they occupy memory, and start within a second. */
const WORKER_IDLE_SECONDS = "20";

/** The file to which `torrent calibrate` writes estimates for later runs in the same data folder. */
export const estimatesFile = (dataDir: string): string => join(dataDir, "estimates.json");

/** Estimates from the environment override those of the data folder. */
const readEstimates = (dataDir: string): void => {
  const path = estimatesFile(dataDir);
  if (process.env.TORRENT_ESTIMATES !== undefined || !existsSync(path)) return;
  process.env.TORRENT_ESTIMATES = readFileSync(path, "utf8");
};

/** The whole pipeline in this process, its worker threads and its worker processes, on one data folder. */
export const startEmbedded = async (options: {
  dataDir: string;
  choreography: Choreography;
  uploadBase?: () => string;
}): Promise<Embedded> => {
  const { dataDir, uploadBase, choreography } = options;
  const { topology } = choreography;
  const threads = Math.max(1, Math.min(8, availableParallelism()));
  let cloud: EmbeddedCloud;
  let runner: Runner;
  try {
    cloud = embeddedCloud({
      dataDir,
      log: jsonLog(logLevel(process.env.TORRENT_LOG ?? "error")),
      ...(uploadBase ? { uploadBase } : {}),
      queues: topology.queues,
      leaseSeconds: topology.fleet.leaseSeconds,
      fleet: {
        entry: workerEntry,
        maxWorkers: 1,
        env: {
          TORRENT_WORKER_SLOTS: String(threads),
          TORRENT_WORKER_IDLE_SECONDS: WORKER_IDLE_SECONDS,
          // glibc gives each thread its own arenas, which retain freed memory: measured 390 MB instead of 460 MB, at the same rate.
          MALLOC_ARENA_MAX: "2",
        },
      },
    });
  } catch (error) {
    throw new EnvironmentError(`Cannot use the data folder ${dataDir}: ${failureOf(error).message}`, {
      cause: error,
    });
  }
  readEstimates(dataDir);
  try {
    runner = await startRunner({ cloud, handlersModule, threads, topology });
  } catch (error) {
    await cloud.close();
    throw new EnvironmentError(failureOf(error).message, { cause: error });
  }
  return {
    cloud,
    runner,
    async close() {
      await runner.stop();
      await cloud.close();
    },
  };
};

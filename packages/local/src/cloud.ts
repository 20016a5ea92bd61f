import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { type Clock, type Cloud, type Log, objectCreated, type Random } from "@torrent/core/unstable";
import { openDatabase } from "./database.ts";
import { leaseRows } from "./fleet/leases.ts";
import { type EmbeddedFleet, workerFleet } from "./fleet/worker-fleet.ts";
import type { FleetOptions } from "./fleet/worker-process.ts";
import { blobFiles } from "./objects/blobs.ts";
import { type EmbeddedObjects, objectStore } from "./objects/object-store.ts";
import { type Uploads, uploadSecret, uploads } from "./objects/upload.ts";
import { packageStore } from "./packages/package-store.ts";
import { type EmbeddedQueue, messageQueue } from "./queues/message-queue.ts";
import { queueNamesOf } from "./queues/names.ts";
import { type Wake, wake } from "./queues/wake.ts";
import { silent, systemClock, systemRandom } from "./runtime.ts";
import { storeSchema } from "./store-schema.ts";
import { tallySchema } from "./tally/schema.ts";
import { tallyStore } from "./tally/tally-store.ts";

const BUCKET = "torrent-embedded";

export interface EmbeddedOptions {
  /** The data folder; made where it is missing. Any number of processes and threads may open it at the same time. */
  dataDir: string;
  log?: Log;
  /** How to start workers; without it this cloud launches none, and says so. */
  fleet?: FleetOptions;
  /** The API's address, for presigned uploads; asked at every URL. */
  uploadBase?: () => string;
  /** The queues and their receive limits. @default the default topology's */
  queues?: Readonly<Record<string, { maxReceives: number }>>;
  /** Seconds that a worker's lease lasts. @default the default topology's */
  leaseSeconds?: number;
  clock?: Clock;
  random?: Random;
}

/** Every port on one data folder, by SQLite and plain files. */
export interface EmbeddedCloud extends Cloud {
  objects: EmbeddedObjects;
  queues: EmbeddedQueue;
  fleet: EmbeddedFleet;
  /** Absolute. */
  dataDir: string;
  wake: Wake;
  uploads: Uploads;
  /** Ends the workers that it started, and closes the files. What is called afterwards fails. */
  close(): Promise<void>;
}

const UPLOAD_BASE = "http://127.0.0.1";

export const embeddedCloud = (options: EmbeddedOptions): EmbeddedCloud => {
  const { log = silent, clock = systemClock, random = systemRandom, uploadBase = () => UPLOAD_BASE } = options;
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const tally = openDatabase(join(dataDir, "tally.db"), tallySchema);
  let store: DatabaseSync;
  try {
    store = openDatabase(join(dataDir, "store.db"), storeSchema);
  } catch (error) {
    tally.close();
    throw error;
  }

  const names = queueNamesOf(options.queues);
  const bell = wake(store, clock);
  const queues = messageQueue(store, names, bell, clock);
  const grants = uploads(uploadSecret(store), clock, uploadBase);
  const objects = objectStore({
    db: store,
    blobs: blobFiles(join(dataDir, "blobs")),
    clock,
    bucket: BUCKET,
    presign: grants.presign,
    notify: (info) => queues.sendWithin("intake", [{ body: objectCreated(BUCKET, info) }]),
    sent: () => bell.ring("intake"),
  });
  const fleet = workerFleet({
    leases: leaseRows(store),
    dataDir,
    clock,
    random,
    log,
    ...(options.fleet ? { options: options.fleet } : {}),
    ...(options.leaseSeconds === undefined ? {} : { leaseSeconds: options.leaseSeconds }),
  });

  return {
    dataDir,
    log,
    clock,
    random,
    objects,
    queues,
    tally: tallyStore(tally),
    packages: packageStore(store),
    fleet,
    wake: bell,
    uploads: grants,
    async close() {
      await fleet.close();
      bell.close();
      if (store.isOpen) store.close();
      if (tally.isOpen) tally.close();
    },
  };
};

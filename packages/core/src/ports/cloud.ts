import type { MessageQueue } from "./message-queue.ts";
import type { ObjectStore } from "./object-store.ts";
import type { PackageStore } from "./package-store.ts";
import type { Clock, Log, Random } from "./runtime.ts";
import type { TallyStore } from "./tally-store.ts";
import type { WorkerFleet } from "./worker-fleet.ts";

/** Everything outside the process, behind ports. AWS, the embedded cloud and the simulation each give one. */
export interface Cloud {
  objects: ObjectStore;
  queues: MessageQueue;
  tally: TallyStore;
  packages: PackageStore;
  fleet: WorkerFleet;
  clock: Clock;
  random: Random;
  log: Log;
}

import type { Cloud } from "../../ports/cloud.ts";
import type { Log, Random } from "../../ports/runtime.ts";
import type { Topology } from "../../topology/topology.ts";
import { VirtualClock } from "./clock.ts";
import { MemoryMessageQueue } from "./message-queue.ts";
import { MemoryObjectStore } from "./object-store.ts";
import { MemoryPackageStore } from "./package-store.ts";
import { SeededRandom } from "./random.ts";
import { MemoryTallyStore } from "./tally-store.ts";
import { MemoryWorkerFleet } from "./worker-fleet.ts";

export interface MemoryCloud extends Cloud {
  clock: VirtualClock;
  objects: MemoryObjectStore;
  queues: MemoryMessageQueue;
  tally: MemoryTallyStore;
  packages: MemoryPackageStore;
  fleet: MemoryWorkerFleet;
}

export interface MemoryCloudOptions {
  clock?: VirtualClock;
  random?: Random;
  log?: Log;
  /** The queues' receive limits. @default the default topology's */
  topology?: Pick<Topology, "queues">;
  /** See {@link MemoryWorkerFleet}. */
  workers?: { capacity?: number; startMs?: number; onLaunch?: (id: string) => void };
}

/**
 * Every port in memory, in one process, on virtual time. Each call takes effect whole in one step of the event loop,
 * so callers in parallel win and lose races as they would elsewhere; a decorator adds the faults.
 */
export const memoryCloud = ({
  clock = new VirtualClock(),
  random = new SeededRandom(1),
  log = () => {},
  workers = {},
  topology,
}: MemoryCloudOptions = {}): MemoryCloud => {
  const queues = new MemoryMessageQueue({ clock, random, ...(topology ? { topology } : {}) });
  const notify = (body: string): void => queues.accept("intake", [{ body }]);
  return {
    clock,
    random,
    log,
    queues,
    objects: new MemoryObjectStore({ clock, notify }),
    tally: new MemoryTallyStore(),
    packages: new MemoryPackageStore(),
    fleet: new MemoryWorkerFleet({ clock, ...workers }),
  };
};

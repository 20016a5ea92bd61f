import type { Clock } from "../../ports/runtime.ts";
import type { WorkerFleet, WorkerLease } from "../../ports/worker-fleet.ts";

const TOKEN_MEMORY_MS = 600_000;

export interface MemoryFleetOptions {
  clock: Clock;
  /** Maximum number of live workers; the rest of a launch is not started. */
  capacity?: number;
  /** How long a launched worker counts as live before its first beat: image pull and start. */
  startMs?: number;
  /** Begins the worker's life, e.g. a worker loop in a simulation. */
  onLaunch?: (id: string) => void;
}

export class MemoryWorkerFleet implements WorkerFleet {
  readonly #options: Required<MemoryFleetOptions>;
  readonly #leases = new Map<string, WorkerLease>();
  readonly #tokens = new Map<string, number>();
  #launched = 0;

  constructor(options: MemoryFleetOptions) {
    this.#options = { capacity: Number.POSITIVE_INFINITY, startMs: 180_000, onLaunch: () => {}, ...options };
  }

  async live(): Promise<WorkerLease[]> {
    return this.#live();
  }

  async launch(count: number, token: string): Promise<number> {
    const { clock, capacity, startMs, onLaunch } = this.#options;
    const now = clock.now();
    if ((this.#tokens.get(token) ?? 0) > now) return 0;
    this.#tokens.set(token, now + TOKEN_MEMORY_MS);
    const started = Math.max(0, Math.min(count, capacity - this.#live().length));
    for (let index = 0; index < started; index++) {
      this.#launched += 1;
      const id = `worker-${this.#launched}`;
      this.#leases.set(id, { id, startedAt: now, expiresAt: now + startMs, busy: 0 });
      onLaunch(id);
    }
    return started;
  }

  async beat(lease: WorkerLease): Promise<void> {
    this.#leases.set(lease.id, { ...lease });
  }

  async leave(id: string): Promise<void> {
    this.#leases.delete(id);
  }

  #live(): WorkerLease[] {
    const now = this.#options.clock.now();
    return [...this.#leases.values()].filter((lease) => lease.expiresAt > now).map((lease) => ({ ...lease }));
  }
}

/** A worker is one ECS task (or one child process) that pulls heavy work. */
export interface WorkerLease {
  id: string;
  /** Epoch milliseconds; an expired lease is absent on read, whatever has been cleaned up. */
  expiresAt: number;
  startedAt: number;
  /** Tasks it is running now. */
  busy: number;
}

/**
 * The workers that pull heavy queues.
 *
 * Contract: `launch` with a token that was used before launches nothing (at least for 10 minutes). A launched worker is
 * counted as live from the launch on, so that two dispatches do not launch for one backlog. `beat` and `leave` are the
 * worker's own: a worker that stops beating is gone when its lease ends.
 */
export interface WorkerFleet {
  live(): Promise<WorkerLease[]>;
  /** Starts up to `count` workers; how many were really started (capacity may be short: a value, not an error). */
  launch(count: number, token: string): Promise<number>;
  beat(lease: WorkerLease): Promise<void>;
  leave(id: string): Promise<void>;
}

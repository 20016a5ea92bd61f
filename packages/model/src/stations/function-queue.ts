import type { AwsBehaviour } from "../aws.ts";
import type { ModelQueue } from "../topology.ts";
import { Backlog } from "./backlog.ts";
import type { Environments } from "./environments.ts";
import { ACCOUNT, CONCURRENCY, NONE, POLLERS, RAMP, WINDOW } from "./reason.ts";

/** Concurrent executions of the account, shared by all functions. */
export interface Account {
  running: number;
  readonly limit: number;
}

/** Seconds between looks at a limit that grows with time. */
const TICK = 1;

/** A queue whose batches invoke a function: pollers that multiply while messages wait, a cap, and the function's own limits. */
export class FunctionQueue {
  readonly backlog = new Backlog();
  readonly spec: ModelQueue;
  readonly environments: Environments;
  private readonly account: Account;
  private readonly pollers: AwsBehaviour["pollers"];
  private allowed: number;
  private sawBacklog = false;
  private lookedAt = 0;
  running = 0;
  mostRunning = 0;
  private runningSince = 0;
  /** Invocation-seconds. */
  busy = 0;
  invocations = 0;

  constructor(spec: ModelQueue, environments: Environments, account: Account, pollers: AwsBehaviour["pollers"]) {
    this.spec = spec;
    this.environments = environments;
    this.account = account;
    this.pollers = pollers;
    this.allowed = Math.min(pollers.start, spec.maxConcurrency);
  }

  /** How many batches may run at once by now: it grows while messages are left, and shrinks as fast when there are none. */
  private allowance(now: number): number {
    const seconds = now - this.lookedAt;
    this.lookedAt = now;
    const step = (this.pollers.perMinute / 60) * seconds;
    this.allowed = this.sawBacklog
      ? Math.min(this.pollers.most, this.spec.maxConcurrency, this.allowed + step)
      : Math.max(this.pollers.start, Math.min(this.allowed, Math.max(this.running, this.allowed - step)));
    this.sawBacklog = this.backlog.length > 0;
    return Math.floor(this.allowed);
  }

  /**
   * May a batch start now? Notes why not. Returns seconds after which to ask again: 0 where it may start, infinity where
   * something else (a message, the end of an invocation) will cause the next question.
   */
  ready(now: number, oldestAt: number): number {
    const { backlog, spec } = this;
    const allowed = this.allowance(now);
    if (backlog.length === 0) {
      backlog.block(now, NONE);
      return Number.POSITIVE_INFINITY;
    }
    const age = now - oldestAt;
    if (spec.window > 0 && backlog.length < spec.batchSize && age < spec.window - 1e-9) {
      backlog.block(now, WINDOW);
      return spec.window - age;
    }
    if (this.running >= spec.maxConcurrency) return this.blocked(now, CONCURRENCY, Number.POSITIVE_INFINITY);
    if (this.running >= allowed) return this.blocked(now, POLLERS, TICK);
    if (this.account.running >= this.account.limit) return this.blocked(now, ACCOUNT, Number.POSITIVE_INFINITY);
    if (!this.environments.isWarm(now)) {
      const wait = this.environments.rampWait(now);
      if (wait > 0) return this.blocked(now, RAMP, Math.max(wait, 1e-3));
    }
    backlog.block(now, NONE);
    return 0;
  }

  private blocked(now: number, reason: number, seconds: number): number {
    this.backlog.block(now, reason);
    return seconds;
  }

  /** An invocation starts; true where it is a cold start. */
  start(now: number): boolean {
    this.count(now);
    this.running += 1;
    if (this.running > this.mostRunning) this.mostRunning = this.running;
    this.account.running += 1;
    this.invocations += 1;
    return this.environments.start(now);
  }

  end(now: number): void {
    this.count(now);
    this.running -= 1;
    this.account.running -= 1;
    this.environments.end(now);
  }

  private count(now: number): void {
    this.busy += this.running * (now - this.runningSince);
    this.runningSince = now;
  }
}

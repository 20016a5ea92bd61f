import type { SeededRandom, VirtualClock } from "@torrent/core/testing/memory";
import type { Fault, FaultPlan, Operation } from "../faults/fault.ts";
import type { Timeline } from "./timeline.ts";

const never = <T>(): Promise<T> => new Promise<T>(() => {});

export class Throttled extends Error {
  override readonly name = "Throttled";
  readonly kind = "throttled";
}

export interface Environment {
  clock: VirtualClock;
  random: SeededRandom;
  faults: FaultPlan;
  timeline: Timeline;
}

/**
 * One process of the system: a Lambda environment, a worker. All that it does outside itself goes through `call`; once it
 * is dead no call ever answers, so nothing of it goes on, not even its `finally` blocks.
 */
export class Process {
  readonly name: string;
  /** How far its clock is off. */
  readonly skewMs: number;
  readonly #environment: Environment;
  /** Resolves when the process dies. */
  readonly died: Promise<undefined>;
  #bury: () => void = () => {};
  #alive = true;
  /** What a worker does on SIGTERM; nothing where this is no worker. */
  onTerminate: (() => void) | undefined;

  constructor(name: string, skewMs: number, environment: Environment) {
    this.name = name;
    this.skewMs = skewMs;
    this.#environment = environment;
    this.died = new Promise((resolve) => {
      this.#bury = () => resolve(undefined);
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  die(why: string): void {
    if (!this.#alive) return;
    this.#alive = false;
    this.#environment.timeline.note(this.name, () => `dies: ${why}`);
    this.#bury();
  }

  /** The true time, whatever its own clock says. */
  get now(): number {
    return this.#environment.clock.now();
  }

  get faults(): FaultPlan {
    return this.#environment.faults;
  }

  /** SIGTERM, which only a worker notices. */
  terminate(what = "SIGTERM between tasks"): void {
    if (this.onTerminate) this.faults.see(what);
    this.onTerminate?.();
  }

  note(what: () => string): void {
    this.#environment.timeline.note(this.name, what);
  }

  /** Makes a call after the time that it takes to get there, with the fault that is meant for it, if any is. */
  async call<T>(
    operation: Operation,
    about: () => string,
    effect: () => Promise<T>,
    bend: (fault: Fault) => Promise<T> | undefined = () => undefined,
  ): Promise<T> {
    if (!this.#alive) return never();
    const { clock, random, faults, timeline } = this.#environment;
    const fault = faults.next(operation, clock.now());
    await clock.sleep(latency(random) + (fault?.kind === "slow" ? fault.ms : 0));
    if (!this.#alive) return never();
    timeline.note(this.name, () => `${operation} ${about()}${fault ? `   ← ${fault.kind}` : ""}`);
    if (operation === "pass.run" && this.onTerminate && fault?.kind.startsWith("crash"))
      faults.see("worker killed in mid-pass");
    if (fault?.kind === "terminate") {
      this.terminate(operation === "pass.run" ? "SIGTERM in mid-task" : undefined);
      if (!this.#alive) return never();
    }
    if (fault?.kind === "crash-before") {
      this.die(`before ${operation}`);
      return never();
    }
    if (fault?.kind === "throttle") throw new Throttled(`${operation} was throttled`);
    const answer = await ((fault && bend(fault)) ?? effect());
    if (!this.#alive) return never();
    if (fault?.kind === "crash-after") {
      this.die(`after ${operation}`);
      return never();
    }
    if (fault?.kind === "lost-answer") throw new Throttled(`${operation}: the connection broke before the answer`);
    return answer;
  }
}

/** Milliseconds: mostly a few, sometimes many, so that calls overtake each other. */
const latency = (random: SeededRandom): number => {
  const x = random.fraction();
  return x < 0.9 ? 1 + Math.floor(x * 20) : Math.floor(20 + (x - 0.9) * 4000);
};

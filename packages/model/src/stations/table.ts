import type { AwsBehaviour } from "../aws.ts";
import { Rate } from "../engine/rate.ts";

/** Seconds of writes that a partition or table can serve at once beyond its rate, from what it left unused. */
const BURST_SECONDS = 1;
const MINUTE = 60;

export interface Throttled {
  paidAt: number;
  delay: number;
}

/** The on-demand table: its own limit, which grows to twice what it has served, and the limit of a package's partitions. */
export class Table {
  private readonly config: AwsBehaviour["dynamo"];
  private readonly whole: Rate;
  private minute = 0;
  private minuteUnits = 0;
  private grewAt = Number.NEGATIVE_INFINITY;
  units = 0;
  writes = 0;
  mostPerSecond = 0;
  tableDelay = 0;
  partitionDelay = 0;

  constructor(config: AwsBehaviour["dynamo"]) {
    this.config = config;
    this.whole = new Rate(config.initialWrites, config.initialWrites * BURST_SECONDS);
  }

  get capacity(): number {
    return this.whole.rate;
  }

  /** Writes `units`; returns the seconds by which throttling delays them. The writer is gone after `patience`. */
  write(now: number, units: number, patience: number): number {
    this.grow(now);
    this.units += units;
    this.writes += 1;
    this.minuteUnits += units;
    const delay = this.whole.take(now, units, patience);
    this.tableDelay += Math.min(delay, patience);
    return delay;
  }

  /**
   * Writes to a package's own partitions: `components` to the shards that hold its components, `nodes` to the one above
   * them. `paidAt` is that package's state, a time; the answer is the new one, and the delay is what lies after `now`.
   */
  partition(now: number, paidAt: number, components: number, nodes: number, patience: number): Throttled {
    const { partitionWrites, shards } = this.config;
    const seconds = Math.max(components / (partitionWrites * shards), nodes / partitionWrites);
    const from = Math.max(paidAt, now - BURST_SECONDS);
    const delay = Math.max(0, from + seconds - now);
    this.partitionDelay += Math.min(delay, patience);
    return { paidAt: Math.min(from + seconds, Math.max(from, now + patience)), delay };
  }

  private grow(now: number): void {
    if (now < this.minute + MINUTE) return;
    const perSecond = this.minuteUnits / MINUTE;
    if (perSecond > this.mostPerSecond) this.mostPerSecond = perSecond;
    const wanted = Math.min(this.config.tableWrites, 2 * perSecond);
    if (wanted > this.whole.rate && now - this.grewAt >= this.config.doublingSeconds) {
      this.whole.rate = wanted;
      this.whole.burst = wanted * BURST_SECONDS;
      this.grewAt = now;
    }
    this.minute = now - (now % MINUTE);
    this.minuteUnits = 0;
  }
}

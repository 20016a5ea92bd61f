import type { AwsBehaviour } from "../aws.ts";
import type { Random } from "../engine/random.ts";
import { Rate } from "../engine/rate.ts";
import type { ModelTopology } from "../topology.ts";

const GONE = 0;
const STARTING = 1;
const LIVE = 2;

interface Worker {
  state: number;
  launchedAt: number;
  idleSince: number;
  busy: number;
  /** Place in the list of workers with a free slot; -1 where it is not in it. */
  place: number;
  /** Kept by the schedule: does not leave when idle. */
  warm: boolean;
}

/** The workers that pull heavy tasks: launches through the account's bucket, slots, idle time, and what is paid for. */
export class Fleet {
  private readonly workers: Worker[] = [];
  private readonly gone: number[] = [];
  private readonly open: number[] = [];
  private readonly bucket: Rate;
  private readonly config: ModelTopology["fleet"];
  private readonly minimumBilled: number;
  private readonly random: Random;
  readonly slots: number;
  /** Starting and live, without the warm pool. */
  private pulled = 0;
  private warm = 0;
  private starting = 0;
  launches = 0;
  mostWorkers = 0;
  paidSeconds = 0;
  busySlotSeconds = 0;
  /** When the bucket lets the last requested worker start; until then the bucket is what tasks wait for. */
  launchingUntil = 0;

  constructor(config: ModelTopology["fleet"], fargate: AwsBehaviour["fargate"], random: Random) {
    this.config = config;
    this.random = random;
    this.slots = Math.max(1, Math.floor(config.cpu / 1024));
    this.minimumBilled = fargate.minimumBilledSeconds;
    this.bucket = new Rate(fargate.launchesPerSecond, fargate.launchBurst);
  }

  get size(): number {
    return this.pulled + this.warm;
  }

  get isStarting(): boolean {
    return this.starting > 0;
  }

  /** As DISPATCH does: how many workers to launch for a backlog (waiting and running) of heavy tasks. */
  shortfall(backlog: number, minimum: number): number {
    const { maxWorkers, tasksPerWorker } = this.config;
    const wanted = Math.min(maxWorkers, Math.max(minimum, Math.ceil(backlog / tasksPerWorker)));
    return Math.max(0, wanted - this.size);
  }

  get isFull(): boolean {
    return this.size >= this.config.maxWorkers;
  }

  /** Launches one worker; returns its id and the seconds until the bucket lets it start. */
  launch(now: number, warm: boolean): { id: number; delay: number } {
    const delay = this.bucket.take(now, 1);
    if (delay > 0) this.launchingUntil = Math.max(this.launchingUntil, now + delay);
    const id = this.gone.pop() ?? this.workers.length;
    this.workers[id] = {
      state: STARTING,
      launchedAt: now + delay,
      idleSince: Number.POSITIVE_INFINITY,
      busy: 0,
      place: -1,
      warm,
    };
    if (warm) this.warm += 1;
    else this.pulled += 1;
    this.starting += 1;
    this.launches += 1;
    this.mostWorkers = Math.max(this.mostWorkers, this.size);
    return { id, delay };
  }

  started(now: number, id: number): void {
    const worker = this.workers[id]!;
    worker.state = LIVE;
    worker.idleSince = now;
    this.starting -= 1;
    this.list(id);
  }

  get hasFreeSlot(): boolean {
    return this.open.length > 0;
  }

  /** A free slot of any worker: idle workers poll all at once, and each is as likely as another to get the message. */
  occupy(): number {
    const id = this.open[this.random.integer(this.open.length)]!;
    const worker = this.workers[id]!;
    worker.busy += 1;
    worker.idleSince = Number.POSITIVE_INFINITY;
    if (worker.busy === this.slots) this.unlist(id);
    return id;
  }

  /** The end of a task; true where the worker has nothing left to do. */
  vacate(now: number, id: number, seconds: number): boolean {
    const worker = this.workers[id]!;
    this.busySlotSeconds += seconds;
    worker.busy -= 1;
    if (worker.place < 0) this.list(id);
    if (worker.busy > 0) return false;
    worker.idleSince = now;
    return true;
  }

  /** Leaves where it was idle for its time and is not kept warm; true where it left. */
  leaveIfIdle(now: number, id: number): boolean {
    const worker = this.workers[id];
    if (worker?.state !== LIVE || worker.warm || worker.busy > 0) return false;
    if (now - worker.idleSince < this.config.idleSeconds - 1e-6) return false;
    this.leave(now, id);
    return true;
  }

  /** The schedule closes: warm workers end as others do. Returns their ids. */
  cool(now: number): number[] {
    const cooled: number[] = [];
    this.workers.forEach((worker, id) => {
      if (!worker.warm || worker.state === GONE) return;
      worker.warm = false;
      this.warm -= 1;
      this.pulled += 1;
      if (worker.busy === 0 && worker.state === LIVE) worker.idleSince = now;
      cooled.push(id);
    });
    return cooled;
  }

  private leave(now: number, id: number): void {
    const worker = this.workers[id]!;
    this.unlist(id);
    worker.state = GONE;
    this.pulled -= 1;
    this.paidSeconds += Math.max(this.minimumBilled, now - worker.launchedAt);
    this.gone.push(id);
  }

  /** Charges the workers that still live. */
  close(now: number): void {
    for (const worker of this.workers)
      if (worker.state !== GONE) this.paidSeconds += Math.max(this.minimumBilled, now - worker.launchedAt);
  }

  private list(id: number): void {
    this.workers[id]!.place = this.open.length;
    this.open.push(id);
  }

  private unlist(id: number): void {
    const worker = this.workers[id]!;
    if (worker.place < 0) return;
    const last = this.open.pop()!;
    if (last !== id) {
      this.open[worker.place] = last;
      this.workers[last]!.place = worker.place;
    }
    worker.place = -1;
  }
}

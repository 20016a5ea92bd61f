import { cancel, redrive, redriveCompletions } from "@torrent/core/operations";
import type { Swept } from "@torrent/core/sweep";
import { drain, type MemoryCloud, memoryCloud, SeededRandom, VirtualClock } from "@torrent/core/testing/memory";
import {
  type Choreography,
  type Cloud,
  composePipeline,
  deadLetterQueue,
  type HeavyMessage,
  heavyQueues,
  isTerminalState,
  keys,
  type PackageRow,
  type QueueName,
  queueNames,
  type WholePipeline,
  work,
} from "@torrent/core/unstable";
import { sweepHandler } from "@torrent/functions/handlers";
import { workLoop } from "@torrent/worker/loop";
import { FaultPlan } from "../faults/fault.ts";
import { faultyCloud } from "../faults/faulty-cloud.ts";
import { Audit } from "../invariants/audit.ts";
import type { Subject } from "../subject.ts";
import { EventSource, type Handler } from "./event-source.ts";
import { handlerOf } from "./functions.ts";
import { instrumented } from "./instrument.ts";
import { Outside } from "./outside.ts";
import { type Environment, Process } from "./process.ts";
import type { Action, Delivery, Scenario } from "./scenario.ts";
import { Timeline } from "./timeline.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Past it a run is stuck: twice the deadline of a package, and some for the sweeps after it. */
const limitMs = ({ topology }: Choreography): number => (2 * topology.deadlineHours + 4) * HOUR;
/** Invocations of one function at the same time; enough for every race, few enough to queue up behind each other. */
const CONCURRENCY = 6;
/** Most fleets and accounts have fewer workers than the topology's cap. */
const WORKERS = 4;
/** Between SIGTERM and SIGKILL, as ECS is told to leave a worker. */
const STOP_TIMEOUT_MS = 120_000;

/** The whole pipeline in one process on virtual time: event sources, functions, workers and the sweep's schedule. */
export class World {
  readonly cloud: MemoryCloud;
  readonly audit: Audit;
  readonly faults: FaultPlan;
  readonly timeline: Timeline;
  readonly subject: Subject;
  readonly swept: Swept[] = [];
  readonly #outside = new Outside();
  readonly #environment: Environment;
  readonly #scenario: Scenario;
  readonly #sources: EventSource[] = [];
  #busy = 0;
  #requests = 0;

  constructor(subject: Subject, scenario: Scenario, options: { timeline?: boolean } = {}) {
    this.subject = subject;
    this.#scenario = scenario;
    const clock = new VirtualClock();
    const random = new SeededRandom(scenario.seed);
    const workers = { capacity: WORKERS, onLaunch: (id: string) => this.#launch(id) };
    this.cloud = memoryCloud({ clock, random, workers, topology: this.choreography.topology });
    this.faults = new FaultPlan(scenario.faults);
    this.timeline = new Timeline(clock, options.timeline ?? false);
    this.audit = new Audit(this.cloud, 2 * scenario.skewMs, this.choreography.passes);
    this.#environment = { clock, random, faults: this.faults, timeline: this.timeline };
  }

  get choreography(): Choreography {
    return this.subject.choreography;
  }

  /** When a run that begins now is stuck. */
  #limit(): number {
    return this.cloud.clock.now() + limitMs(this.choreography);
  }

  /** Runs until nothing is left to do; false where that takes much longer than a package may. */
  async run(): Promise<boolean> {
    const limit = this.#limit();
    for (const delivery of this.#scenario.deliveries) void this.#deliver(delivery);
    for (const action of this.#scenario.actions) void this.#act(action);
    for (const queue of queueNames) this.#listen(queue);
    void this.#sweepNow();
    return this.#settle(limit);
  }

  /** Redrives what did not end well, with nothing failing any more, and runs on until nothing is left to do. */
  async heal(): Promise<boolean> {
    this.faults.end();
    const rows = await this.rows();
    const cancelled = new Set(rows.filter(({ state }) => state === "cancelled").map(({ key }) => key));
    // Whoever cancelled and got an error cancels once more, before anything else.
    const again = this.deliveries.flatMap(({ name }, delivery) => (cancelled.has(keys.inbox(name)) ? [delivery] : []));
    for (const delivery of again) void this.#act({ at: 0, kind: "cancel", delivery });
    if (!(await this.#settle(this.#limit()))) return false;
    for (let round = 0; round < 2; round++) {
      for (const [delivery] of this.deliveries.entries()) void this.#act({ at: 0, kind: "redrive", delivery });
      if (!(await this.#settle(this.#limit()))) return false;
    }
    for (const [delivery] of this.deliveries.entries()) void this.#act({ at: 0, kind: "tell", delivery });
    return this.#settle(this.#limit());
  }

  async #settle(limit: number): Promise<boolean> {
    const { clock, queues } = this.cloud;
    for (let late = 0; ; ) {
      await drain();
      if (this.#outside.holds) await this.#outside.released();
      const isIdle = this.#busy === 0 && this.#sources.every(({ running }) => running === 0);
      if (isIdle && this.#isDrained() && !(await this.#hasOpen())) {
        if (queues.pending() === 0) return true;
        // Heavy messages of packages that ended without them wait for the worker that some later package needs.
        void this.#work(`late-worker-${++late}`);
      }
      if (clock.now() > limit || !clock.tick()) return false;
    }
  }

  #isDrained(): boolean {
    const { queues } = this.cloud;
    return queues.pending() === heavyQueues.reduce((sum, queue) => sum + queues.pending(queue), 0);
  }

  /** Greatest difference of a process's clock from the true time. */
  get skewMs(): number {
    return this.#scenario.skewMs;
  }

  get deliveries(): readonly Delivery[] {
    return this.#scenario.deliveries;
  }

  async rows(): Promise<PackageRow[]> {
    return (await this.cloud.packages.list({ limit: 1000 })).packages;
  }

  /** Something is open or has not announced its end, or was delivered and is not known yet. */
  async #hasOpen(): Promise<boolean> {
    const rows = await this.rows();
    if (rows.length < this.deliveries.length) return true;
    return rows.some(({ state, announcing }) => !isTerminalState(state) || announcing);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    this.#busy += 1;
    await this.cloud.clock.sleep(delivery.at);
    const { name, body, metadata } = delivery;
    await this.cloud.objects.put(keys.inbox(name), body, metadata ? { metadata } : {});
    this.#busy -= 1;
  }

  async #act(action: Action): Promise<void> {
    this.#busy += 1;
    await this.cloud.clock.sleep(action.at);
    await this.#request(action);
    this.#busy -= 1;
  }

  /** One request to the API; where it fails, nobody tries again. */
  async #request({ kind, delivery }: Action): Promise<void> {
    const key = keys.inbox(this.deliveries[delivery]?.name ?? "");
    const row = (await this.rows()).find((known) => known.key === key);
    if (!row) return;
    const { process, cloud } = this.#process(`api-${++this.#requests}`);
    await Promise.race([this.#ask(kind, this.#pipeline(process, cloud), row.id).catch(() => undefined), process.died]);
  }

  async #ask(kind: Action["kind"], pipeline: WholePipeline, id: string): Promise<void> {
    switch (kind) {
      case "cancel":
        await cancel(pipeline, id);
        return;
      case "tell": {
        const answer = await redriveCompletions(pipeline, id);
        if (answer && answer.subscribers.length > 0) this.faults.see("subscribers told again");
        return;
      }
      case "redrive": {
        const answer = await redrive(pipeline, id, {});
        this.faults.see(answer?.started ? "redrive in mid-flight" : `redrive refused: ${answer?.refused?.kind}`);
      }
    }
  }

  #listen(queue: QueueName): void {
    const { batchSize, visibility, timeout, consumer } = this.choreography.topology.queues[queue];
    const options = { batchSize, visibilitySeconds: visibility, timeoutSeconds: timeout, concurrency: CONCURRENCY };
    if (consumer !== "worker") this.#source({ ...options, queue, start: (name) => this.#start(name, queue) });
    const dead = { batchSize: 10, visibilitySeconds: 360, timeoutSeconds: 60, concurrency: 2 };
    this.#source({ ...dead, queue: deadLetterQueue(queue), start: (name) => this.#start(name, "bury") });
  }

  #source(options: ConstructorParameters<typeof EventSource>[0]): void {
    const source = new EventSource(options, this.#environment, this.cloud.queues, this.audit.queues);
    this.#sources.push(source);
    void source.poll();
  }

  #process(name: string, sameSkew?: number): { process: Process; cloud: Cloud } {
    const { skewMs } = this.#scenario;
    const skew = sameSkew ?? Math.round((this.#environment.random.fraction() * 2 - 1) * skewMs);
    const process = new Process(name, skew, this.#environment);
    return { process, cloud: faultyCloud(this.audit.cloud, process) };
  }

  /** The choreography as a process runs it. */
  #pipeline(process: Process, cloud: Cloud): WholePipeline {
    const { subscribers, secrets, twice = false, scratchDir = "/nowhere" } = this.subject;
    const choreography = instrumented(this.choreography, {
      process,
      outside: this.#outside,
      audit: this.audit,
      passTime: () => this.#passTime(),
      subscribers,
      twice,
    });
    return composePipeline({ ...choreography, ...this.#routing() }, cloud, {
      scratchDir,
      ...(secrets ? { secrets } : {}),
    });
  }

  /** A Lambda environment of the function behind a queue. */
  #start(name: string, of: QueueName | "bury"): { process: Process; handler: Handler } {
    const { process, cloud } = this.#process(name);
    return { process, handler: handlerOf(of, this.#pipeline(process, cloud)) };
  }

  /** One run in four aggregates on its workers. */
  #routing(): Partial<Choreography> {
    return this.#scenario.seed % 4 === 0 ? { aggregation: { seconds: 0, memoryMB: 0 } } : {};
  }

  /** A pass takes up to 20 s: longer than any call, shorter than any timeout. */
  #passTime(): Promise<void> {
    const { clock, random } = this.#environment;
    return clock.sleep(50 + random.below(20_000));
  }

  /** By a coin a second worker comes with it, as from the warm pool: one queue, two that pull. */
  #launch(id: string): void {
    void this.#work(id);
    if (this.#environment.random.below(2) === 0) void this.#work(`${id}-warm`);
  }

  async #work(id: string): Promise<void> {
    const { clock, random } = this.#environment;
    this.#busy += 1;
    await clock.sleep(30_000 + random.below(30_000));
    const { process, cloud } = this.#process(id);
    const stop = new AbortController();
    const { signal } = stop;
    process.onTerminate = () => {
      if (signal.aborted) return;
      process.note(() => "SIGTERM");
      stop.abort();
      void clock.sleep(STOP_TIMEOUT_MS).then(() => process.die("SIGKILL"));
    };
    const { topology } = this.choreography;
    const working = workLoop(cloud, topology, {
      id,
      slots: 2,
      idleSeconds: topology.fleet.idleSeconds,
      signal,
      execute: (message, attempt) => this.#onThread(process, signal, message, attempt),
    }).catch((error: unknown) => process.die(`threw ${error}`));
    await Promise.race([working, process.died]);
    process.die("leaves");
    this.#busy -= 1;
  }

  /** As the worker's executor does it: a thread runs the task, and ends with its worker, or when that is told to stop. */
  async #onThread(worker: Process, stop: AbortSignal, message: HeavyMessage, attempt: number): Promise<void> {
    const { process: thread, cloud } = this.#process(`${worker.name}-thread`, worker.skewMs);
    thread.onTerminate = () => worker.onTerminate?.();
    void worker.died.then(() => thread.die("with its worker"));
    if (message.type === "aggregate") this.faults.see("aggregation on a worker");
    const { signal } = new AbortController();
    const stopped = new Promise<"stopped">((resolve) => {
      if (stop.aborted) resolve("stopped");
      stop.addEventListener("abort", () => resolve("stopped"), { once: true });
    });
    const end = await Promise.race([
      work(this.#pipeline(thread, cloud), message, { attempt, signal }),
      thread.died.then(() => "died" as const),
      stopped,
    ]);
    if (end === "died") {
      worker.die("with its thread");
      await new Promise(() => {});
    }
    if (end === "stopped") {
      thread.die("its worker stops");
      throw Object.assign(new Error("The worker was told to stop; the task returns to its queue"), {
        kind: "thread-died",
      });
    }
    thread.die("done");
  }

  async #sweepNow(): Promise<never> {
    const { sweep } = this.choreography.topology.schedules;
    for (let turn = 0; ; turn++) {
      await this.cloud.clock.sleep(sweep.everyMinutes * MINUTE);
      this.#busy += 1;
      const { process, cloud } = this.#process(`sweep-${turn}`);
      const sweeping = sweepHandler(this.#pipeline(process, cloud))();
      const over = this.cloud.clock.sleep(sweep.timeout * 1000);
      void over.then(() => process.die("timeout"));
      const swept = await Promise.race([sweeping, process.died]).catch(() => undefined);
      if (swept) this.swept.push(swept);
      this.#busy -= 1;
    }
  }
}

import type { Arrival } from "../arrivals/arrival.ts";
import { sampler } from "../engine/distribution.ts";
import { EventHeap } from "../engine/heap.ts";
import { Random } from "../engine/random.ts";
import { Sketch } from "../engine/sketch.ts";
import { Backlog } from "../stations/backlog.ts";
import { Environments } from "../stations/environments.ts";
import { Fleet } from "../stations/fleet.ts";
import { type Account, FunctionQueue } from "../stations/function-queue.ts";
import { Table } from "../stations/table.ts";
import { type FunctionRole, functionOf, functionRoles, queuesByRole, type Role, roles } from "../topology.ts";
import { assertWorkload } from "../workload.ts";
import { spreader } from "./durations.ts";
import { Meter } from "./meter.ts";
import type { SimulationOptions } from "./options.ts";
import { messageRows, NOTHING, packageRows, unitRows } from "./state.ts";

/** Kinds of events; an event is its kind in the low four bits and an id above. */
export const ARRIVAL = 0;
export const VISIBLE = 1;
export const INVOKED = 2;
export const TICK = 3;
export const WORKER_STARTED = 4;
export const WORKER_IDLE = 5;
export const HEAVY_DONE = 6;
export const DISPATCH = 7;
export const SWEEP = 8;
export const HOURS = 9;

export const roleNames = Object.keys(roles) as Role[];
export const roleId = Object.fromEntries(roleNames.map((role, id) => [role, id])) as Record<Role, number>;

const MINUTE = 60;
/** Minutes after the last arrival for which processor demand is kept. */
const RUN_OUT_MINUTES = 24 * 60;

/** Everything that a run holds: the clock, the events, the stations, the rows, and what is counted. */
export class World {
  readonly options: Required<SimulationOptions>;
  readonly heap = new EventHeap();
  readonly packages = packageRows();
  readonly units = unitRows();
  readonly messages = messageRows();
  readonly specs: ReturnType<typeof queuesByRole>;
  /** By role id; undefined for the queues that workers pull. */
  readonly functionQueues: (FunctionQueue | undefined)[] = [];
  readonly environments = new Map<string, Environments>();
  readonly heavy: { urgent: Backlog; standard: Backlog } = { urgent: new Backlog(), standard: new Backlog() };
  readonly fleet: Fleet;
  readonly table: Table;
  readonly meter: Meter;
  readonly sketches = { latency: new Sketch(), urgentLatency: new Sketch() };
  readonly demand: Float64Array;
  /** Sizes of the components of packages that came with them. */
  readonly sizes = new Map<number, readonly number[]>();
  readonly delay: { s3Event: () => number; hop: () => number; coldStart: () => number; workerStart: () => number };
  readonly spread: (seconds: number) => number;
  readonly shapes: Random;
  readonly plans: Random;
  readonly chance: Random;
  now = 0;
  events = 0;
  completed = 0;
  deadLetters = 0;
  /** By role, message-seconds between a delivery that failed or was cut off and the next. */
  readonly retryWaits = { failed: new Float64Array(roleNames.length), timedOut: new Float64Array(roleNames.length) };
  packageSeconds = 0;
  mostOpen = 0;
  /** A capacity request is on its way to DISPATCH. */
  capacityRequested = false;
  /** Tasks that workers run at the moment. */
  runningHeavy = 0;
  private openSince = 0;
  private open = 0;

  constructor(options: Required<SimulationOptions>) {
    const { topology, seed, aws, workload, seconds } = options;
    assertWorkload(workload);
    this.options = options;
    this.specs = queuesByRole(topology);
    const account: Account = { running: 0, limit: aws.lambda.accountConcurrency };
    for (const role of functionRoles)
      this.functionQueues[roleId[role]] = new FunctionQueue(
        this.specs[role],
        this.environmentsOf(role),
        account,
        aws.pollers,
      );
    this.fleet = new Fleet(topology.fleet, aws.fargate, new Random(seed, "fleet"));
    this.table = new Table(aws.dynamo);
    this.meter = new Meter(workload.requests);
    this.demand = new Float64Array(Math.ceil(seconds / MINUTE) + RUN_OUT_MINUTES);
    this.shapes = new Random(seed, "sizes");
    this.plans = new Random(seed, "plans");
    this.chance = new Random(seed, "chance");
    this.spread = spreader(workload.spread, new Random(seed, "durations"));
    const draw = (name: "s3Event" | "sqsHop", stream = name as string) =>
      sampler(name, aws[name], new Random(seed, stream));
    this.delay = {
      s3Event: draw("s3Event"),
      hop: draw("sqsHop"),
      coldStart: sampler("coldStart", aws.lambda.coldStart, new Random(seed, "cold")),
      workerStart: sampler("fargate.start", aws.fargate.start, new Random(seed, "workers")),
    };
  }

  private environmentsOf(role: FunctionRole): Environments {
    const name = functionOf[role];
    const known = this.environments.get(name) ?? new Environments(this.options.aws.lambda);
    this.environments.set(name, known);
    return known;
  }

  schedule(at: number, kind: number, id: number): void {
    this.heap.push(at, id * 16 + kind);
  }

  /** Sends a message, visible after `delay`. */
  send(role: Role, subject: number, task: number, delay: number): void {
    const id = this.messages.take();
    const { queue, subject: of, task: which, attempt, next } = this.messages.columns;
    queue[id] = roleId[role];
    of[id] = subject;
    which[id] = task;
    attempt[id] = 1;
    next[id] = NOTHING;
    this.schedule(this.now + delay, VISIBLE, id);
  }

  arrive(arrival: Arrival): void {
    const id = this.packages.take();
    const { arrivedAt, components, bytes, firstUnit, open, urgent, paidAt } = this.packages.columns;
    arrivedAt[id] = arrival.at;
    components[id] = arrival.components;
    bytes[id] = arrival.bytes;
    firstUnit[id] = NOTHING;
    open[id] = 0;
    urgent[id] = arrival.urgent ? 1 : 0;
    paidAt[id] = 0;
    if (arrival.sizes) this.sizes.set(id, arrival.sizes);
    this.countOpen(1);
    this.meter.packageArrived();
    this.send("intake", id, 0, this.delay.s3Event());
  }

  finish(id: number): void {
    const { arrivedAt, urgent } = this.packages.columns;
    const seconds = this.now - arrivedAt[id]!;
    this.sketches.latency.add(seconds);
    if (urgent[id] === 1) this.sketches.urgentLatency.add(seconds);
    this.completed += 1;
    this.sizes.delete(id);
    this.countOpen(-1);
    this.packages.release(id);
  }

  get openPackages(): number {
    return this.open;
  }

  private countOpen(by: number): void {
    this.packageSeconds += this.open * (this.now - this.openSince);
    this.openSince = this.now;
    this.open += by;
    if (this.open > this.mostOpen) this.mostOpen = this.open;
  }
}

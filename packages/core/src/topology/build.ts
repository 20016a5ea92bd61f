import { checkOptions } from "../choreography/options.ts";
import type { Limits } from "../limits.ts";
import { limits as defaultLimits } from "../limits.ts";
import { defaultTopology } from "./defaults.ts";
import type { FleetSpec, QueueName, QueueSpec, Topology, WarmPool } from "./topology.ts";

/** What may be changed of one function and its queue. `visibility` follows from `timeout` and `window`. */
export type FunctionOptions = Partial<
  Pick<QueueSpec, "timeout" | "memoryMB" | "batchSize" | "window" | "maxReceives" | "maxConcurrency">
>;

/** Overrides of the default topology, each checked against AWS's limits when the choreography is defined. */
export interface TopologyOptions {
  intake?: FunctionOptions;
  classify?: FunctionOptions;
  /** Light tasks, in both lanes. */
  light?: FunctionOptions;
  /** Heavy tasks: the workers, and the time limit and receives of one task. */
  heavy?: Partial<FleetSpec> & Partial<Pick<QueueSpec, "timeout" | "maxReceives">>;
  aggregate?: FunctionOptions;
  dispatch?: FunctionOptions;
  complete?: FunctionOptions;
  sweep?: { everyMinutes?: number };
  /** `false` keeps no worker warm. */
  warmPool?: Partial<WarmPool> | false;
  limits?: Partial<Limits>;
  deadlineHours?: number;
  stallSeconds?: number;
  /** Seconds until a delivery that failed is tried again, the first time. @default 30; 1 on one machine */
  retrySeconds?: number;
}

type Range = readonly [low: number, high: number, whole: boolean, source: string];

const ranges: Record<string, Range> = {
  // Lambda quotas; Lambda developer guide, "Lambda quotas".
  timeout: [1, 900, true, "a Lambda function runs for at most 15 minutes"],
  memoryMB: [128, 10_240, true, "a Lambda function has 128 to 10,240 MB"],
  // Event source mappings of standard queues; Lambda developer guide, "Using Lambda with Amazon SQS".
  batchSize: [1, 10_000, true, "a batch holds 1 to 10,000 messages"],
  window: [0, 300, true, "a batching window is at most 300 seconds"],
  maxConcurrency: [2, 1000, true, "MaximumConcurrency of an event source is 2 to 1,000"],
  // SQS developer guide, "Dead-letter queues".
  maxReceives: [1, 1000, true, "maxReceiveCount is 1 to 1,000"],
};

const heavyRanges: Record<string, Range> = {
  ...ranges,
  // The visibility is extended by heartbeat, in all at most 12 hours; SQS developer guide, "Visibility timeout".
  timeout: [1, 43_000, true, "a message stays invisible for at most 12 hours"],
  maxWorkers: [1, 5000, true, "ECS runs at most 5,000 tasks in a service quota's region"],
  tasksPerWorker: [1, 1e6, false, "a worker clears at least one task"],
  idleSeconds: [1, 86_400, false, "an idle worker ends after 1 second to 24 hours"],
  leaseSeconds: [10, 3600, false, "leases are renewed at a third of their time"],
  cpu: [256, 16_384, true, "Fargate has 256 to 16,384 CPU units"],
  memoryMB: [512, 122_880, true, "Fargate has 512 to 122,880 MB"],
};

/** Memory in MB that Fargate gives with each number of CPU units; ECS developer guide, "Task size". */
const fargateMemory: Record<number, readonly [low: number, high: number]> = {
  256: [512, 2048],
  512: [1024, 4096],
  1024: [2048, 8192],
  2048: [4096, 16_384],
  4096: [8192, 30_720],
  8192: [16_384, 61_440],
  16384: [32_768, 122_880],
};

/** MB in whose multiples Fargate gives it. */
const fargateStep = (cpu: number): number => (cpu <= 256 ? 512 : cpu <= 4096 ? 1024 : cpu / 2);

const within = (place: string, value: unknown, [low, high, whole, source]: Range): number => {
  const good = typeof value === "number" && value >= low && value <= high && (!whole || Number.isInteger(value));
  if (!good)
    throw new TypeError(
      `${place} is ${String(value)}; it must be ${whole ? "a whole number" : "a number"} from ${low} to ${high}: ${source}`,
    );
  return value;
};

const checkedRanges = (place: string, given: object, known: Record<string, Range>): void => {
  for (const [name, value] of Object.entries(given)) {
    const range = known[name];
    if (range) within(`${place}.${name}`, value, range);
  }
};

const functionOptions = ["timeout", "memoryMB", "batchSize", "window", "maxReceives", "maxConcurrency"] as const;

const functionQueue = (place: string, base: QueueSpec, given: FunctionOptions | undefined): QueueSpec => {
  if (given === undefined) return base;
  checkOptions(place, given, functionOptions);
  checkedRanges(place, given, ranges);
  const spec = { ...base, ...given };
  if (spec.batchSize > 10 && spec.window < 1)
    throw new TypeError(`${place}.batchSize is ${spec.batchSize}; more than 10 needs a window of at least 1 second`);
  return { ...spec, visibility: 6 * spec.timeout + spec.window };
};

const timeOfDay = /^([01]\d|2[0-3]):[0-5]\d$/;

const warmPoolOf = (base: WarmPool, given: TopologyOptions["warmPool"]): WarmPool => {
  if (given === undefined) return base;
  if (given === false) return { ...base, workers: 0 };
  const place = "topology.warmPool";
  checkOptions(place, given, ["workers", "days", "from", "to", "timeZone"]);
  const pool = { ...base, ...given };
  within(`${place}.workers`, pool.workers, [0, 1000, true, "0 keeps none warm"]);
  for (const day of pool.days) within(`${place}.days`, day, [1, 7, true, "1 is Monday"]);
  for (const name of ["from", "to"] as const)
    if (!timeOfDay.test(pool[name])) throw new TypeError(`${place}.${name} is "${pool[name]}"; write it as "08:00"`);
  try {
    new Intl.DateTimeFormat("en", { timeZone: pool.timeZone });
  } catch {
    throw new TypeError(`${place}.timeZone is "${pool.timeZone}"; use an IANA name such as "Europe/Berlin"`);
  }
  return pool;
};

const fleetOptions = ["maxWorkers", "tasksPerWorker", "idleSeconds", "leaseSeconds", "cpu", "memoryMB"] as const;

const heavyOf = (given: TopologyOptions["heavy"]): { fleet: FleetSpec; task: Partial<QueueSpec> } => {
  const base = defaultTopology.fleet;
  if (given === undefined) return { fleet: base, task: {} };
  const place = "topology.heavy";
  checkOptions(place, given, [...fleetOptions, "timeout", "maxReceives"]);
  checkedRanges(place, given, heavyRanges);
  const { timeout, maxReceives, ...workers } = given;
  const fleet = { ...base, ...workers };
  const memory = fargateMemory[fleet.cpu];
  if (!memory)
    throw new TypeError(`${place}.cpu is ${fleet.cpu}; Fargate has ${Object.keys(fargateMemory).join(", ")}`);
  within(`${place}.memoryMB`, fleet.memoryMB, [...memory, true, `Fargate's range with ${fleet.cpu} CPU units`]);
  const step = fargateStep(fleet.cpu);
  if (fleet.memoryMB % step !== 0)
    throw new TypeError(
      `${place}.memoryMB is ${fleet.memoryMB}; with ${fleet.cpu} CPU units it must be a multiple of ${step}`,
    );
  return {
    fleet,
    task: {
      memoryMB: fleet.memoryMB,
      ...(timeout === undefined ? {} : { timeout }),
      ...(maxReceives === undefined ? {} : { maxReceives }),
    },
  };
};

const options = [
  "intake",
  "classify",
  "light",
  "heavy",
  "aggregate",
  "dispatch",
  "complete",
  "sweep",
  "warmPool",
  "limits",
  "deadlineHours",
  "stallSeconds",
  "retrySeconds",
] as const satisfies readonly (keyof TopologyOptions)[];

const limitsOf = (given: Partial<Limits> | undefined): Limits => {
  if (given === undefined) return defaultLimits;
  checkOptions("topology.limits", given, Object.keys(defaultLimits));
  for (const [name, value] of Object.entries(given))
    within(`topology.limits.${name}`, value, [1, Number.MAX_SAFE_INTEGER, false, "a limit is above 0"]);
  return { ...defaultLimits, ...given };
};

/**
 * The default topology with a choreography's overrides.
 *
 * @throws TypeError that names the option, its value and the limit that it breaks.
 * @example
 * buildTopology({ heavy: { maxWorkers: 50, cpu: 4096, memoryMB: 16_384 }, deadlineHours: 6 });
 */
export const buildTopology = (given: TopologyOptions = {}): Topology => {
  checkOptions("topology", given, options);
  const { queues, schedules } = defaultTopology;
  const { fleet, task } = heavyOf(given.heavy);
  const fn = (queue: QueueName, own: FunctionOptions | undefined, name: string = queue): QueueSpec =>
    functionQueue(`topology.${name}`, queues[queue], own);
  if (given.sweep) checkOptions("topology.sweep", given.sweep, ["everyMinutes"]);
  const everyMinutes = given.sweep?.everyMinutes ?? schedules.sweep.everyMinutes;
  within("topology.sweep.everyMinutes", everyMinutes, [1, 60, true, "the sweep resends lost messages"]);
  const deadlineHours = given.deadlineHours ?? defaultTopology.deadlineHours;
  within("topology.deadlineHours", deadlineHours, [0.01, 720, false, "packages end within a month"]);
  const stallSeconds = given.stallSeconds ?? Math.max(defaultTopology.stallSeconds, (task.timeout ?? 0) + 300);
  within("topology.stallSeconds", stallSeconds, [60, 86_400, false, "longer than one task takes"]);
  const retrySeconds = given.retrySeconds ?? defaultTopology.retrySeconds;
  within("topology.retrySeconds", retrySeconds, [1, 600, true, "64 times as long is within a visibility of 12 hours"]);
  return {
    queues: {
      intake: fn("intake", given.intake),
      classify: fn("classify", given.classify),
      "light-urgent": fn("light-urgent", given.light, "light"),
      "light-standard": fn("light-standard", given.light, "light"),
      "heavy-urgent": { ...queues["heavy-urgent"], ...task },
      "heavy-standard": { ...queues["heavy-standard"], ...task },
      aggregate: fn("aggregate", given.aggregate),
      dispatch: fn("dispatch", given.dispatch),
      complete: fn("complete", given.complete),
    },
    schedules: {
      sweep: { ...schedules.sweep, everyMinutes },
      warmPool: warmPoolOf(schedules.warmPool, given.warmPool),
    },
    fleet,
    limits: limitsOf(given.limits),
    deadlineHours,
    stallSeconds,
    retrySeconds,
  };
};

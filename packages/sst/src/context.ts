import type { Kinds, TorrentArgs, Transform } from "./args.ts";
import {
  type ChoreographyShape,
  functionsOf,
  type QueueShape,
  queueNamesOf,
  type TopologyShape,
} from "./choreography.ts";
import { writeEntries } from "./entries.ts";
import { readChoreography } from "./read-choreography.ts";

/** What every part of the component is made from. */
export interface Context {
  /** The component's own name: all its resources' names begin with it. */
  name: string;
  parent: $util.ComponentResource;
  args: TorrentArgs;
  choreography: ChoreographyShape;
  topology: TopologyShape;
  queueNames: string[];
  /** The folder of the functions' entry modules. */
  handlers: string;
  /** App, stage and component: what tells two deployments in an account apart. Names of metrics, alarms and logs carry it. */
  deployment: string;
  settings: Settings;
}

/** What differs between stages, and nothing else does. */
export interface Settings {
  permanent: boolean;
  watched: boolean;
  usdPerDay: number;
  invocationsPerHour: number;
  logDays: NonNullable<TorrentArgs["logDays"]>;
  keepDays: number;
  apiConcurrency: number | undefined;
  spotOfTen: number;
  onDemandFallback: boolean;
  warmWorkers: number;
}

/** Days that a prefix is kept. Reports stay: they are the product, and small. */
export const keptDays = {
  inbox: 90,
  components: 30,
  attempts: 30,
  results: 90,
  summaries: 90,
  once: 90,
  "dead-letters": 90,
  operations: 90,
  audit: 400,
};

const settingsOf = (args: TorrentArgs, topology: TopologyShape): Settings => {
  const permanent = args.permanent ?? $app.removal === "retain";
  const { workers } = topology.schedules.warmPool;
  return {
    permanent,
    watched: args.watched ?? permanent,
    usdPerDay: args.usdPerDay ?? (permanent ? 50 : 5),
    invocationsPerHour: args.invocationsPerHour ?? 1_000_000,
    logDays: args.logDays ?? (permanent ? 90 : 7),
    keepDays: args.keepDays ?? 430,
    apiConcurrency: args.apiConcurrency ?? (permanent ? 50 : undefined),
    spotOfTen: args.spotOfTen ?? (permanent ? 7 : 10),
    onDemandFallback: args.onDemandFallback ?? permanent,
    warmWorkers: args.warmWorkers ?? (permanent ? workers : 0),
  };
};

const fail = (name: string, problem: string): never => {
  throw new TypeError(`Torrent "${name}": ${problem}`);
};

const check = (name: string, { keepDays, spotOfTen, usdPerDay }: Settings): void => {
  const longest = Math.max(...Object.values(keptDays));
  if (keepDays <= longest)
    fail(
      name,
      `keepDays is ${keepDays}; objects are kept for up to ${longest} days, and the table must keep its items longer`,
    );
  if (!Number.isInteger(spotOfTen) || spotOfTen < 0 || spotOfTen > 10)
    fail(name, `spotOfTen is ${spotOfTen}; it says how many of ten workers are on Spot, from 0 to 10`);
  if (!(usdPerDay > 0)) fail(name, `usdPerDay is ${usdPerDay}; a budget must be above 0`);
};

const handlersOf = (name: string, args: TorrentArgs, topology: TopologyShape): string => {
  if (args.handlers !== undefined) return args.handlers;
  if (typeof args.choreography !== "string")
    return fail(name, "handlers names no folder of entry modules, which a choreography that is no file needs");
  return writeEntries(name, args.choreography, [...functionsOf(topology), "bury", "sweep", "api"], $cli.paths);
};

export const contextOf = (name: string, parent: $util.ComponentResource, args: TorrentArgs): Context => {
  if (!/^[A-Z][A-Za-z0-9]{0,19}$/.test(name))
    fail(name, "a name begins with a capital and has at most 20 letters and digits, as queues and functions carry it");
  const choreography =
    typeof args.choreography === "string" ? readChoreography(args.choreography, $cli.paths.root) : args.choreography;
  const { topology } = choreography;
  const settings = settingsOf(args, topology);
  check(name, settings);
  return {
    name,
    parent,
    args,
    choreography,
    topology,
    handlers: handlersOf(name, args, topology),
    queueNames: queueNamesOf(topology),
    deployment: `${$app.name}-${$app.stage}-${name}`,
    settings,
  };
};

/** `light-urgent` → `LightUrgent`: SST's names begin with a capital and hold letters and digits. */
export const pascal = (name: string): string =>
  name
    .split("-")
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join("");

export const specOf = ({ topology }: Context, queue: string): QueueShape => topology.queues[queue] as QueueShape;

/** Makes a resource of the component, by way of the transform of its kind. */
export const make = <Kind extends keyof Kinds, Made>(
  { name, parent, args: { transform } }: Context,
  kind: Kind,
  Type: new (name: string, args: Kinds[Kind], opts?: $util.CustomResourceOptions) => Made,
  own: string,
  args: Kinds[Kind],
  options: $util.CustomResourceOptions = {},
): Made => {
  const full = `${name}${own}`;
  const opts = { parent, ...options };
  const change = transform?.[kind] as Transform<Kinds[Kind]> | undefined;
  if (typeof change === "function") {
    change(args, opts, full);
    return new Type(full, args, opts);
  }
  return new Type(full, { ...(args as object), ...change } as Kinds[Kind], opts);
};

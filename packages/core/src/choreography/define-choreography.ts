import type { ComponentFacts } from "../component.ts";
import type { Decompose } from "../decomposition.ts";
import { COUNT_NAME, MAX_COUNTS } from "../outcome.ts";
import { MAX_TASKS, topological } from "../plan.ts";
import { defaultPriority, type Priorities, PriorityTable } from "../priority/table.ts";
import { checked } from "../schema.ts";
import { type EstimateTable, parseEstimateTable } from "../stages/classify/estimates.ts";
import { type ClassificationRule, checkedRules } from "../stages/classify/rule.ts";
import { buildTopology, type TopologyOptions } from "../topology/build.ts";
import type { Topology } from "../topology/topology.ts";
import type { Classification } from "./classification.ts";
import type { Panel } from "./define-panel.ts";
import { type AnyPass, acceptsAll, type Pass } from "./define-pass.ts";
import type { ReducerPart } from "./define-reducer.ts";
import type { Subscriber } from "./define-subscriber.ts";
import type { Lazy } from "./lazy.ts";
import { checkedLimits, type Limit } from "./limits.ts";
import { checkOptions, suggestion } from "./options.ts";

/** A choreography as every part of a deployment reads it. */
export interface Choreography {
  /** Marks the value, so that a loader recognises what a module exports. */
  readonly "~choreography": 1;
  readonly name: string;
  readonly decompose: Decompose | Lazy<Decompose>;
  readonly passes: ReadonlyMap<string, Pass<string, any>>;
  readonly classify: (component: ComponentFacts) => Classification;
  readonly priority: PriorityTable;
  readonly estimates?: EstimateTable;
  /** Percent of required tasks that may fail and the package still be complete, unless its sender declares another. */
  readonly toleratedFailurePercent: number;
  /** Names of what the tallies count. */
  readonly counts: readonly string[];
  readonly reduce?: ReducerPart;
  readonly onComplete: readonly Subscriber[];
  /** Parts of the dashboard and the API that the choreography contributes. */
  readonly panels: readonly Panel[];
  readonly limits: Readonly<Record<string, Limit>>;
  readonly topology: Topology;
  /** An aggregation expected to take longer, or more memory, runs on a worker. */
  readonly aggregation: { readonly seconds: number; readonly memoryMB: number };
}

type NameOf<Passes extends readonly AnyPass[]> = Passes[number]["name"];
type AfterOf<P> = P extends Pass<string, any, infer After, string, string, string> ? After : never;
type LimitOf<P> = P extends Pass<string, any, string, infer Name, string, string> ? Name : never;
type CountOf<P> = P extends Pass<string, any, string, string, infer Name, string> ? Name : never;
type FactorOf<P> = P extends Pass<string, any, string, string, string, infer Name> ? Name : never;

/** The error that a compiler shows where a name is used that nobody defined. */
interface Undefined<What extends string, Name extends string> {
  readonly "not defined": `${What} "${Name}" is not defined in this choreography`;
}

/** Names that types know one by one are checked here; those of a list built at run time are only checked at start. */
type Defined<What extends string, Used extends string, Known extends string> = string extends Used
  ? unknown
  : [Exclude<Used, Known>] extends [never]
    ? unknown
    : Undefined<What, Exclude<Used, Known>>;

export interface ChoreographyDefinition<
  Passes extends readonly AnyPass[],
  FactorName extends string,
  LimitName extends string,
  CountName extends string,
> {
  /** 1–32 of `a-z`, `0-9` and `-`, starting with a letter. */
  name: string;
  /** Takes a package apart: an async generator of pieces, or where it is loaded from. Use `whole()` for one component. */
  decompose: Decompose | Lazy<Decompose>;
  passes: Passes;
  /** Rules, of which the first that matches decides, or a function. @default every pass that accepts the component runs */
  classify?:
    | ((component: ComponentFacts) => Classification<NameOf<Passes>>)
    | readonly (Omit<ClassificationRule, "passes"> & { passes?: readonly NameOf<Passes>[] })[];
  priority?: Priorities<FactorName>;
  /** Measured estimates, as `torrent calibrate` writes them. */
  estimates?: EstimateTable;
  /** Percent of required tasks that may fail and the package still be complete. @default 0 */
  tolerate?: { failedPercent: number };
  /** Names of what the passes' `counts` count, at most eight. */
  counts?: readonly CountName[];
  reduce?: ReducerPart;
  /** Notified when a package has ended. */
  onComplete?: readonly Subscriber[];
  /** Parts of a package's page and of the API. */
  panels?: readonly Panel[];
  /**
   * Budgets of the outside world that passes share over the whole fleet. They are checked here and not yet enforced: a pipeline
   * with a pass that needs one refuses to start.
   */
  limits?: Readonly<Record<LimitName, Limit>>;
  topology?: TopologyOptions;
  /** An aggregation estimated above either runs on a worker. @default 300 seconds, 3000 MB */
  aggregation?: { seconds?: number; memoryMB?: number };
}

const options = [
  "name",
  "decompose",
  "passes",
  "classify",
  "priority",
  "estimates",
  "tolerate",
  "counts",
  "reduce",
  "onComplete",
  "panels",
  "limits",
  "topology",
  "aggregation",
] as const;

/**
 * Defines a choreography: the one value that functions, workers, infrastructure, tests and the dashboard read.
 *
 * @throws TypeError that names the place, for wiring that cannot work: an unknown pass, two passes with one name, a ring, a
 *   limit or count that nobody defined, an unknown option.
 * @example
 * export default defineChoreography({ name: "invoices", decompose: lines("invoice"), passes: [parse, explode, credit] });
 */
export const defineChoreography = <
  const Passes extends readonly AnyPass[],
  const FactorName extends string = "urgency" | "source" | "waiting",
  const LimitName extends string = never,
  const CountName extends string = never,
>(
  definition: ChoreographyDefinition<Passes, FactorName, LimitName, CountName> &
    Defined<"Pass", AfterOf<Passes[number]>, NameOf<Passes>> &
    Defined<"Limit", LimitOf<Passes[number]>, LimitName> &
    Defined<"Count", CountOf<Passes[number]>, CountName> &
    Defined<"Factor", FactorOf<Passes[number]>, FactorName>,
): Choreography => {
  const given: ChoreographyDefinition<Passes, FactorName, LimitName, CountName> = definition;
  const { name, decompose, priority = defaultPriority, counts = [], onComplete = [] } = given;
  if (typeof name !== "string" || !/^[a-z][a-z0-9-]{0,31}$/.test(name))
    throw new TypeError(`Choreography name "${name}" must be 1–32 of a-z, 0-9 and "-", starting with a letter`);
  const place = `Choreography "${name}"`;
  checkOptions(place, given, options);
  if (typeof decompose !== "function" && typeof decompose?.load !== "function")
    throw new TypeError(`${place}: decompose must be an async generator function, or { load: () => import(…) }`);
  const passes = passRegistry(place, given.passes, { limits: Object.keys(given.limits ?? {}), counts });
  if (given.classify === undefined) checkPlanSize(place, given.passes);
  checkCounts(place, counts);
  checkPriority(place, priority);
  checkReducer(place, given.reduce);
  checkSubscribers(place, onComplete);
  const { failedPercent = 0 } = given.tolerate ?? {};
  if (given.tolerate) checkOptions(`${place}: tolerate`, given.tolerate, ["failedPercent"]);
  if (!(failedPercent >= 0 && failedPercent <= 100))
    throw new TypeError(`${place}: tolerate.failedPercent is ${failedPercent}; it must be 0 to 100`);
  if (given.aggregation) checkOptions(`${place}: aggregation`, given.aggregation, ["seconds", "memoryMB"]);
  const topology = buildTopology(given.topology);
  return {
    "~choreography": 1,
    name,
    decompose,
    passes,
    classify: classifier(place, given.classify, [...passes.keys()]),
    priority,
    ...(given.estimates ? { estimates: parseEstimateTable(given.estimates, `${place}: estimates`) } : {}),
    toleratedFailurePercent: failedPercent,
    counts,
    ...(given.reduce ? { reduce: given.reduce } : {}),
    onComplete,
    panels: given.panels ?? [],
    limits: checkedLimits(`${place}: limits`, given.limits ?? {}),
    topology,
    aggregation: aggregationLimit(place, given.aggregation, topology),
  };
};

const passRegistry = (
  place: string,
  passes: readonly AnyPass[],
  known: { limits: readonly string[]; counts: readonly string[] },
): Map<string, AnyPass> => {
  if (!Array.isArray(passes)) throw new TypeError(`${place}: passes must be a list of definePass(…)`);
  const byName = new Map<string, AnyPass>();
  for (const [at, pass] of passes.entries()) {
    if (typeof pass?.name !== "string" || typeof pass.load !== "function")
      throw new TypeError(`${place}: passes[${at}] must be made with definePass(…)`);
    if (byName.has(pass.name)) throw new TypeError(`${place}: two passes are named "${pass.name}"`);
    byName.set(pass.name, pass);
  }
  const names = [...byName.keys()];
  for (const pass of passes) {
    for (const after of [...pass.after, ...pass.afterIfPlanned])
      if (!byName.has(after))
        throw new TypeError(
          `${place}: pass "${pass.name}" comes after "${after}", which is not among its passes${suggestion(after, names)}`,
        );
    for (const limit of pass.needs.limits ?? [])
      if (!known.limits.includes(limit))
        throw new TypeError(
          `${place}: pass "${pass.name}" needs the limit "${limit}", which limits does not define${suggestion(limit, known.limits)}`,
        );
  }
  checkOrder(place, passes);
  return byName;
};

/** Without `classify`, every pass that takes all components is in every plan: more of them can never be planned. */
const checkPlanSize = (place: string, passes: readonly AnyPass[]): void => {
  const planned = new Set<string>();
  for (const pass of topological(passes))
    if (pass.accepts === acceptsAll && pass.after.every((before) => planned.has(before))) planned.add(pass.name);
  if (planned.size > MAX_TASKS)
    throw new TypeError(
      `${place}: ${planned.size} passes take every component, and a component's plan holds at most ${MAX_TASKS} tasks; give passes an accepts, or choose among them in classify`,
    );
};

const checkOrder = (place: string, passes: readonly AnyPass[]): void => {
  try {
    topological(passes);
  } catch (cause) {
    throw new TypeError(`${place}: ${(cause as Error).message}`, { cause });
  }
};

const checkCounts = (place: string, counts: readonly string[]): void => {
  if (!Array.isArray(counts)) throw new TypeError(`${place}: counts must be a list of names`);
  if (counts.length > MAX_COUNTS)
    throw new TypeError(`${place}: counts has ${counts.length} names; the maximum is ${MAX_COUNTS}`);
  for (const name of counts)
    if (!COUNT_NAME.test(name))
      throw new TypeError(
        `${place}: count "${name}" must be 1–16 letters and digits, starting with a lower-case letter`,
      );
  const twice = counts.find((name, at) => counts.indexOf(name) !== at);
  if (twice !== undefined) throw new TypeError(`${place}: counts names "${twice}" twice`);
};

/** A domain's table may hold more than the engine's, such as what a finding of each severity is worth. */
const checkPriority = (place: string, priority: PriorityTable): void => {
  const { version, points, bands, urgentFrom, urgency, source, kinds, waitingMinutes }: Partial<PriorityTable> =
    priority ?? {};
  const own = { version, points, bands, urgentFrom, urgency, source, kinds, waitingMinutes };
  const parsed = checked(PriorityTable, own);
  if (!parsed.ok) throw new TypeError(`${place}: priority must be made with definePriority(…): ${parsed.why}`);
};

const checkReducer = (place: string, reduce: ReducerPart | undefined): void => {
  if (reduce === undefined) return;
  const { version } = checkedPart(reduce) ?? {};
  if (version === undefined)
    throw new TypeError(
      `${place}: reduce must be made with defineReducer(…), or be { version, load: () => import(…) }`,
    );
  if (!Number.isInteger(version) || version < 1)
    throw new TypeError(`${place}: reduce.version ${version} must be a whole number from 1`);
};

/** A reducer, or where one is loaded from. */
const checkedPart = (part: ReducerPart): ReducerPart | undefined => {
  if (typeof part !== "object" || part === null) return undefined;
  return "load" in part ? (typeof part.load === "function" ? part : undefined) : "add" in part ? part : undefined;
};

const checkSubscribers = (place: string, subscribers: readonly Subscriber[]): void => {
  if (!Array.isArray(subscribers)) throw new TypeError(`${place}: onComplete must be a list of subscribers`);
  const names = new Set<string>();
  for (const [at, subscriber] of subscribers.entries()) {
    const name = subscriber?.name;
    if (typeof name !== "string" || typeof subscriber.load !== "function")
      throw new TypeError(
        `${place}: onComplete[${at}] must be made with defineSubscriber(…), webhook(…) or eventBridge(…)`,
      );
    if (names.has(name)) throw new TypeError(`${place}: two subscribers are named "${name}"`);
    names.add(name);
  }
  if (names.size > MAX_TASKS)
    throw new TypeError(`${place}: ${names.size} subscribers; at most ${MAX_TASKS} are recorded with a package`);
};

const classifier = (
  place: string,
  classify: ((component: ComponentFacts) => Classification) | readonly ClassificationRule[] | undefined,
  names: readonly string[],
): Choreography["classify"] => {
  if (classify === undefined) return () => ({});
  if (typeof classify === "function") return classify;
  const rules = checkedRules(`${place}: classify`, classify, names);
  return (component) => rules.find((rule) => rule.matches(component))?.decision ?? {};
};

/** No more than the function that aggregates has. */
const aggregationLimit = (
  place: string,
  given: { seconds?: number; memoryMB?: number } = {},
  { queues }: Topology,
): Choreography["aggregation"] => {
  const most = queues.aggregate;
  const { seconds = Math.min(300, most.timeout), memoryMB = Math.min(3000, most.memoryMB) } = given;
  if (!(seconds >= 0 && seconds <= most.timeout))
    throw new TypeError(`${place}: aggregation.seconds is ${seconds}; its function runs for at most ${most.timeout}`);
  if (!(memoryMB >= 0 && memoryMB <= most.memoryMB))
    throw new TypeError(`${place}: aggregation.memoryMB is ${memoryMB}; its function has ${most.memoryMB}`);
  return { seconds, memoryMB };
};

/** Is the value what `defineChoreography` returns? Also where that came from another copy of the package. */
export const isChoreography = (value: unknown): value is Choreography =>
  typeof value === "object" && value !== null && (value as Partial<Choreography>)["~choreography"] === 1;

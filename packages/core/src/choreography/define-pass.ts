import type { ComponentFacts } from "../component.ts";
import { TerminalError } from "../errors.ts";
import { COUNT_NAME } from "../outcome.ts";
import type { PriorityTable } from "../priority/table.ts";
import { resolved } from "./lazy.ts";
import { checkOptions } from "./options.ts";
import type { CacheMode, RunContext } from "./run-context.ts";
import { isStandardSchema, type SchemaInput, type SchemaOutput, type StandardSchema } from "./standard-schema.ts";

/** What a pass expects to need for one component. Routing and the dashboard's "estimated against actual" read it. */
export interface Estimate {
  seconds: number;
  memoryMB: number;
}

/** What a result says for (or against) doing its package first, by the names of the priority's factors. */
export type FactorValues<Name extends string = string> = {
  readonly [name in Name]?: number | { readonly value: number; readonly evidence: string };
};

/** What a pass needs from its surroundings. */
export interface Needs<Limit extends string = string, Secret extends string = string> {
  /** Memory of one task, where `estimate` is not given. @default 256 */
  memoryMB?: number;
  /** Seconds of one task, where `estimate` is not given. @default 1 */
  seconds?: number;
  /** AWS actions that its function and its worker may use, such as `textract:AnalyzeExpense`. */
  aws?: readonly string[];
  /** Names of the choreography's `limits` that one task draws on. */
  limits?: readonly Limit[];
  /** Names of the secrets that `secret(name)` gives. */
  secrets?: readonly Secret[];
}

/** One kind of analysis, as a choreography holds it: light facts, and a heavy half that is loaded when it first runs. */
export interface Pass<
  Name extends string = string,
  Output = unknown,
  After extends string = string,
  Limit extends string = string,
  Count extends string = string,
  FactorName extends string = string,
> {
  readonly name: Name;
  /** Results are stored under it: raise it whenever the output for the same input may change. */
  readonly version: number;
  /** Passes whose output this one reads. It is planned only where they are. */
  readonly after: readonly After[];
  /** Passes whose output this one reads where they are planned for the component too. */
  readonly afterIfPlanned: readonly string[];
  /** A required pass decides the package's state; an optional one that fails is only reported. */
  readonly required: boolean;
  readonly cache: CacheMode;
  readonly needs: Needs<Limit>;
  readonly output?: StandardSchema<unknown, Output>;
  accepts(component: ComponentFacts): boolean;
  estimate(component: ComponentFacts): Estimate;
  /** What the tallies count of an output. */
  counts?(output: Output): Readonly<Record<Count, number>>;
  /** What an output says of its package's priority. */
  factors?(output: Output, table: PriorityTable): FactorValues<FactorName>;
  /** The heavy half. */
  load(): Promise<Run>;
}

/** Any pass, whatever its types. */
export type AnyPass = Pass<string, any, string, string, string, string>;

export type Run = (context: any) => Promise<unknown> | unknown;

/** What the passes after it, the reducer and `counts` read of a pass: its output, parsed by its schema. */
export type OutputOf<P> = P extends Pass<string, infer Output, string, string, string, string> ? Output : never;

type NamesOf<Passes extends readonly AnyPass[]> = Passes[number]["name"];

/** Outputs by name: those of `after` are there, those of `afterIfPlanned` may be. */
export type Upstream<After extends readonly AnyPass[], IfPlanned extends readonly AnyPass[]> = {
  readonly [P in After[number] as P["name"]]: OutputOf<P>;
} & { readonly [P in IfPlanned[number] as P["name"]]?: OutputOf<P> };

type Half<Context, Result> =
  | { run(context: Context): Promise<Result> | Result; load?: undefined }
  | {
      /** A module whose `run` or default export is the pass's work, in its own chunk. */
      load(): Promise<
        | { readonly run: (context: Context) => Promise<Result> | Result }
        | { readonly default: (context: Context) => Promise<Result> | Result }
      >;
      run?: undefined;
    };

interface LightHalf<
  Name extends string,
  After extends readonly AnyPass[],
  IfPlanned extends readonly AnyPass[],
  Mode extends CacheMode,
  Limit extends string,
  Secret extends string,
> {
  /** 1–32 of `a-z`, `0-9` and `-`, starting with a letter. */
  name: Name;
  version: number;
  after?: After;
  afterIfPlanned?: IfPlanned;
  /** @default true */
  required?: boolean;
  /** @default every component */
  accepts?(component: ComponentFacts): boolean;
  /** @default what `needs` says, and 1 second for each 10 MB */
  estimate?(component: ComponentFacts): Estimate;
  /** @default "package" */
  cache?: Mode;
  needs?: Needs<Limit, Secret>;
}

const options = [
  "name",
  "version",
  "after",
  "afterIfPlanned",
  "required",
  "accepts",
  "estimate",
  "cache",
  "needs",
  "output",
  "counts",
  "factors",
  "run",
  "load",
] as const;

/**
 * Defines a pass: its facts, and what it does to one component.
 *
 * Throw a `TerminalError` from `run` for what no retry can fix; anything else that is thrown is tried again.
 *
 * @throws TypeError that names the pass and the option, for a definition that cannot work.
 * @example
 * const parse = definePass({
 *   name: "parse",
 *   version: 1,
 *   accepts: ({ kind }) => kind === "invoice",
 *   output: z.object({ country: z.string(), net: z.number() }),
 *   run: async ({ json }) => totalsOf(await json(Invoice)),
 * });
 */
export function definePass<
  const Name extends string,
  Schema extends StandardSchema<any, any>,
  const After extends readonly AnyPass[] = readonly [],
  const IfPlanned extends readonly AnyPass[] = readonly [],
  Mode extends CacheMode = "package",
  const Limit extends string = never,
  const Secret extends string = never,
  Count extends string = never,
  FactorName extends string = never,
>(
  definition: LightHalf<Name, After, IfPlanned, Mode, Limit, Secret> & {
    /** Any Standard Schema. Results are checked by it when they are written, and parsed by it when they are read. */
    output: Schema;
    counts?(output: SchemaOutput<Schema>): Readonly<Record<Count, number>>;
    factors?(output: SchemaOutput<Schema>, table: PriorityTable): FactorValues<FactorName>;
  } & Half<RunContext<Mode, Upstream<After, IfPlanned>, Secret>, NoInfer<SchemaInput<Schema>>>,
): Pass<Name, SchemaOutput<Schema>, NamesOf<After>, Limit, Count, FactorName>;
export function definePass<
  const Name extends string,
  Result,
  const After extends readonly AnyPass[] = readonly [],
  const IfPlanned extends readonly AnyPass[] = readonly [],
  Mode extends CacheMode = "package",
  const Limit extends string = never,
  const Secret extends string = never,
  Count extends string = never,
  FactorName extends string = never,
>(
  definition: LightHalf<Name, After, IfPlanned, Mode, Limit, Secret> & {
    output?: undefined;
    counts?(output: NoInfer<Result>): Readonly<Record<Count, number>>;
    factors?(output: NoInfer<Result>, table: PriorityTable): FactorValues<FactorName>;
  } & Half<RunContext<Mode, Upstream<After, IfPlanned>, Secret>, Result>,
): Pass<Name, Result, NamesOf<After>, Limit, Count, FactorName>;
export function definePass(definition: {
  name: string;
  version: number;
  after?: readonly AnyPass[];
  afterIfPlanned?: readonly AnyPass[];
  required?: boolean;
  accepts?: (component: ComponentFacts) => boolean;
  estimate?: (component: ComponentFacts) => Estimate;
  cache?: CacheMode;
  needs?: Needs;
  output?: StandardSchema | undefined;
  counts?: (output: any) => Readonly<Record<string, number>>;
  factors?: (output: any, table: PriorityTable) => FactorValues;
  run?: Run | undefined;
  load?: (() => Promise<{ run?: Run; default?: Run }>) | undefined;
}): AnyPass {
  const { name, version, after = [], afterIfPlanned = [], needs = {}, cache = "package", run, load } = definition;
  if (typeof name !== "string" || !/^[a-z][a-z0-9-]{0,31}$/.test(name))
    throw new TypeError(`Pass name "${name}" must be 1–32 of a-z, 0-9 and "-", starting with a letter`);
  const place = `Pass "${name}"`;
  checkOptions(place, definition, options);
  if (!Number.isInteger(version) || version < 1)
    throw new TypeError(`${place}: version ${version} must be a whole number from 1`);
  if ((typeof run === "function") === (typeof load === "function"))
    throw new TypeError(`${place}: give either run or load: () => import("./${name}.ts")`);
  if (!["content", "package", "none"].includes(cache))
    throw new TypeError(`${place}: cache is "${cache}"; it must be "content", "package" or "none"`);
  if (definition.output !== undefined && !isStandardSchema(definition.output))
    throw new TypeError(`${place}: output must be a Standard Schema, such as z.object({ … })`);
  checkOptions(`${place}: needs`, needs, ["memoryMB", "seconds", "aws", "limits", "secrets"]);
  if (cache === "content" && (needs.secrets?.length ?? 0) > 0)
    throw new TypeError(`${place}: a result shared by content cannot depend on secrets; use cache: "package"`);
  const namesOf = (option: string, passes: readonly AnyPass[]): string[] =>
    passes.map((pass) => {
      if (typeof pass === "object" && pass !== null && typeof pass.name === "string") return pass.name;
      throw new TypeError(`${place}: ${option} takes passes, not their names; got ${JSON.stringify(pass)}`);
    });
  const half = { load: async () => runOf(place, run ?? (await load?.())) };
  return {
    name,
    version,
    after: namesOf("after", after),
    afterIfPlanned: namesOf("afterIfPlanned", afterIfPlanned),
    required: definition.required ?? true,
    cache,
    needs,
    accepts: definition.accepts ?? acceptsAll,
    estimate: definition.estimate ?? defaultEstimate(needs),
    ...(definition.output ? { output: definition.output } : {}),
    ...(definition.counts ? { counts: checkedCounts(place, definition.counts) } : {}),
    ...(definition.factors ? { factors: definition.factors } : {}),
    load: () => resolved<Run>(half),
  };
}

const runOf = (place: string, module: Run | { run?: Run; default?: Run } | undefined): Run => {
  const run = typeof module === "function" ? module : (module?.run ?? module?.default);
  if (typeof run !== "function") throw new TypeError(`${place}: its module exports neither run nor a default function`);
  return run;
};

/** What a pass without `accepts` accepts. */
export const acceptsAll = (): boolean => true;

const BYTES_PER_SECOND = 10e6;

const defaultEstimate =
  ({ seconds = 1, memoryMB = 256 }: Needs) =>
  ({ bytes }: ComponentFacts): Estimate => ({ seconds: seconds + bytes / BYTES_PER_SECOND, memoryMB });

const checkedCounts =
  (place: string, counts: (output: any) => Readonly<Record<string, number>>) =>
  (output: unknown): Readonly<Record<string, number>> => {
    const counted: unknown = counts(output);
    if (typeof counted !== "object" || counted === null || counted instanceof Promise)
      throw new TerminalError(
        "invalid-count",
        `${place}: counts returned ${counted instanceof Promise ? "a promise" : String(counted)}; return numbers by name, such as { orders: 1 }`,
      );
    for (const [name, count] of Object.entries(counted))
      if (!COUNT_NAME.test(name) || !Number.isSafeInteger(count) || (count as number) < 0)
        throw new TerminalError(
          "invalid-count",
          `${place}: counts "${name}" as ${count}; a count has a short name and is a whole number from 0`,
        );
    return counted as Readonly<Record<string, number>>;
  };

import { type AnnouncedState, announcedStates } from "../ports/package-store.ts";
import type { Log } from "../ports/runtime.ts";
import type { Reducer } from "./define-reducer.ts";
import { checkOptions, suggestion } from "./options.ts";

/** What happened to a package. */
export interface PackageEvent<Result = unknown> {
  /** Idempotency key: `package/round/name`, the same at every delivery. */
  readonly key: string;
  readonly state: AnnouncedState;
  readonly round: number;
  readonly package: { readonly id: string; readonly name: string; readonly bytes: number; readonly receivedAt: number };
  /** Epoch milliseconds of the change of state. */
  readonly at: number;
  /** Why, where the package was rejected or its round failed. */
  readonly error?: { readonly kind: string; readonly message: string };
  /** 0–100, and its band, once the package has been aggregated. */
  readonly priority?: { readonly score: number; readonly band: string };
  /** Tasks by outcome, once the package has been aggregated. */
  readonly tasks?: Readonly<Record<string, number>>;
  /** What the reducer's `finish` returned; `undefined` before the aggregation and without a reducer. */
  readonly result?: Result;
}

export interface OnceOptions<Value> {
  /** Asks the outside world whether the effect has happened, after an attempt that died without an answer. */
  check?(): Promise<Value | undefined>;
}

/** What a subscriber gets besides the event. */
export interface SubscriberContext<Secret extends string = string> {
  /**
   * Runs `effect` once for this event and key, and remembers what it returned. A delivery that finds the effect done gets the
   * remembered value. After a crash inside `effect` nobody knows whether it happened: then `check` decides, and without a
   * `check` it runs again.
   */
  once<Value>(key: string, effect: () => Promise<Value>, options?: OnceOptions<Value>): Promise<Value>;
  /** A secret that `needs.secrets` names. */
  secret(name: Secret): string;
  /** 1 at the first delivery. */
  readonly attempt: number;
  /** Aborted when the time of the function is up. */
  readonly signal: AbortSignal;
  /** Epoch milliseconds. */
  now(): number;
  readonly log: Log;
}

type Handle<Result, Secret extends string> = (
  event: PackageEvent<Result>,
  context: SubscriberContext<Secret>,
) => Promise<void> | void;

/** Is notified, at least once and durably, when a package changes its state. */
export interface Subscriber {
  readonly name: string;
  readonly when: readonly AnnouncedState[];
  readonly needs: { readonly aws?: readonly string[]; readonly secrets?: readonly string[] };
  load(): Promise<Handle<any, any>>;
}

interface SubscriberDefinition<Result, Secret extends string> {
  /** 1–32 of `a-z`, `0-9` and `-`, starting with a letter. Part of the idempotency key. */
  name: string;
  /** @default ["complete", "partial", "failed"] */
  when?: readonly AnnouncedState[];
  /** The choreography's reducer; it gives `event.result` its type. */
  of?: Reducer<any, Result>;
  needs?: { aws?: readonly string[]; secrets?: readonly Secret[] };
  run?: Handle<Result, Secret>;
  /** A module whose `run` or default export handles events, in its own chunk. */
  load?(): Promise<{ run: Handle<Result, Secret> } | { default: Handle<Result, Secret> }>;
}

const options = ["name", "when", "of", "needs", "run", "load"] as const;

/**
 * Defines what happens when a package has ended. Its outcome is recorded with the package, shown and redrivable like a task's.
 * Throw a `TerminalError` to give up at once; anything else that is thrown is tried again.
 *
 * @throws TypeError that names the subscriber and the option, for a definition that cannot work.
 * @example
 * const book = defineSubscriber({
 *   name: "book",
 *   of: totals,
 *   run: async ({ key, result }, { once }) => { await once("post", () => ledger.post(key, result)); },
 * });
 */
export const defineSubscriber = <Result = unknown, const Secret extends string = never>(
  definition: SubscriberDefinition<Result, Secret>,
): Subscriber => {
  const { name, when = ["complete", "partial", "failed"], needs = {}, run, load } = definition;
  if (typeof name !== "string" || !/^[a-z][a-z0-9-]{0,31}$/.test(name))
    throw new TypeError(`Subscriber name "${name}" must be 1–32 of a-z, 0-9 and "-", starting with a letter`);
  const place = `Subscriber "${name}"`;
  checkOptions(place, definition, options);
  for (const state of when)
    if (!announcedStates.includes(state))
      throw new TypeError(`${place}: when names "${state}"${suggestion(state, announcedStates)}`);
  if ((typeof run === "function") === (typeof load === "function"))
    throw new TypeError(`${place}: give either run or load: () => import("./${name}.ts")`);
  return {
    name,
    when,
    needs,
    load: async () => {
      const module = run ?? (await load?.());
      const handle = typeof module === "function" ? module : module && "run" in module ? module.run : module?.default;
      if (typeof handle !== "function")
        throw new TypeError(`${place}: its module exports neither run nor a default function`);
      return handle;
    },
  };
};

export type { AnnouncedState };

import type { ComponentFacts } from "./component.ts";
import type { Piece } from "./decomposition.ts";

/** What a pass expects to need for one component. Routing and the dashboard's "estimated against actual" read it. */
export interface Estimate {
  seconds: number;
  memoryMB: number;
}

export const severities = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof severities)[number];

/**
 * Something that a pass noticed at a place. `start`/`end` are byte offsets into the component, `line` counts from 1; for a slice
 * they are places in the whole file, and what begins outside of its own part is left to its neighbour (`ownPart` in `component.ts`).
 */
export interface Finding {
  /** Stable id of the rule, e.g. `aws-access-key`. */
  rule: string;
  title: string;
  severity: Severity;
  start?: number;
  end?: number;
  line?: number;
  /** At most 200 characters around the place. Untrusted text: whoever shows it escapes it. */
  context?: string;
  /** Where in `context` what was found stands: first and past the last, in UTF-16 units. */
  mark?: readonly [number, number];
  tags?: readonly string[];
}

/** A thing of the world named in a component. `value` is normalised: equal values are the same thing. */
export interface Entity {
  kind: string;
  value: string;
  /** As it stood in the text. */
  text: string;
  start: number;
  end: number;
  /** 0..1 */
  confidence: number;
  context?: string;
  /** Mentions of the value in the component, where the list holds each value once; `start` and `end` are the first's. */
  count?: number;
}

/** What a pass returns, and what is stored under `results/`. */
export interface PassOutput {
  findings?: Finding[];
  entities?: Entity[];
  /** Facts of the pass's own, plain JSON, for the report and for passes that come after it. */
  facts?: Record<string, unknown>;
  /** Versions of the packs of patterns and the like that it worked with, by name; the report lists them. */
  packs?: Record<string, string>;
  /** Text extracted from a binary format, for the passes after this one. */
  text?: string;
  /** Components found inside, to be classified and analysed like any other; the task settles when they all have. Not stored. */
  pieces?: AsyncIterable<Piece>;
  /** True where a limit cut the lists; the report says so. */
  truncated?: boolean;
}

export interface PassContext {
  readonly component: ComponentFacts;
  /** The component's bytes, in chunks, from the start; may be called again. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The component's bytes whole; for passes whose estimate asked for the memory. */
  whole(): Promise<Uint8Array>;
  /** Output of a pass that this one comes after; `undefined` if that one has none. */
  upstream(pass: string): PassOutput | undefined;
  /** Aborted when the task is cancelled or its time is up; long passes look at it between chunks. */
  readonly signal: AbortSignal;
}

/** One kind of analysis. Nothing in core knows a particular one. */
export interface Pass {
  readonly name: string;
  /** Raise it whenever the output for the same bytes may change: results are stored under it. */
  readonly version: number;
  /** Names of passes whose output this one reads; they become edges of the plan where they are in it too. */
  readonly after: readonly string[];
  /** A required pass decides the package's state; an optional one that fails is only reported. */
  readonly required: boolean;
  accepts(component: ComponentFacts): boolean;
  estimate(component: ComponentFacts): Estimate;
  /**
   * Throws a `TerminalError` for what no retry can mend. Must be a function of the component and the upstream outputs
   * only: its result is shared by every package that holds the same bytes.
   */
  run(context: PassContext): Promise<PassOutput>;
}

export interface PassDefinition extends Pick<Pass, "name" | "version" | "accepts" | "estimate" | "run"> {
  after?: readonly string[];
  required?: boolean;
}

export const definePass = (definition: PassDefinition): Pass => {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(definition.name))
    throw new TypeError(`Pass name "${definition.name}" must be 1–32 of a-z, 0-9 and "-", starting with a letter`);
  if (!Number.isInteger(definition.version) || definition.version < 1)
    throw new TypeError(`Pass "${definition.name}": version ${definition.version} must be a whole number from 1`);
  return { after: [], required: true, ...definition };
};

/** The passes of one deployment, by name. */
export type PassRegistry = ReadonlyMap<string, Pass>;

export const registry = (passes: readonly Pass[]): PassRegistry => {
  const map = new Map(passes.map((pass) => [pass.name, pass]));
  if (map.size !== passes.length) throw new TypeError("Two passes share a name");
  for (const pass of passes)
    for (const name of pass.after)
      if (!map.has(name)) throw new TypeError(`Pass "${pass.name}" comes after "${name}", which is not registered`);
  return map;
};

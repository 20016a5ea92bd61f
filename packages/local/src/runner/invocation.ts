import type { Cloud } from "@torrent/core/unstable";
import type { Context } from "aws-lambda";

export const stages = ["intake", "classify", "analyze", "aggregate", "dispatch", "complete", "bury", "sweep"] as const;
export type Stage = (typeof stages)[number];

/** The parts of Lambda's context that a handler may rely on here as there. */
export type InvocationContext = Pick<
  Context,
  "awsRequestId" | "functionName" | "functionVersion" | "memoryLimitInMB" | "getRemainingTimeInMillis"
>;

export type Handler = (event: unknown, context: InvocationContext) => Promise<unknown>;

/** What the handlers module's `handlers(cloud)` returns. */
export type Handlers = Record<Stage, Handler>;

export interface Invocation {
  stage: Stage;
  event: unknown;
  requestId: string;
  timeoutSeconds: number;
  memoryMB: number;
}

/** Runs one invocation at a time or several; rejects where Lambda would report a function error. */
export interface Invoker {
  /** The answer as JSON would carry it. */
  invoke(invocation: Invocation): Promise<unknown>;
  /** Ends what still runs; their `invoke` rejects. */
  close(): Promise<void>;
}

export class TimedOut extends Error {
  override readonly name = "TimedOut";
  readonly kind = "timed-out";
  constructor({ stage, timeoutSeconds }: Invocation) {
    super(`${stage} was stopped after its ${timeoutSeconds} s`);
  }
}

export const contextOf = (invocation: Omit<Invocation, "event">, startedAt: number): InvocationContext => ({
  awsRequestId: invocation.requestId,
  functionName: invocation.stage,
  functionVersion: "$LATEST",
  memoryLimitInMB: String(invocation.memoryMB),
  getRemainingTimeInMillis: () => Math.max(0, startedAt + invocation.timeoutSeconds * 1000 - Date.now()),
});

/** Only JSON crosses Lambda's border; an answer that is none is a function error. `null` where there is none. */
export const overJson = (answer: unknown): string => JSON.stringify(answer ?? null) ?? "null";

/** Imports the handlers' module and makes the handlers over the cloud; its `handlers` may be asynchronous. */
export const loadHandlers = async (handlersModule: string, cloud: Cloud): Promise<Handlers> => {
  const module: { handlers?: unknown } = await import(handlersModule);
  if (typeof module.handlers !== "function") throw new Error(`${handlersModule} exports no handlers(cloud)`);
  const made: Partial<Handlers> = await module.handlers(cloud);
  const missing = stages.filter((stage) => typeof made[stage] !== "function");
  if (missing.length > 0) throw new Error(`${handlersModule} has no handler for ${missing.join(", ")}`);
  return made as Handlers;
};

import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { LogLevel } from "@torrent/core/unstable";
import { siblingModule } from "@torrent/core/unstable";
import { type Invocation, TimedOut } from "./invocation.ts";
import { NotStarted } from "./starvation.ts";

/** What an execution environment's thread is started with. */
export interface EnvironmentData {
  handlersModule: string;
  dataDir: string;
}

/** Its messages to the runner. */
export type FromEnvironment =
  | { type: "ready" }
  | { type: "answer"; json: string }
  | { type: "error"; name: string; message: string; kind?: string; code?: string }
  | { type: "log"; level: LogLevel; event: string; fields?: Record<string, unknown> }
  | { type: "rang"; queue: string };

export type ToEnvironment = Invocation | { end: true };

/** Told of what a thread reports besides its answers. */
export interface EnvironmentHost {
  log(level: LogLevel, event: string, fields?: Record<string, unknown>): void;
  rang(queue: string): void;
}

/** A smaller young generation than V8's own choice: measured 100 MB less with two threads, at the same rate. */
const YOUNG_MB = 16;

/** How long a thread may take to end by itself. */
const LEAVE_MS = 2000;

/** One thread that runs one invocation at a time, as one Lambda execution environment does. */
export class Environment {
  readonly #thread: Worker;
  readonly #ready: Promise<void>;
  #answered: PromiseWithResolvers<string> | undefined;
  /** Why it can't be used any more. */
  #death: Error | undefined;

  constructor(data: EnvironmentData, memoryMB: number, host: EnvironmentHost) {
    this.#thread = new Worker(siblingModule("./environment-thread", import.meta.url), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: memoryMB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    const ready = Promise.withResolvers<void>();
    this.#ready = ready.promise;
    ready.promise.catch(() => {});
    let isReady = false;
    const die = (error: Error): void => {
      this.#death ??= isReady ? error : new NotStarted(error.message, { cause: error });
      ready.reject(this.#death);
      this.#answered?.reject(this.#death);
    };
    this.#thread.on("message", (message: FromEnvironment) => {
      if (message.type === "ready") {
        isReady = true;
        ready.resolve();
      } else if (message.type === "answer") this.#answered?.resolve(message.json);
      else if (message.type === "error") this.#answered?.reject(reported(message));
      else if (message.type === "log") host.log(message.level, message.event, message.fields);
      else host.rang(message.queue);
    });
    this.#thread.once("error", die);
    this.#thread.once("exit", (code) => die(new Error(`The execution environment ended with code ${code}`)));
    this.#thread.unref();
  }

  get alive(): boolean {
    return this.#death === undefined;
  }

  /** The answer's JSON. Its time starts once the thread has loaded the handlers, as Lambda's does after init. */
  async run(invocation: Invocation): Promise<string> {
    this.#thread.ref();
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.#ready;
      if (this.#death) throw this.#death;
      this.#answered = Promise.withResolvers<string>();
      timer = setTimeout(() => this.#kill(new TimedOut(invocation)), invocation.timeoutSeconds * 1000);
      this.#thread.postMessage(invocation satisfies ToEnvironment);
      return await this.#answered.promise;
    } finally {
      clearTimeout(timer);
      this.#answered = undefined;
      this.#thread.unref();
    }
  }

  #kill(reason: Error): void {
    this.#death ??= reason;
    this.#answered?.reject(reason);
    void this.#thread.terminate();
  }

  /** Lets a thread that has nothing to do end by itself, with what it has started. */
  async #leave(): Promise<void> {
    this.#thread.ref();
    this.#thread.postMessage({ end: true } satisfies ToEnvironment);
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), LEAVE_MS);
    await once(this.#thread, "exit", { signal: late.signal }).catch(() => {});
    clearTimeout(timer);
  }

  async end(): Promise<void> {
    if (this.alive && !this.#answered) await this.#leave();
    this.#kill(new Error("The runner was stopped before the invocation ended"));
    if (this.#thread.threadId !== -1) await once(this.#thread, "exit").catch(() => {});
  }
}

const reported = ({ name, message, kind, code }: Extract<FromEnvironment, { type: "error" }>): Error =>
  Object.assign(new Error(message), {
    name,
    ...(kind === undefined ? {} : { kind }),
    ...(code === undefined ? {} : { code }),
  });

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { spawnLimited } from "./limited.ts";

interface Failure {
  kind?: string;
  message: string;
}
export type Answer = { value: unknown } | { error: Failure };

type Message = { ready: true } | { value: unknown } | { error: Failure | { exhausted: true } };

/** How a run ended: with an answer of the module's, or without one. */
export type Ending =
  | { answer: Answer }
  | { died: string }
  | { timedOut: true }
  | { aborted: true }
  | { unavailable: Error };

/** As much of the end of what the process itself prints as tells why it ended. */
const LAST_WORDS = 4096;
const OUT_OF_MEMORY = /out of memory|allocation failed|invalid \w+ size|bad_alloc|reached heap limit/i;

/** A process that calls the default export of one module; good for further runs for as long as it answers. */
export class Child {
  readonly #process: ChildProcess;
  readonly #memoryMB: number;
  #stderr = "";
  /** It has loaded its module. */
  #ready = false;
  #gone = false;
  runs = 0;

  constructor(module: URL, memoryMB: number) {
    this.#memoryMB = memoryMB;
    this.#process = spawnLimited(module, memoryMB);
    this.#process
      .on("error", () => {})
      .on("exit", () => {
        this.#gone = true;
      });
    // Where the process could not be started, it has none of them.
    const [, , stderr, , line] = (this.#process.stdio ?? []) as (Socket | null | undefined)[];
    stderr
      ?.on("error", () => {})
      .on("data", (chunk) => {
        this.#stderr = `${this.#stderr}${chunk}`.slice(-LAST_WORDS);
      });
    line?.on("error", () => {}).unref();
    stderr?.unref();
  }

  get alive(): boolean {
    return !this.#gone && this.#process.connected;
  }

  run(input: unknown, seconds: number, signal?: AbortSignal): Promise<Ending> {
    this.runs++;
    const child = this.#process;
    return new Promise((resolve) => {
      const onMessage = (message: unknown) => this.#heard(message as Message, end);
      // Not `exit`: the last words come after it.
      const onClose = (code: number | null, by: NodeJS.Signals | null) => {
        const died = this.#reason(code, by);
        end(this.#ready ? { died } : { unavailable: new Error(died) });
      };
      const onError = (error: Error) => {
        if (child.pid === undefined) end({ unavailable: error });
      };
      const onAbort = () => end({ aborted: true });
      const deadline = setTimeout(() => end({ timedOut: true }), seconds * 1000);
      const end = (ending: Ending): void => {
        clearTimeout(deadline);
        signal?.removeEventListener("abort", onAbort);
        child.off("message", onMessage).off("close", onClose).off("error", onError).unref();
        child.channel?.unref();
        resolve(ending);
      };
      child.on("message", onMessage).on("close", onClose).on("error", onError).ref();
      child.channel?.ref();
      signal?.addEventListener("abort", onAbort);
      // Without a process its error is on its way; an error of sending is the child's end, which is reported as such.
      if (child.pid !== undefined) child.send(input as object, () => {});
    });
  }

  #heard(message: Message, end: (ending: Ending) => void): void {
    if ("ready" in message) this.#ready = true;
    else if ("error" in message && "exhausted" in message.error) end({ died: this.#tooMuch });
    else end({ answer: message as Answer });
  }

  get #tooMuch(): string {
    return `it needed more than ${this.#memoryMB} MB`;
  }

  #reason(code: number | null, by: NodeJS.Signals | null): string {
    if (by === "SIGXCPU") return "it used up its processor time";
    if (by === "SIGKILL" || OUT_OF_MEMORY.test(this.#stderr)) return this.#tooMuch;
    return by ? `it crashed with ${by}` : `it ended with code ${code} and no answer`;
  }

  /** Resolves when the process is gone. */
  async stop(): Promise<void> {
    if (this.#gone || this.#process.pid === undefined) return;
    const gone = once(this.#process, "exit");
    this.#process.ref();
    this.#process.kill("SIGKILL");
    await gone;
  }
}

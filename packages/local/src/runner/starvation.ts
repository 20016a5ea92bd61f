import { closeSync, openSync } from "node:fs";

const STARVED = new Set(["EMFILE", "ENFILE", "EAGAIN"]);

/** An execution environment that ended before it took its invocation: nothing in the invocation can be the reason. */
export class NotStarted extends Error {
  override readonly name = "NotStarted";
  readonly kind = "environment-not-started";
}

/** By the system's code only: an input may choose what stands in a message. */
const hasCode = (error: unknown): boolean =>
  error instanceof Error && (("code" in error && STARVED.has(String(error.code))) || hasCode(error.cause));

/** Has this process no descriptor left? Then whatever fails may fail for that. */
const lacksDescriptors = (): boolean => {
  try {
    closeSync(openSync(process.execPath, "r"));
    return false;
  } catch (error) {
    return hasCode(error);
  }
};

/** Was it the machine that failed, and not what it was given to do? */
export const isStarved = (error?: unknown): boolean =>
  error instanceof NotStarted || hasCode(error) || lacksDescriptors();

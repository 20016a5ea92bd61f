import { Problem } from "./problem.ts";

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : error instanceof Error ? error.name : "";

/** SQLite's "database or disk is full". */
const SQLITE_FULL = 13;
const isFull = (error: unknown): boolean =>
  ["ENOSPC", "EDQUOT"].includes(codeOf(error)) ||
  (error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === SQLITE_FULL);

const GONE = ["ECONNRESET", "EPIPE", "ERR_STREAM_PREMATURE_CLOSE", "AbortError", "ABORT_ERR"];

/** Whether the client disconnected while it was sending. Then nothing failed here, and nobody reads the answer. */
export const isAborted = (error: unknown, signal: AbortSignal): boolean =>
  signal.aborted ||
  GONE.includes(codeOf(error)) ||
  (error instanceof Error && /client connection.*closed/i.test(error.message));

/** The problem that reports an unexpected error. */
export const answerTo = (error: unknown): Problem => {
  const cause = error instanceof Error ? error.cause : undefined;
  if (isFull(error) || isFull(cause))
    return new Problem("insufficient-storage", "The disk is full; free some space, then send the request again");
  return new Problem("internal", "The request failed unexpectedly; search the logs for its request id");
};

/**
 * Errors are split by what a retry would do. A {@link TerminalError} is settled as `failed` at once; everything else
 * that is thrown goes back to the queue and, after the last receive, to the dead-letter queue, where BURY settles it.
 */
export class TerminalError extends Error {
  override readonly name = "TerminalError";
  /** A stable kebab-case word, e.g. `encrypted-entry`; dashboards group by it. */
  readonly kind: string;
  constructor(kind: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/** A retry is expected to help, not before `afterSeconds`; the batch entry is returned with that visibility. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
  readonly kind = "retry-later";
  readonly afterSeconds: number;
  constructor(message: string, afterSeconds: number, options?: ErrorOptions) {
    super(message, options);
    this.afterSeconds = afterSeconds;
  }
}

/** What is recorded of an error: its kind, its message (at most 300 characters), never a stack or a payload. */
export interface Failure {
  kind: string;
  message: string;
}

const MESSAGE_LIMIT = 300;

/** What is recorded of anything that was thrown. */
export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof Error)) return { kind: "unknown", message: String(error).slice(0, MESSAGE_LIMIT) };
  const kind = "kind" in error && typeof error.kind === "string" ? error.kind : error.name;
  return { kind, message: error.message.slice(0, MESSAGE_LIMIT) };
};

export const isTerminal = (error: unknown): error is TerminalError =>
  error instanceof Error && error.name === "TerminalError";

/** Exit codes, stable: see design and README. */
export const exitCodes = { done: 0, packageFailed: 1, usage: 2, environment: 3 } as const;

/** The command was called incorrectly; the message says what to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The machine, data folder or deployment does not meet the command's requirements; the message says what to do. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

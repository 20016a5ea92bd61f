/** Exit codes, stable: see design and README. */
export const exitCodes = { done: 0, packageFailed: 1, usage: 2, environment: 3 } as const;

/** The command was called in a way that cannot work; the message says what to change. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The machine, the data folder or the deployment is not as the command needs it; the message says what to do. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
}

/** Time enters here only. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Chance enters here only. */
export interface Random {
  /** A new unguessable id, e.g. for a lease's owner. */
  id(): string;
  /** 0 ≤ x < 1 */
  fraction(): number;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

/** One structured line per event. Never a payload, never a secret. */
export type Log = (level: LogLevel, event: string, fields?: Record<string, unknown>) => void;

import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Clock, Log, LogLevel, Random } from "@torrent/core/unstable";

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => delay(Math.max(0, ms), undefined, signal ? { signal } : {}).catch(() => undefined),
};

export const systemRandom: Random = { id: () => randomUUID(), fraction: () => Math.random() };

export const silent: Log = () => {};

const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** One JSON line per event on stderr, from `least` on. */
export const jsonLog =
  (least: LogLevel): Log =>
  (level, event, fields) => {
    if (levels.indexOf(level) < levels.indexOf(least)) return;
    process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
  };

/** Parses `TORRENT_LOG`; warnings and errors by default. */
export const logLevel = (value: string | undefined): LogLevel => {
  if (value === undefined || value === "") return "warn";
  const level = levels.find((name) => name === value);
  if (!level) throw new Error(`TORRENT_LOG is "${value}"; it must be one of ${levels.join(", ")}`);
  return level;
};

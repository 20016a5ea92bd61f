import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "./env.ts";
import { Problem } from "./problem.ts";

export interface Rate {
  perSecond: number;
  burst: number;
}

const CALLERS = 10_000;

/** A token bucket for each caller, in this process only: a guard against a runaway client, not a quota. */
export const rateLimited = ({ perSecond, burst }: Rate, now: () => number): MiddlewareHandler<ApiEnv> => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return async (c, next) => {
    const { name } = c.get("caller");
    const bucket = buckets.get(name);
    const refilled = bucket ? Math.min(burst, bucket.tokens + ((now() - bucket.at) / 1000) * perSecond) : burst;
    if (refilled < 1) {
      const seconds = Math.ceil((1 - refilled) / perSecond);
      throw new Problem("rate-limited", `More than ${perSecond} requests per second; try again in ${seconds} s`, {
        headers: { "retry-after": String(seconds) },
      });
    }
    buckets.delete(name);
    const [oldest] = buckets.keys();
    if (buckets.size >= CALLERS && oldest !== undefined) buckets.delete(oldest);
    buckets.set(name, { tokens: refilled - 1, at: now() });
    return next();
  };
};

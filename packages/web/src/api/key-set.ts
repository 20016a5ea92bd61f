import { Problem } from "./problem.ts";

export interface KeySetOptions<Keys> {
  read: () => Promise<Keys>;
  now: () => number;
  /** A set is read again after this time, so that keys may be rotated. */
  freshMs: number;
  /** A set that cannot be read again is used for so long. */
  staleMs: number;
  /** After a failure nobody asks again for so long, however many requests come. */
  pauseMs: number;
}

/**
 * An issuer's keys, read when they are first needed and again when they are old. Where they cannot be had, requests are
 * answered at once with "unavailable": neither refused as if their tokens were wrong, nor each the cause of a request
 * to an issuer that is down.
 */
export const keySet = <Keys>({ read, now, freshMs, staleMs, pauseMs }: KeySetOptions<Keys>): (() => Promise<Keys>) => {
  let known: { keys: Keys; at: number } | undefined;
  let reading: Promise<void> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;

  const renew = async (): Promise<void> => {
    try {
      known = { keys: await read(), at: now() };
    } catch {
      failedAt = now();
    } finally {
      reading = undefined;
    }
  };
  return async () => {
    const isFresh = known !== undefined && now() - known.at < freshMs;
    if (!isFresh && now() - failedAt >= pauseMs) {
      reading ??= renew();
      await reading;
    }
    if (known && now() - known.at < staleMs) return known.keys;
    throw new Problem("unavailable", "The issuer's keys cannot be read, so that no token can be checked; try again", {
      headers: { "retry-after": String(Math.ceil(pauseMs / 1000)) },
    });
  };
};

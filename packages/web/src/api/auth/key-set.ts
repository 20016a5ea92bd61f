import { Problem } from "../http/problem.ts";

export interface KeySetOptions<Keys> {
  read: () => Promise<Keys>;
  now: () => number;
  /** A set is read again after this time, so that keys can be rotated. */
  freshMs: number;
  /** A set that cannot be read again is used until it has this age. */
  staleMs: number;
  /** The pause after a failure before the set is requested again, however many requests arrive. */
  pauseMs: number;
}

/**
 * An issuer's keys, read when they are first needed and again when they are old. While they cannot be read, requests are
 * answered at once with "unavailable": they are not refused as if their tokens were wrong, and they do not each cause a
 * request to an issuer that is down.
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
    throw new Problem("unavailable", "The issuer's keys cannot be read, so no token can be checked; try again later", {
      headers: { "retry-after": String(Math.ceil(pauseMs / 1000)) },
    });
  };
};

import type { Caller } from "../http/env.ts";
import type { Authenticate } from "./auth.ts";
import type { JwtOptions, Keys } from "./jwt-options.ts";

export type { JwtOptions } from "./jwt-options.ts";

/** Fetches a key set from its URL, such as `https://issuer.example/.well-known/jwks.json`. */
export const keysFrom = (address: string) => async (): Promise<Keys> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`The key set at ${address} responded with status ${answer.status}`);
  return ((await answer.json()) as { keys: Keys }).keys;
};

/**
 * Accepts signed tokens of this issuer, for this audience, that have not expired and name a role. A token without an
 * expiry is refused. While the key set cannot be read, requests are answered with "unavailable" and not refused.
 */
export const byJwt = (options: JwtOptions): Authenticate => {
  // Loaded only by deployments with an issuer, and started here so that no caller waits for it.
  const loaded = import("./jwt-verifier.ts").then(({ verifier }) => verifier(options));
  return async (token) => (await loaded)(token);
};

/** Names belong to one authenticator; a subject with the same name at another one is a different caller. */
const distinct = (caller: Caller, others: readonly Authenticate[]): Caller => {
  let { name } = caller;
  while (others.some((other) => other.names?.has(name))) name = `subject:${name}`;
  return { ...caller, name };
};

/** Tries each in turn; the first one that knows the token returns its caller. */
export const byAny =
  (...ways: readonly Authenticate[]): Authenticate =>
  async (token) => {
    for (const way of ways) {
      const caller = await way(token);
      const others = ways.filter((other) => other !== way);
      if (caller) return distinct(caller, others);
    }
    return undefined;
  };

import type { Authenticate } from "./auth.ts";
import type { Caller } from "./env.ts";
import type { JwtOptions, Keys } from "./jwt-options.ts";

export type { JwtOptions } from "./jwt-options.ts";

/** Reads a key set from its address, e.g. `https://issuer.example/.well-known/jwks.json`. */
export const keysFrom = (address: string) => async (): Promise<Keys> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`The key set ${address} answered ${answer.status}`);
  return ((await answer.json()) as { keys: Keys }).keys;
};

/**
 * Accepts an issuer's signed tokens: of this issuer, for this audience, not expired, and with a role. A token that does not
 * end is refused. Where the key set cannot be read, that is said, and nobody refused.
 */
export const byJwt = (options: JwtOptions): Authenticate => {
  // Only a deployment that has an issuer reads it; begun here, so that no caller waits for it.
  const loaded = import("./jwt-verifier.ts").then(({ verifier }) => verifier(options));
  return async (token) => (await loaded)(token);
};

/** Names that belong to one way alone: another's subject of the same name is somebody else. */
const distinct = (caller: Caller, taken: readonly Authenticate[]): Caller => {
  let { name } = caller;
  while (taken.some((way) => way.names?.has(name))) name = `subject:${name}`;
  return { ...caller, name };
};

/** Tries each in turn; the first that knows the token tells who it is. */
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

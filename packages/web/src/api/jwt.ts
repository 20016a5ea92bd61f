import type { verifyWithJwks } from "hono/jwt";
import type { Authenticate } from "./auth.ts";
import type { Caller, Role } from "./env.ts";

export type Keys = NonNullable<Parameters<typeof verifyWithJwks>[1]["keys"]>;

export interface JwtOptions {
  issuer: string;
  audience: string;
  /** The issuer's JSON Web Key Set. */
  keys: () => Promise<Keys>;
  /** The claim that holds the role, or a list that it is in. @default "roles" */
  claim?: string;
  /** What the claim must hold for each role. @default `torrent:read`, `torrent:operate` */
  roles?: Record<Role, string>;
  /** The `typ` of the issuer's tokens, where it sets another than `JWT`: `at+jwt` for RFC 9068. */
  type?: string;
  now: () => number;
}

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

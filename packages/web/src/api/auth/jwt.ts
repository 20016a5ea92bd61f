import type { verifyWithJwks } from "hono/jwt";
import { createCache } from "../http/cache.ts";
import type { Role } from "../http/env.ts";
import type { Authenticate } from "./auth.ts";

type Keys = NonNullable<Parameters<typeof verifyWithJwks>[1]["keys"]>;

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

/** A key set is asked for again after this time, so that keys may be rotated. */
const KEYS_MS = 600_000;
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"] as const;

/** Reads a key set from its address, e.g. `https://issuer.example/.well-known/jwks.json`. */
export const keysFrom = (address: string) => async (): Promise<Keys> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`The key set at ${address} responded with status ${answer.status}`);
  return ((await answer.json()) as { keys: Keys }).keys;
};

const roleOf = (held: unknown, roles: Record<Role, string>): Role | undefined => {
  const words = typeof held === "string" ? held.split(" ") : Array.isArray(held) ? held : [];
  return words.includes(roles.operate) ? "operate" : words.includes(roles.read) ? "read" : undefined;
};

/**
 * Accepts an issuer's signed tokens: of this issuer, for this audience, not expired, and with a role. A token that does not
 * end is refused. An unreachable key set is an error, not a refusal.
 */
export const byJwt = (options: JwtOptions): Authenticate => {
  const { issuer, audience, claim = "roles", type } = options;
  const roles = options.roles ?? { read: "torrent:read", operate: "torrent:operate" };
  const keySet = createCache<Keys>(options.now, 1, () => KEYS_MS);
  // Only a deployment that has an issuer reads it; begun here, so that no caller waits for it.
  const jwt = import("hono/jwt");
  return async (token) => {
    const { verifyWithJwks } = await jwt;
    const keys = await keySet("keys", options.keys);
    const verification = { iss: issuer, aud: audience, ...(type === undefined ? {} : { typ: type }) };
    const payload = await verifyWithJwks(token, { keys, verification, allowedAlgorithms: ALGORITHMS }).catch(
      () => undefined,
    );
    const role = roleOf(payload?.[claim], roles);
    if (typeof payload?.exp !== "number" || typeof payload.sub !== "string" || role === undefined) return undefined;
    return { name: payload.sub, role };
  };
};

/** Tries each in turn; the first that knows the token tells who it is. */
export const byAny =
  (...ways: readonly Authenticate[]): Authenticate =>
  async (token) => {
    for (const way of ways) {
      const caller = await way(token);
      if (caller) return caller;
    }
    return undefined;
  };

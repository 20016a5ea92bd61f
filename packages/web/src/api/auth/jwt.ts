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
  /** The claim that contains the role or a list of roles. @default "roles" */
  claim?: string;
  /** The claim's value for each role. @default `torrent:read`, `torrent:operate` */
  roles?: Record<Role, string>;
  /** The `typ` of the issuer's tokens if it is not `JWT`: `at+jwt` for RFC 9068. */
  type?: string;
  now: () => number;
}

/** A key set is fetched again after this time, so that keys can be rotated. */
const KEYS_MS = 600_000;
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"] as const;

/** Fetches a key set from its URL, such as `https://issuer.example/.well-known/jwks.json`. */
export const keysFrom = (address: string) => async (): Promise<Keys> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`The key set at ${address} responded with status ${answer.status}`);
  return ((await answer.json()) as { keys: Keys }).keys;
};

const roleOf = (claimValue: unknown, roles: Record<Role, string>): Role | undefined => {
  const granted = typeof claimValue === "string" ? claimValue.split(" ") : Array.isArray(claimValue) ? claimValue : [];
  return granted.includes(roles.operate) ? "operate" : granted.includes(roles.read) ? "read" : undefined;
};

/**
 * Accepts signed tokens of this issuer, for this audience, that have not expired and name a role. A token without an
 * expiry is refused. An unreachable key set is an error, not a refusal.
 */
export const byJwt = (options: JwtOptions): Authenticate => {
  const { issuer, audience, claim = "roles", type } = options;
  const roles = options.roles ?? { read: "torrent:read", operate: "torrent:operate" };
  const keySet = createCache<Keys>(options.now, 1, () => KEYS_MS);
  // Loaded only by deployments with an issuer, and started here so that no caller waits for it.
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

/** Tries each in turn; the first one that knows the token returns its caller. */
export const byAny =
  (...ways: readonly Authenticate[]): Authenticate =>
  async (token) => {
    for (const way of ways) {
      const caller = await way(token);
      if (caller) return caller;
    }
    return undefined;
  };

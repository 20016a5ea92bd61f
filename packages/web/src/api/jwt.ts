import type { verifyWithJwks } from "hono/jwt";
import type { Authenticate } from "./auth.ts";
import type { Caller, Role } from "./env.ts";
import { keySet } from "./key-set.ts";

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

const FRESH_MS = 600_000;
const STALE_MS = 3_600_000;
const PAUSE_MS = 10_000;
/** Clocks of issuers and servers differ. */
const LEEWAY_SECONDS = 60;
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"] as const;

/** Reads a key set from its address, e.g. `https://issuer.example/.well-known/jwks.json`. */
export const keysFrom = (address: string) => async (): Promise<Keys> => {
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`The key set ${address} answered ${answer.status}`);
  return ((await answer.json()) as { keys: Keys }).keys;
};

const roleOf = (held: unknown, roles: Record<Role, string>): Role | undefined => {
  const words = typeof held === "string" ? held.split(" ") : Array.isArray(held) ? held : [];
  return words.includes(roles.operate) ? "operate" : words.includes(roles.read) ? "read" : undefined;
};

/** Told from the token alone, so that what is no token of this issuer costs nothing. */
const claimsIssuer = (token: string, issuer: string): boolean => {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return typeof payload === "object" && payload !== null && "iss" in payload && payload.iss === issuer;
  } catch {
    return false;
  }
};

const isTimely = ({ exp, nbf, iat }: Record<string, unknown>, now: number): boolean => {
  const hasBegun = (at: unknown): boolean => at === undefined || (typeof at === "number" && at <= now + LEEWAY_SECONDS);
  return typeof exp === "number" && exp > now - LEEWAY_SECONDS && hasBegun(nbf) && hasBegun(iat);
};

/**
 * Accepts an issuer's signed tokens: of this issuer, for this audience, not expired, and with a role. A token that does not
 * end is refused. Where the key set cannot be read, that is said, and nobody refused.
 */
export const byJwt = (options: JwtOptions): Authenticate => {
  const { issuer, audience, claim = "roles", type } = options;
  const roles = options.roles ?? { read: "torrent:read", operate: "torrent:operate" };
  const keysOf = keySet<Keys>({
    read: options.keys,
    now: options.now,
    freshMs: FRESH_MS,
    staleMs: STALE_MS,
    pauseMs: PAUSE_MS,
  });
  // Only a deployment that has an issuer reads it; begun here, so that no caller waits for it.
  const jwt = import("hono/jwt");
  return async (token) => {
    const { verifyWithJwks } = await jwt;
    if (!claimsIssuer(token, issuer)) return undefined;
    const keys = await keysOf();
    const verification = {
      iss: issuer,
      aud: audience,
      // Looked at below, with leeway.
      exp: false,
      nbf: false,
      iat: false,
      ...(type === undefined ? {} : { typ: type }),
    };
    const payload = await verifyWithJwks(token, { keys, verification, allowedAlgorithms: ALGORITHMS }).catch(
      () => undefined,
    );
    const role = roleOf(payload?.[claim], roles);
    if (!payload || !isTimely(payload, options.now() / 1000)) return undefined;
    if (typeof payload.exp !== "number" || typeof payload.sub !== "string" || role === undefined) return undefined;
    return { name: payload.sub, role };
  };
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

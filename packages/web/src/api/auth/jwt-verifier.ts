import { verifyWithJwks } from "hono/jwt";
import type { Role } from "../http/env.ts";
import type { Authenticate } from "./auth.ts";
import type { JwtOptions, Keys } from "./jwt-options.ts";
import { keySet } from "./key-set.ts";

const FRESH_MS = 600_000;
const STALE_MS = 3_600_000;
const PAUSE_MS = 10_000;
/** Clocks of issuers and servers differ. */
const LEEWAY_SECONDS = 60;
const ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"] as const;

const roleOf = (claimValue: unknown, roles: Record<Role, string>): Role | undefined => {
  const granted = typeof claimValue === "string" ? claimValue.split(" ") : Array.isArray(claimValue) ? claimValue : [];
  return granted.includes(roles.operate) ? "operate" : granted.includes(roles.read) ? "read" : undefined;
};

/** Read from the token alone, so that a token of another issuer costs nothing. */
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

/** See `byJwt`. */
export const verifier = (options: JwtOptions): Authenticate => {
  const { issuer, audience, claim = "roles", type } = options;
  const roles = options.roles ?? { read: "torrent:read", operate: "torrent:operate" };
  const keysOf = keySet<Keys>({
    read: options.keys,
    now: options.now,
    freshMs: FRESH_MS,
    staleMs: STALE_MS,
    pauseMs: PAUSE_MS,
  });
  return async (token) => {
    if (!claimsIssuer(token, issuer)) return undefined;
    const keys = await keysOf();
    const verification = {
      iss: issuer,
      aud: audience,
      // Checked below, with leeway.
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

import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { ApiEnv, Caller, Role } from "./env.ts";
import { Problem } from "./problem.ts";

/** A token is known by its hash only: hex SHA-256. Tokens are random, so that no slow hash is needed. */
export interface TokenRecord {
  name: string;
  sha256: string;
  role: Role;
}

/** Turns a bearer token into its owner; `undefined` refuses it. */
export interface Authenticate {
  (token: string): Promise<Caller | undefined> | Caller | undefined;
  /** Where it knows its callers' names beforehand. */
  names?: ReadonlySet<string>;
}

/**
 * `loopback`: the server listens on 127.0.0.1 only; whoever reaches it owns the machine's session. Requests must name
 * the loopback host and come from no other site (DNS rebinding, cross-site forms). `bearer`: every request needs a token.
 */
export type Auth = { mode: "loopback" } | { mode: "bearer"; authenticate: Authenticate };

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Compares with every record, in constant time, whichever matches. */
export const byTokens = (records: readonly TokenRecord[]): Authenticate => {
  const known = records.map((record) => ({ ...record, hash: Buffer.from(record.sha256, "hex") }));
  for (const { name, hash } of known)
    if (hash.length !== 32) throw new TypeError(`Token "${name}": sha256 must be 64 hex digits`);
  const authenticate: Authenticate = (token) => {
    const given = createHash("sha256").update(token).digest();
    let caller: Caller | undefined;
    for (const { name, role, hash } of known) if (timingSafeEqual(hash, given)) caller = { name, role };
    return caller;
  };
  return Object.assign(authenticate, { names: new Set(known.map(({ name }) => name)) });
};

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Refuses a request for another host name (DNS rebinding) or one that another site's page has made. */
export const onLoopback: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const host = c.req.header("host") ?? new URL(c.req.url).host;
  if (!LOOPBACK_HOST.test(host))
    throw new Problem("foreign-origin", `This server answers to 127.0.0.1 and localhost only, not to "${host}"`);
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const navigation = c.req.method === "GET" && c.req.header("sec-fetch-mode") === "navigate";
  const foreign = site !== undefined && site !== "same-origin" && site !== "none" && !navigation;
  if (foreign || (origin !== undefined && origin !== `http://${host}`))
    throw new Problem("foreign-origin", "Requests from another site are refused");
  return next();
};

const bearer = (header: string | undefined): string | undefined =>
  /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(header ?? "")?.[1];

/** Sets `caller`, or refuses. Reading needs `read`; every other method needs `operate`. */
export const authenticated =
  (auth: Auth): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    if (auth.mode === "loopback") {
      c.set("caller", { name: "local", role: "operate" });
      return next();
    }
    const token = bearer(c.req.header("authorization"));
    const caller = token === undefined ? undefined : await auth.authenticate(token);
    if (!caller)
      throw new Problem("unauthorized", "Send `Authorization: Bearer <token>` with a token of this deployment", {
        headers: { "www-authenticate": 'Bearer realm="torrent"' },
      });
    const reading = c.req.method === "GET" || c.req.method === "HEAD";
    if (!reading && caller.role !== "operate")
      throw new Problem("forbidden", `Token "${caller.name}" may read only; this needs the role "operate"`);
    c.set("caller", caller);
    return next();
  };

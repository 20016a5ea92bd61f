import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import type { ApiEnv, Caller, Role } from "../http/env.ts";
import { Problem } from "../http/problem.ts";

/** A token is stored only as its SHA-256 in hex. Tokens are random, so no slow hash is needed. */
export interface TokenRecord {
  name: string;
  sha256: string;
  role: Role;
}

/** Returns the owner of a bearer token, or `undefined` to refuse it. */
export interface Authenticate {
  (token: string): Promise<Caller | undefined> | Caller | undefined;
  /** The names of its callers, if they are known in advance. */
  names?: ReadonlySet<string>;
}

/**
 * `loopback`: the server listens on 127.0.0.1 only; whoever reaches it owns the machine's session. Requests must name
 * the loopback host and come from no other site (DNS rebinding, cross-site forms). `bearer`: every request needs a token.
 */
export type Auth = { mode: "loopback" } | { mode: "bearer"; authenticate: Authenticate };

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Compares with every record in constant time, regardless of which one matches. */
export const byTokens = (records: readonly TokenRecord[]): Authenticate => {
  const hashedRecords = records.map((record) => ({ ...record, hash: Buffer.from(record.sha256, "hex") }));
  for (const { name, hash } of hashedRecords)
    if (hash.length !== 32) throw new TypeError(`Token "${name}": sha256 must be 64 hex digits`);
  const authenticate: Authenticate = (token) => {
    const given = createHash("sha256").update(token).digest();
    let caller: Caller | undefined;
    for (const { name, role, hash } of hashedRecords) if (timingSafeEqual(hash, given)) caller = { name, role };
    return caller;
  };
  return Object.assign(authenticate, { names: new Set(hashedRecords.map(({ name }) => name)) });
};

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** Refuses a request for another host name (DNS rebinding) or from another site's page. */
export const onLoopback: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const host = c.req.header("host") ?? new URL(c.req.url).host;
  if (!LOOPBACK_HOST.test(host))
    throw new Problem(
      "foreign-origin",
      `This server accepts requests for 127.0.0.1 and localhost only, not for "${host}"`,
    );
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  const navigation = c.req.method === "GET" && c.req.header("sec-fetch-mode") === "navigate";
  const foreign = site !== undefined && site !== "same-origin" && site !== "none" && !navigation;
  if (foreign || (origin !== undefined && origin !== `http://${host}`))
    throw new Problem("foreign-origin", "Cross-site requests are not allowed");
  return next();
};

const bearer = (header: string | undefined): string | undefined =>
  /^Bearer ([\w.~+/=-]{1,4096})$/i.exec(header ?? "")?.[1];

/** Sets `caller`, or refuses the request. Reading requires `read`; every other method requires `operate`. */
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
      throw new Problem(
        "unauthorized",
        "Send `Authorization: Bearer <token>` with an access token for this deployment",
        {
          headers: { "www-authenticate": 'Bearer realm="torrent"' },
        },
      );
    const reading = c.req.method === "GET" || c.req.method === "HEAD";
    if (!reading && caller.role !== "operate")
      throw new Problem("forbidden", `Token "${caller.name}" is read-only; this operation requires the role "operate"`);
    c.set("caller", caller);
    return next();
  };

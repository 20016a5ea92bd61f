import { describe, expect, test } from "vitest";
import { byJwt, byTokens, createApi, hashToken } from "../../src/api/index.ts";
import { bodyOf, setUp } from "../support/api.ts";
import { notes } from "../support/notes.ts";
import { documentOf, example, operationsOf } from "../support/operations.ts";
import { createWorld } from "../support/world.ts";

const tokens = byTokens([
  { name: "viewer", sha256: hashToken("token-to-read"), role: "read" },
  { name: "operator", sha256: hashToken("token-to-operate"), role: "operate" },
]);

const guarded = (rate?: { perSecond: number; burst: number }) =>
  createApi({
    cloud: createWorld().cloud,
    choreography: notes,
    auth: { mode: "bearer", authenticate: tokens },
    cursorKey: "k",
    rate: rate ?? false,
  });

const call = (api: ReturnType<typeof guarded>, method: string, path: string, token?: string) =>
  api.request(path, {
    method,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), "content-type": "application/json" },
    ...(method === "GET" ? {} : { body: "{}" }),
  });

const operations = operationsOf(await documentOf(guarded()));

/** The status of an operator's request that names no existing package and has an empty object as its body. */
const statusForOperator = ({ method, path }: { method: string; path: string }): number => {
  if (path.includes("{id}")) return 404;
  if (method === "PUT") return 403;
  return method === "POST" ? 400 : 200;
};

describe("every route", () => {
  test("is documented, and there is at least one", () => {
    expect(operations.length).toBeGreaterThan(14);
  });

  test.each(operations)(
    "$method $path refuses a missing and an invalid token without revealing anything",
    async (operation) => {
      const api = guarded();
      for (const token of [undefined, "token-to-rea", "token-to-readx", "Basic abc", "ü"]) {
        const answer = await call(api, operation.method, example(operation), token === "ü" ? undefined : token);
        expect(answer.status).toBe(401);
        expect(answer.headers.get("www-authenticate")).toContain("Bearer");
        expect(await bodyOf(answer)).toMatchObject({ type: "/api/docs#unauthorized" });
      }
    },
  );

  test.each(operations)("$method $path lets a read-only caller read and nothing else", async (operation) => {
    const answer = await call(guarded(), operation.method, example(operation), "token-to-read");
    if (operation.method === "GET") expect([200, 404]).toContain(answer.status);
    else {
      expect(answer.status).toBe(403);
      expect((await bodyOf(answer)).detail).toMatch(/"viewer" is read-only/);
    }
  });

  test.each(operations)("$method $path accepts an operator", async (operation) => {
    const answer = await call(guarded(), operation.method, example(operation), "token-to-operate");
    expect(answer.status).toBe(statusForOperator(operation));
    if (answer.status === 403) expect((await bodyOf(answer)).type).toBe("/api/docs#upload-refused");
  });
});

test("an unknown path below /api/v1 requires a token before it is not found", async () => {
  expect((await call(guarded(), "GET", "/api/v1/nothing")).status).toBe(401);
  expect((await call(guarded(), "GET", "/api/v1/nothing", "token-to-read")).status).toBe(404);
  expect((await call(guarded(), "DELETE", `/api/v1/packages/pkg_${"a".repeat(24)}`, "token-to-read")).status).toBe(403);
});

test("an unsupported method is refused with the supported ones", async () => {
  const answer = await call(guarded(), "PATCH", `/api/v1/packages/pkg_${"a".repeat(24)}`, "token-to-operate");
  expect(answer.status).toBe(405);
  expect(answer.headers.get("allow")).toContain("GET");
  expect((await bodyOf(answer)).type).toBe("/api/docs#method-not-allowed");
});

test("an oversized body is refused before it is read completely", async () => {
  const { request } = setUp();
  const body = JSON.stringify({ name: "x".repeat(1_100_000) });
  const answer = await request("/api/v1/uploads", {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  expect(answer.status).toBe(413);
});

test("the alias requires the same token as the path that it stands for", async () => {
  expect((await call(guarded(), "GET", "/api/packages")).status).toBe(401);
  expect((await call(guarded(), "GET", "/api/packages", "token-to-read")).status).toBe(200);
});

test("a caller over the rate limit receives Retry-After, and other callers are not affected", async () => {
  const api = guarded({ perSecond: 1, burst: 3 });
  const statuses = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await call(api, "GET", "/api/v1/packages", "token-to-read")).status);
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
  const late = await call(api, "GET", "/api/v1/packages", "token-to-read");
  expect(late.headers.get("retry-after")).toBe("1");
  expect((await call(api, "GET", "/api/v1/packages", "token-to-operate")).status).toBe(200);
});

test("a caller that has waited can send requests again", async () => {
  const { cloud } = createWorld();
  const api = createApi({
    cloud,
    choreography: notes,
    auth: { mode: "bearer", authenticate: tokens },
    cursorKey: "k",
    rate: { perSecond: 2, burst: 2 },
  });
  const ask = async () => (await call(api, "GET", "/api/v1/packages", "token-to-read")).status;
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
  await cloud.clock.advance(1_000);
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
});

test("while the issuer's keys cannot be read, requests are answered with 503 and the time to retry", async () => {
  const authenticate = byJwt({
    issuer: "https://issuer.example",
    audience: "torrent",
    keys: () => Promise.reject(new Error("no route to host")),
    now: () => Date.now(),
  });
  const api = createApi({
    cloud: createWorld().cloud,
    choreography: notes,
    auth: { mode: "bearer", authenticate },
    cursorKey: "k",
  });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = `${part({ alg: "ES256" })}.${part({ iss: "https://issuer.example" })}.AA`;
  const answer = await api.request("/api/v1/packages", { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("10");
});

test("a token record that is not a SHA-256 is refused at start", () => {
  expect(() => byTokens([{ name: "bad", sha256: "abc", role: "read" }])).toThrow(/"bad".*64 hex digits/);
});

describe("on loopback", () => {
  test.each(["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", "192.168.1.4"])(
    "the host name %s is refused: another site's name may lead here",
    async (host) => {
      const { api } = setUp();
      const answer = await api.request("/api/v1/packages", { headers: { host } });
      expect(answer.status).toBe(403);
      expect((await bodyOf(answer)).type).toBe("/api/docs#foreign-origin");
    },
  );

  test.each(["127.0.0.1:4000", "localhost:4000", "[::1]:4000", "localhost"])("the host %s is served", async (host) => {
    const { api } = setUp();
    expect((await api.request("/api/v1/packages", { headers: { host } })).status).toBe(200);
  });

  test("another site's page can neither read nor act", async () => {
    const { api } = setUp();
    const id = `pkg_${"a".repeat(24)}`;
    const ask = (headers: Record<string, string>, method = "GET") =>
      api.request(method === "GET" ? "/api/v1/packages" : `/api/v1/packages/${id}/cancel`, {
        method,
        headers: { host: "127.0.0.1:4000", ...headers },
      });
    expect((await ask({ origin: "https://evil.example" })).status).toBe(403);
    expect((await ask({ origin: "null" }, "POST")).status).toBe(403);
    expect((await ask({ origin: "http://127.0.0.1:9999" }, "POST")).status).toBe(403);
    expect((await ask({ "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect((await ask({ "sec-fetch-site": "same-site" }, "POST")).status).toBe(403);
    expect((await ask({ origin: "http://127.0.0.1:4000", "sec-fetch-site": "same-origin" })).status).toBe(200);
  });
});

test("every response has strict headers, including errors and refusals", async () => {
  const { api } = setUp();
  for (const [path, host] of [
    ["/healthz", "localhost"],
    ["/api/v1/packages", "localhost"],
    ["/api/v1/packages?limit=x", "localhost"],
    ["/nowhere", "localhost"],
    ["/api/docs", "localhost"],
    ["/api/v1/packages", "evil.example"],
  ] as const) {
    const { headers } = await api.request(path, { headers: { host } });
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy, path).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("access-control-allow-origin")).toBeNull();
    expect(headers.get("x-request-id")).toBeTruthy();
  }
});

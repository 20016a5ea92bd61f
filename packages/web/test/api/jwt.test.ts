import { sign } from "hono/jwt";
import { beforeAll, describe, expect, test } from "vitest";
import { byAny, byJwt, byTokens, hashToken } from "../../src/api/index.ts";

type Key = Parameters<typeof sign>[1];
type Keys = Awaited<ReturnType<Parameters<typeof byJwt>[0]["keys"]>>;

const pair = async (kid: string) => {
  const { privateKey, publicKey } = (await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ])) as CryptoKeyPair;
  const secret = { ...(await crypto.subtle.exportKey("jwk", privateKey)), kid, alg: "ES256" };
  const open = { ...(await crypto.subtle.exportKey("jwk", publicKey)), kid, alg: "ES256" };
  return { secret: secret as Key, open: open as Keys[number] };
};

let ours: Awaited<ReturnType<typeof pair>>;
let theirs: Awaited<ReturnType<typeof pair>>;
beforeAll(async () => {
  ours = await pair("one");
  theirs = await pair("one");
});

const seconds = () => Math.floor(Date.now() / 1000);
const claims = () => ({
  iss: "https://issuer.example",
  aud: "torrent",
  sub: "anna",
  exp: seconds() + 600,
  roles: ["torrent:read"],
});

const way = (more: Partial<Parameters<typeof byJwt>[0]> = {}) =>
  byJwt({
    issuer: "https://issuer.example",
    audience: "torrent",
    keys: async () => [ours.open],
    now: () => Date.now(),
    ...more,
  });

describe("a signed token", () => {
  test("of the issuer gives its subject the role in its claim", async () => {
    expect(await way()(await sign(claims(), ours.secret, "ES256"))).toEqual({ name: "anna", role: "read" });
    const operator = { ...claims(), roles: "something torrent:operate" };
    expect(await way()(await sign(operator, ours.secret, "ES256"))).toEqual({ name: "anna", role: "operate" });
  });

  test.each([
    ["of another issuer", { iss: "https://other.example" }],
    ["for another audience", { aud: "elsewhere" }],
    ["that has expired", { exp: 1_000 }],
    ["that never expires", { exp: undefined }],
    ["that is not valid yet", { nbf: 9_999_999_999 }],
    ["without a role of ours", { roles: ["admin"] }],
    ["without a subject", { sub: undefined }],
  ])("%s is refused", async (_, change) => {
    expect(await way()(await sign({ ...claims(), ...change }, ours.secret, "ES256"))).toBeUndefined();
  });

  test("signed by another key, by a shared secret, or by nobody is refused", async () => {
    expect(await way()(await sign(claims(), theirs.secret, "ES256"))).toBeUndefined();
    expect(await way()(await sign(claims(), "secret", "HS256"))).toBeUndefined();
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    expect(await way()(`${part({ alg: "none", typ: "JWT" })}.${part(claims())}.`)).toBeUndefined();
    for (const token of ["", "a.b.c", "..", "x".repeat(4_000)]) expect(await way()(token)).toBeUndefined();
  });

  test.each([
    ["begins", { nbf: seconds() + 30 }],
    ["was issued", { iat: seconds() + 30 }],
    ["ended", { exp: seconds() - 30 }],
  ])("may come from a clock that differs a little: it %s half a minute off", async (_, change) => {
    expect(await way()(await sign({ ...claims(), ...change }, ours.secret, "ES256"))).toMatchObject({ name: "anna" });
  });

  test("issued in the far future is refused", async () => {
    expect(await way()(await sign({ ...claims(), iat: seconds() + 600 }, ours.secret, "ES256"))).toBeUndefined();
  });

  test("is checked with keys that are fetched once in ten minutes", async () => {
    let asked = 0;
    let now = Date.now();
    const keys = async () => {
      asked += 1;
      return [ours.open];
    };
    const authenticate = way({ keys, now: () => now });
    const token = await sign({ ...claims(), exp: seconds() + 100_000 }, ours.secret, "ES256");
    for (let n = 0; n < 5; n += 1) expect(await authenticate(token)).toMatchObject({ name: "anna" });
    now += 599_000;
    await authenticate(token);
    expect(asked).toBe(1);
    now += 2_000;
    await authenticate(token);
    expect(asked).toBe(2);
  });

  test("whose issuer's keys cannot be read is not refused, and does not cause a request to the issuer each time", async () => {
    let asked = 0;
    let now = Date.now();
    let isDown = true;
    const keys = async () => {
      asked += 1;
      if (isDown) throw new Error("no route to host");
      return [ours.open];
    };
    const authenticate = way({ keys, now: () => now });
    const token = await sign({ ...claims(), exp: seconds() + 100_000 }, ours.secret, "ES256");
    for (let n = 0; n < 20; n += 1) await expect(authenticate(token)).rejects.toMatchObject({ type: "unavailable" });
    expect(asked).toBe(1);
    expect(await authenticate("not.a.token")).toBeUndefined();
    isDown = false;
    now += 11_000;
    expect(await authenticate(token)).toMatchObject({ name: "anna" });
    isDown = true;
    now += 1_200_000;
    expect(await authenticate(token)).toMatchObject({ name: "anna" });
    now += 3_600_000;
    await expect(authenticate(token)).rejects.toMatchObject({ type: "unavailable" });
  });

  test("whose subject has the name of one of the deployment's tokens is a different caller", async () => {
    const both = byAny(byTokens([{ name: "anna", sha256: hashToken("own"), role: "operate" }]), way());
    expect(await both("own")).toEqual({ name: "anna", role: "operate" });
    expect(await both(await sign(claims(), ours.secret, "ES256"))).toEqual({ name: "subject:anna", role: "read" });
  });

  test("can be accepted in addition to the deployment's own tokens", async () => {
    const both = byAny(byTokens([{ name: "robot", sha256: hashToken("own"), role: "operate" }]), way());
    expect(await both("own")).toEqual({ name: "robot", role: "operate" });
    expect(await both(await sign(claims(), ours.secret, "ES256"))).toMatchObject({ name: "anna" });
    expect(await both("neither")).toBeUndefined();
  });
});

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

const way = () =>
  byJwt({
    issuer: "https://issuer.example",
    audience: "torrent",
    keys: async () => [ours.open],
    now: () => Date.now(),
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

  test("can be accepted in addition to the deployment's own tokens", async () => {
    const both = byAny(byTokens([{ name: "robot", sha256: hashToken("own"), role: "operate" }]), way());
    expect(await both("own")).toEqual({ name: "robot", role: "operate" });
    expect(await both(await sign(claims(), ours.secret, "ES256"))).toMatchObject({ name: "anna" });
    expect(await both("neither")).toBeUndefined();
  });
});

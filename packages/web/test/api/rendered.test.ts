import { describe, expect, test } from "vitest";
import { byTokens, hashToken } from "../../src/api/index.ts";
import { files, setUp } from "../support/api.ts";

const reported = async (options: Parameters<typeof setUp>[0] = {}) => {
  const all = setUp(options);
  const id = await all.world.submit(
    "a.zip",
    files(3, (n) => `${n} password=x`),
  );
  await all.world.finish();
  return { ...all, id };
};

describe("a rendered report", () => {
  test.each([
    ["report.html", "text/html; charset=utf-8", "<!doctype html>", "inline"],
    ["report.md", "text/markdown; charset=utf-8", "# a.zip", "attachment"],
    ["report.sarif", "application/sarif+json", '"2.1.0"', "attachment"],
  ])("is served as %s, under a policy that lets nothing run", async (file, type, part, disposition) => {
    const { request, id } = await reported();
    const answer = await request(`/api/v1/packages/${id}/${file}`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain(part);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("content-disposition")).toContain(disposition);
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toMatch(/^default-src 'none'; .*; sandbox$/);
    expect(policy).not.toContain("script-src");
    const again = await request(`/api/v1/packages/${id}/${file}`, {
      headers: { "if-none-match": answer.headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
    expect((await request(`/api/v1/packages/${id}/${file}?revision=2`)).status).toBe(404);
  });

  test("does not change the policy of other responses", async () => {
    const { request, id } = await reported();
    await request(`/api/v1/packages/${id}/report.html`);
    const policy = (await request(`/api/v1/packages/${id}/report`)).headers.get("content-security-policy");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("sandbox");
  });
});

describe("a link to a rendered report", () => {
  const tokens = byTokens([{ name: "viewer", sha256: hashToken("token-to-read"), role: "read" }]);
  const linked = async () => {
    const deployed = await reported({ auth: { mode: "bearer", authenticate: tokens } });
    const headers = { authorization: "Bearer token-to-read" };
    const answer = await deployed.request(`/api/v1/packages/${deployed.id}/report-link`, { headers });
    return { ...deployed, href: ((await answer.json()) as { href: string }).href };
  };

  test("opens in a browser without a token, under the same policy", async () => {
    const { request, href, id } = await linked();
    expect((await request(`/api/v1/packages/${id}/report.html`)).status).toBe(401);
    const answer = await request(href);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("<!doctype html>");
    expect(answer.headers.get("content-security-policy")).toMatch(/sandbox$/);
  });

  test("is valid for five minutes and cannot be forged", async () => {
    const { request, href, world } = await linked();
    expect((await request(`${href}x`)).status).toBe(400);
    await world.cloud.clock.advance(301_000);
    expect((await request(href)).status).toBe(404);
  });
});

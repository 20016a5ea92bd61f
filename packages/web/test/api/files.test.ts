import { describe, expect, test } from "vitest";
import { byTokens, hashToken } from "../../src/api/index.ts";
import { files, setUp } from "../support/api.ts";
import { invoice, invoices } from "../support/invoices.ts";

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
    const policy = (await request(`/api/v1/packages/${id}/outcome`)).headers.get("content-security-policy");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain("sandbox");
  });
});

describe("a file that a reducer wrote", () => {
  const written = async () => {
    const all = setUp({}, { choreography: invoices });
    const id = await all.world.submit("b.zip", [{ name: "1.json", text: invoice("DE", 500) }]);
    await all.world.finish();
    return { ...all, id };
  };

  test.each([
    ["totals.csv", "text/csv; charset=utf-8", "attachment", "DE,500"],
    ["notes.html", "text/html; charset=utf-8", "inline", "<script>"],
    ["outcome.json", "application/json", "inline", '"cents": 500'],
  ])("%s is served with its type, and nothing in it runs", async (file, type, disposition, part) => {
    const { request, id } = await written();
    const answer = await request(`/api/v1/packages/${id}/files/${file}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe(type);
    expect(answer.headers.get("content-disposition")).toBe(`${disposition}; filename="${id}-1-${file}"`);
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; .*; sandbox$/);
    expect(await answer.text()).toContain(part);
  });

  test("is found only if the outcome lists it, whatever else is stored beside it", async () => {
    const { world, json, id } = await written();
    await world.cloud.objects.put(`reports/${id}/1/secret.txt`, new Uint8Array(1));
    const problem = await json(`/api/v1/packages/${id}/files/secret.txt`, 404);
    expect(problem.detail).toMatch(/has no secret.txt; it has notes.html, totals.csv$/);
    expect((await json(`/api/v1/packages/${id}/report-link?file=secret.txt`, 404)).detail).toMatch(/no secret.txt/);
    await json(`/api/v1/packages/${id}/report.html`, 404);
    for (const name of ["..%2Foutcome.json", ".hidden", "a%00b", "a%0Db"])
      await json(`/api/v1/packages/${id}/files/${name}`, 400);
    await json(`/api/v1/packages/${id}/files/totals.csv?revision=2`, 404);
  });

  test("whose stored type is not one is sent as bytes", async () => {
    const { world, request, id } = await written();
    const key = `reports/${id}/1/totals.csv`;
    await world.cloud.objects.put(key, new Uint8Array(1), { contentType: "text/html, x\u00e4" });
    const answer = await request(`/api/v1/packages/${id}/files/totals.csv`);
    expect(answer.headers.get("content-type")).toBe("application/octet-stream");
    expect(answer.headers.get("content-disposition")).toMatch(/^attachment/);
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

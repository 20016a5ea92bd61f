import { text } from "node:stream/consumers";
import { defineChoreography, definePanel, keys, whole } from "@torrent/core/unstable";
import { describe, expect, test } from "vitest";
import { byTokens, hashToken, modulesIn } from "../../src/api/index.ts";
import { apiClient } from "../../src/client.ts";
import { bodyOf, files, setUp } from "../support/api.ts";
import { invoices } from "../support/invoices.ts";

const line = (n: number) => `${n} ${n % 2 ? "ERROR upstream" : "password=x"}\nmail anna@example.org`;

describe("the analysis panel", () => {
  test("gives all findings in pages, the worst first or as the report has them, filtered by what they are", async () => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(30, line));
    await world.finish();
    const at = `/api/v1/packages/${id}/panels/analysis/findings`;
    const names = async (query: string): Promise<string[]> => {
      const all: { name: string }[] = [];
      let next: string | undefined;
      do {
        const page = await json(`${at}?${query}${next ? `&cursor=${next}` : ""}`);
        all.push(...page.findings);
        next = page.next;
      } while (next);
      return all.map((finding) => finding.name);
    };
    const inOrder = files(30).map((file) => file.name);
    const high = inOrder.filter((_, n) => n % 2 === 0);
    const low = inOrder.filter((_, n) => n % 2 === 1);
    for (const limit of [1, 7, 15, 29, 30, 100]) {
      expect(await names(`limit=${limit}`)).toEqual([...high, ...low]);
      expect(await names(`limit=${limit}&sort=component`)).toEqual(inOrder);
      expect(await names(`limit=${limit}&severity=low`)).toEqual(low);
      expect(await names(`limit=${limit}&severity=low,high,critical`)).toEqual([...high, ...low]);
    }
    expect(await names("severity=medium")).toEqual([]);
    const count = async (query: string) => (await json(`${at}?${query}`)).findings.length;
    expect(await count("rule=error-line")).toBe(15);
    expect(await count("pass=entities")).toBe(0);
    expect(await count("text=FILE-12")).toBe(1);
    expect(await count("component=3")).toBe(1);
  });

  test.each([
    ["findings?limit=0", 400, /query.limit/],
    ["findings?severity=awful", 400, /query.severity/],
    ["findings?cursor=1", 400, /A cursor is/],
    ["findings?cursor=0-3", 400, /does not belong/],
    ["findings?revision=2", 404, /the latest is 1/],
    ["report?revision=x", 400, /query.revision/],
    ["secrets", 404, /it has report, findings, diff/],
    ["constructor", 404, /it has report, findings, diff/],
  ])("refuses %s with %d", async (path, status, why) => {
    const { world, json } = setUp();
    const id = await world.submit("a.zip", files(2, line));
    await world.finish();
    expect((await json(`/api/v1/packages/${id}/panels/analysis/${path}`, status)).detail).toMatch(why);
  });

  test("compares two revisions by all of their findings, and lists the gravest hundred", async () => {
    const { world, json, post } = setUp();
    const id = await world.submit(
      "a.zip",
      files(131, (n) => (n < 130 ? `ERROR ${n}` : "POISON")),
    );
    await world.finish();
    await post(`/api/v1/packages/${id}/redrive`, {}, 202);
    await world.finish();
    const { objects } = world.cloud;
    const key = keys.resultFile(id, 1, "findings.ndjson");
    const stored = await text((await objects.get(key))?.body ?? expect.fail("no findings"));
    await objects.put(key, new TextEncoder().encode(stored.split("\n").slice(120).join("\n")));
    const at = `/api/v1/packages/${id}/panels/analysis/diff`;
    const diff = await json(`${at}?from=1`);
    expect(diff).toMatchObject({ package: { id, name: "a.zip" }, from: 1, to: 2, findings: { gone: { total: 0 } } });
    expect(diff.findings.new).toMatchObject({ total: 120, bySeverity: { low: 120 } });
    expect(diff.findings.new.listed).toHaveLength(100);
    expect((await json(`${at}?from=2&to=1`)).findings.gone.total).toBe(120);
    expect((await json(`${at}?from=1&to=3`, 404)).detail).toMatch(/the latest is 2/);
  });
});

const tokens = byTokens([{ name: "viewer", sha256: hashToken("token-to-read"), role: "read" }]);

/** A panel that answers with what it was asked, or in whatever way its path says. */
const echo = definePanel({
  name: "echo",
  title: "Echo",
  api: ({ path, query, row }) =>
    path === "page"
      ? new Response("<script>alert(1)</script>", { headers: { "content-type": "text/html" } })
      : Response.json({ path, query: Object.fromEntries(query), package: row.id }),
  dashboard: new URL("../support/echo-panel.js", import.meta.url),
});
const withEcho = defineChoreography({ name: "echoing", decompose: whole("text"), passes: [], panels: [echo] });

describe("a panel", () => {
  test("answers below its own path, and is asked of packages that exist only", async () => {
    const { world, json } = setUp({}, { choreography: withEcho });
    const id = await world.submit("a.txt", "text");
    await world.finish();
    expect(await json(`/api/v1/packages/${id}/panels/echo/a/b%20c?x=1`)).toEqual({
      path: "a/b c",
      query: { x: "1" },
      package: id,
    });
    expect((await json(`/api/v1/packages/${id}/panels/other/a`, 404)).detail).toMatch(/this choreography has echo/);
    await json(`/api/v1/packages/pkg_${"0".repeat(24)}/panels/echo/a`, 404);
  });

  test("is asked by the typed client, with any query", async () => {
    const { world, request } = setUp({}, { choreography: withEcho });
    const id = await world.submit("a.txt", "text");
    await world.finish();
    const client = apiClient("http://127.0.0.1", {
      fetch: async (input, init) => request(String(input).replace("http://127.0.0.1", ""), init),
    });
    const param = { id, name: "echo", path: "some/where" };
    const answer = await client.packages[":id"].panels[":name"][":path"].$get({ param, query: { x: "1" } });
    expect(await answer.json()).toMatchObject({ path: "some/where", query: { x: "1" } });
  });

  test("cannot make a page of the API's origin run anything", async () => {
    const { world, request } = setUp({}, { choreography: withEcho });
    const id = await world.submit("a.txt", "text");
    await world.finish();
    const answer = await request(`/api/v1/packages/${id}/panels/echo/page`);
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'.*sandbox$/);
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
  });

  test("keeps its data for those who may read, and its module needs no token", async () => {
    const auth = { mode: "bearer", authenticate: tokens } as const;
    const { world, request } = setUp({ auth }, { choreography: withEcho });
    const id = await world.submit("a.txt", "text");
    await world.finish();
    expect((await request(`/api/v1/packages/${id}/panels/echo/a`)).status).toBe(401);
    const headers = { authorization: "Bearer token-to-read" };
    expect((await request(`/api/v1/packages/${id}/panels/echo/a`, { headers })).status).toBe(200);
    const module = await request("/api/v1/panels/echo.js");
    expect(module.status).toBe(200);
    expect(module.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(module.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await module.text()).toContain("export const mount");
    const again = await request("/api/v1/panels/echo.js", {
      headers: { "if-none-match": module.headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
  });

  test("serves its own file and no other", async () => {
    const { request } = setUp({ panelModules: modulesIn("/nowhere") }, { choreography: withEcho });
    const missing = await request("/api/v1/panels/echo.js");
    expect(missing.status).toBe(404);
    expect((await bodyOf(missing)).detail).toMatch(/has not been built/);
    for (const path of ["other.js", "..%2F..%2Fetc%2Fpasswd", "echo.js%2F..", "echo.mjs"])
      expect((await request(`/api/v1/panels/${path}`)).status).toBe(404);
  });

  test("cannot take the place of one of the dashboard's own tabs", () => {
    const panels = [definePanel({ name: "components", title: "Mine", api: () => Response.json(0) })];
    const choreography = defineChoreography({ name: "taken", decompose: whole("text"), passes: [], panels });
    expect(() => setUp({}, { choreography })).toThrow(/"components" is a tab of the dashboard/);
  });
});

test("a choreography without panels says so", async () => {
  const { world, json } = setUp({}, { choreography: invoices });
  const id = await world.submit("a.json", "[]");
  await world.finish();
  expect((await json(`/api/v1/packages/${id}/panels/analysis/findings`, 404)).detail).toMatch(/has none/);
});

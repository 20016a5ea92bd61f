import { Report } from "@torrent/analysis/report";
import { keys } from "@torrent/core/unstable";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { renderHtml } from "../../../analysis/src/render/html/page.ts";
import { serve } from "../../src/serve.ts";
import { createWorld, type Entry } from "../support/world.ts";
import { launch } from "./support/browser.ts";

const attacks = [
  `"><script>parent.attacked=window.attacked=1;alert(1)</script>`,
  `<img src=x onerror="window.attacked=1;alert(2)">`,
  `<svg onload="window.attacked=1"><a href="javascript:alert(3)">x</a></svg>`,
  `</style><style>@import url(//evil.example/x.css)</style><link rel=stylesheet href=//evil.example/y.css>`,
  `<iframe srcdoc="<script>parent.attacked=1</script>"></iframe><meta http-equiv=refresh content="0;url=//evil.example">`,
  "\u001b[31mred\u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007",
  "invoice\u202Efdp.exe",
];

let browser: Browser;
let server: Awaited<ReturnType<typeof serve>>;
const world = createWorld();
let id: string;

/** A report as the pipeline makes it of a package whose every name and text attacks. */
const hostileReport = async (): Promise<Report> => {
  const object = await world.cloud.objects.get(keys.resultFile(id, 1, "report.json"));
  let json = "";
  for await (const chunk of object!.body) json += new TextDecoder().decode(chunk);
  const report = Report.parse(JSON.parse(json));
  const all = attacks.join(" ");
  report.findings.top = attacks.map((attack) => ({
    rule: attack,
    title: attack,
    severity: "critical",
    pass: attack,
    component: "0",
    name: `${attack}/${"x".repeat(500)}`,
    context: attack + all.repeat(40),
    mark: [0, attack.length],
  }));
  report.packs = { [all]: all };
  report.correlations.timeline = {
    from: -8.64e15,
    to: 8.64e15,
    bucketMs: 1,
    buckets: [{ at: 0, mentions: 1, first: { component: "0", pass: all } }],
    eventCount: 1,
    events: [{ at: 0, what: all, title: all, name: all, component: "0", pass: all }],
  };
  return report;
};

beforeAll(async () => {
  const entries: Entry[] = attacks.map((attack, n) => ({
    name: `${n} ${attack}`,
    text: `ERROR ${attack} password=${attack}`,
  }));
  id = await world.submit(`${attacks[0]}.zip`, entries);
  await world.finish();
  server = await serve({ cloud: world.cloud, choreography: world.choreography, port: 0 });
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens the page and returns what it attempted: dialogs, requests elsewhere, scripts that ran. */
const opened = async (path: string, options: BrowserContextOptions = {}) => {
  const context = await browser.newContext(options);
  const page: Page = await context.newPage();
  const tried: string[] = [];
  page.on("dialog", async (dialog) => {
    tried.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith(server.url) && new URL(url).pathname === path.split("?")[0]) return route.continue();
    tried.push(url);
    return route.abort();
  });
  await page.goto(`${server.url}${path}`);
  await page.waitForLoadState("networkidle");
  const ran = await page.evaluate(() => (globalThis as { attacked?: unknown }).attacked);
  if (ran !== undefined) tried.push("a script ran");
  return { page, tried, close: () => context.close() };
};

const reportPath = () => `/api/v1/packages/${id}/report.html`;

const put = (html: string) =>
  world.cloud.objects.put(keys.resultFile(id, 1, "report.html"), new TextEncoder().encode(html), {
    contentType: "text/html",
  });

test("the report of a hostile package runs nothing, requests nothing, and shows attacks as text", async () => {
  await put(renderHtml(await hostileReport()));
  const { page, tried, close } = await opened(reportPath());
  expect(tried).toEqual([]);
  expect(await page.locator("script, img, iframe, link, object, embed, form").count()).toBe(0);
  const text = await page.locator("body").innerText();
  for (const attack of attacks.slice(0, 5)) expect(text).toContain(attack);
  expect(text).toContain("⟨U+001B⟩");
  expect(text).toContain("invoice⟨U+202E⟩fdp.exe");
  // Its own style sheet is let in by its hash: without it the body has the browser's margin.
  expect(await page.evaluate(() => getComputedStyle(document.body).margin)).not.toBe("8px");
  await close();
});

test("even an unescaped page runs nothing when the API serves it", async () => {
  await put(
    `<!doctype html><title>x</title><style>p{color:red}</style>${attacks.join("\n")}<form action=//evil.example><button>x</button></form>`,
  );
  const { page, tried, close } = await opened(reportPath());
  expect(tried).toEqual([]);
  expect(await page.evaluate(() => globalThis.origin)).toBe("null");
  await close();
});

test("a printed report fits the sheet, shows collapsed parts, and omits the navigation", async () => {
  const report = await hostileReport();
  const [first] = report.findings.top;
  report.findings.top.push(...Array.from({ length: 9 }, (_, line) => ({ ...first!, line })));
  await put(renderHtml(report));
  // An A4 sheet without its margins.
  const { page, close } = await opened(reportPath(), { viewport: { width: 695, height: 980 } });
  const folded = page.locator("details .place");
  expect(await folded.count()).toBeGreaterThan(0);
  expect(await folded.last().isVisible()).toBe(false);
  await page.emulateMedia({ media: "print" });
  for (const element of await folded.all()) expect(await element.isVisible()).toBe(true);
  expect(await page.locator("nav").isVisible()).toBe(false);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(695);
  expect((await page.pdf({ preferCSSPageSize: true })).subarray(0, 5).toString()).toBe("%PDF-");
  await close();
});

test("a report fits a phone's width, whatever names and contexts it contains", async () => {
  await put(renderHtml(await hostileReport()));
  const { page, close } = await opened(reportPath(), { viewport: { width: 360, height: 780 } });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await close();
});

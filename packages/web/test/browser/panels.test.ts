import { defineChoreography, definePanel } from "@torrent/core/unstable";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { serve } from "../../src/serve.ts";
import { entries } from "../support/entries.ts";
import { invoice, invoices, ledger } from "../support/invoices.ts";
import { createWorld } from "../support/world.ts";
import { phone, sideways, violations, wide } from "./support/page-checks.ts";
import { type Stage, setStage } from "./support/stage.ts";

const echo = definePanel({
  name: "echo",
  title: "Echo",
  api: ({ path, query }) => Response.json({ path, query: Object.fromEntries(query) }),
  dashboard: new URL("../support/echo-panel.js", import.meta.url),
});
const broken = definePanel({
  name: "broken",
  title: "Broken",
  dashboard: new URL("../support/not-built.js", import.meta.url),
});
const throwing = definePanel({
  name: "throwing",
  title: "Throwing",
  dashboard: new URL("../support/throwing-panel.js", import.meta.url),
});
const echoing = createWorld({
  choreography: defineChoreography({
    name: "echoing",
    decompose: entries,
    passes: [],
    panels: [echo, broken, throwing],
  }),
});
const counting = createWorld({ choreography: invoices });

let stage: Stage;
let other: Awaited<ReturnType<typeof serve>>;
let november: string;
let echoed: string;
beforeAll(async () => {
  // Test files of one worker share their modules.
  Object.assign(ledger, { isOpen: false, booked: [] });
  november = await counting.submit("november.zip", [
    { name: "1.json", kind: "invoice", text: invoice("DE", 1_250, 990) },
    { name: "2.json", kind: "invoice", text: invoice("FR", 400) },
    { name: "scan.pdf", kind: "pdf", text: "no invoice" },
  ]);
  await counting.finish();
  echoed = await echoing.submit("a.zip", [{ name: "a.txt", text: "hello" }]);
  await echoing.finish();
  stage = await setStage(async () => {
    const { url, close } = await serve({ cloud: counting.cloud, choreography: invoices, port: 0 });
    return { url, stop: close };
  });
  other = await serve({ cloud: echoing.cloud, choreography: echoing.choreography, port: 0 });
});
// The browser notes the module that is not there by itself, and the page what a view throws when it is removed.
afterEach(() => stage.strike(/status of 404|unmount is broken/));
afterAll(async () => {
  await stage.close();
  await other.close();
});

const isReadable = async (page: Page): Promise<void> => {
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize(phone);
  await expect.poll(() => sideways(page)).toEqual({ page: 0, out: [] });
  await page.setViewportSize(wide);
};

test("a choreography that finds nothing shows its own counts, priority, highlights and result", async () => {
  const page = await stage.open(`/packages/${november}`);
  await page.getByText("2 of 3 components processed, 1 failed. 2 invoices, 3 lines.").waitFor();
  await page.getByText("3 invoices, 26.40 in all").waitFor();
  const result = page.getByRole("region", { name: "Result" });
  await result.getByText("2640").waitFor();
  await result.getByText("byCountry").click();
  await result.getByText("2240").waitFor({ state: "hidden" });
  await page.getByText("Amount", { exact: true }).waitFor();
  await page.getByRole("link", { name: "totals.csv (opens in a new tab)" }).waitFor();
  expect(await page.locator("main").innerText()).not.toMatch(/finding|entit|severity/i);
  await isReadable(page);
});

test("a subscriber that was not notified is shown with the reason, and notified again by a click", async () => {
  const page = await stage.open(`/packages/${november}`);
  const subscribers = page.getByRole("region", { name: "Subscribers" });
  await subscribers.getByText("ledger closed: The ledger is closed").waitFor();
  ledger.isOpen = true;
  await subscribers.getByRole("button", { name: "Notify again" }).click();
  await subscribers.getByText("waiting").waitFor();
  await counting.finish();
  await counting.cloud.clock.advance(2_000);
  await subscribers.getByText("book notified").waitFor();
  // Other tests may keep their books in the same process.
  expect(ledger.booked.filter((entry) => entry.startsWith(november))).toEqual([`${november}/1/book`]);
  expect(await subscribers.getByRole("button").count()).toBe(0);
});

test("a component shows what each pass returned, and the list and the system page name what is counted", async () => {
  const page = await stage.open(`/packages/${november}/components?open=0`);
  const sheet = page.getByRole("dialog");
  await sheet.getByText("1 invoice, 2 lines").waitFor();
  await sheet.getByText("country").waitFor();
  await isReadable(page);
  await page.goto(`${stage.url}/`);
  await page.getByRole("columnheader", { name: "Invoices" }).waitFor();
  await page.goto(`${stage.url}/system`);
  const card = page.getByRole("region", { name: "Choreography" });
  await card.getByText("parse@2").waitFor();
  await card.getByText("book: complete, partial, failed").waitFor();
  await isReadable(page);
});

test("a panel's module is loaded when its tab is opened, reads its own data, and follows the address", async () => {
  const page = await stage.page("/");
  const modules: string[] = [];
  page.on("request", (request) => request.url().includes("/panels/") && modules.push(new URL(request.url()).pathname));
  await page.goto(`${other.url}/packages/${echoed}/activity`);
  await page.getByRole("heading", { name: "a.zip" }).waitFor();
  await page.getByRole("link", { name: "Echo" }).waitFor();
  expect(modules).toEqual([]);
  await page.getByRole("link", { name: "Echo" }).click();
  await page.getByText("Echo of a.zip, revision 1, no x").waitFor();
  await page.getByText("data said by panel").waitFor();
  for (const path of ["../../why", "%2e%2e/%2e%2e/why"]) await page.getByText(`${path} was refused`).waitFor();
  expect(modules.filter((path) => !path.includes("evil"))).toEqual([
    "/api/v1/panels/echo.js",
    `/api/v1/packages/${echoed}/panels/echo/said`,
  ]);
  await page.evaluate(() => {
    history.pushState(null, "", `${location.pathname}?x=seven`);
  });
  await page.getByText("Echo of a.zip, revision 1, seven").waitFor();
  await page.getByRole("link", { name: "Components" }).click();
  await page.getByText("a.txt").waitFor();
  await page.getByText("Echo of").waitFor({ state: "detached" });
});

test("a panel whose module cannot be loaded says so in its own tab, and leaves the page as it is", async () => {
  const page = await stage.open("/");
  await page.goto(`${other.url}/packages/${echoed}/broken`);
  await page.getByRole("heading", { name: "Broken could not be loaded" }).waitFor();
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByText("An overview that breaks later").waitFor();
});

test("what a panel throws is shown in its place, and the rest of the page goes on", async () => {
  const page = await stage.open("/");
  await page.goto(`${other.url}/packages/${echoed}`);
  await page.getByText("Throwing could not be shown: Error: update is broken").waitFor();
  await page.getByRole("link", { name: "Throwing" }).click();
  await page.getByText("Throwing could not be shown: Error: mount is broken").waitFor();
  await page.getByText("An overview that breaks later").waitFor({ state: "detached" });
  await page.getByRole("link", { name: "Components" }).click();
  await page.getByText("a.txt").waitFor();
});

test("the list of a choreography that counts nothing has no column for it", async () => {
  const page = await stage.open("/");
  await page.goto(other.url);
  await page.getByRole("row").filter({ hasText: "a.zip" }).waitFor();
  const names = await page.getByRole("columnheader").allTextContents();
  expect(names).toEqual(["Package", "Progress", "Rate or duration", "Priority", "Est. cost", "Age"]);
  await isReadable(page);
});

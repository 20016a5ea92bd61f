import { type MemoryCloud, memoryCloud } from "@torrent/core/testing/memory";
import { type PackageRow, score } from "@torrent/core/unstable";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { serve } from "../../src/serve.ts";
import { notes } from "../support/notes.ts";
import { type Stage, setStage } from "./support/stage.ts";

/** Three pages of the API. */
const COUNT = 450;
const NEW = 130;
/** Less than what is in view, so that no row is passed over unseen. */
const STEP = 800;

const row = (n: number): PackageRow => ({
  id: `pkg_${String(n).padStart(24, "0")}`,
  name: `delivery-${n}.zip`,
  key: `inbox/delivery-${n}.zip`,
  version: "1",
  bytes: 1_000 * n,
  state: "rejected",
  round: 1,
  createdAt: 1_760_000_000_000 + n * 1_000,
  updatedAt: 1_760_000_000_000 + n * 1_000,
  deadlineAt: 1_770_000_000_000,
  declared: [],
  priority: score([]),
  error: { kind: "not-readable", message: "Not an archive" },
});

let stage: Stage;
let cloud: MemoryCloud;
beforeAll(async () => {
  cloud = memoryCloud();
  for (let n = 0; n < COUNT; n += 1) await cloud.packages.register(row(n));
  stage = await setStage(async () => {
    const { url, close } = await serve({ cloud, choreography: notes, port: 0 });
    return { url, stop: close };
  });
});
afterEach(() => stage.strike());
afterAll(() => stage.close());

/** The next rows are read while one goes down. */
const scrollTo = async (page: Page, name: string): Promise<void> => {
  for (let seen = false; !seen; ) {
    await page.mouse.wheel(0, STEP);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 5))));
    seen = (await page.getByText(name, { exact: true }).count()) > 0;
  }
};

test("a long list is fetched while scrolling, and only visible rows are rendered", async () => {
  const page = await stage.open("/");
  await page.getByText("delivery-449.zip").waitFor();
  expect(await page.locator(".row").count()).toBeLessThan(60);
  await scrollTo(page, "delivery-0.zip");
  expect(await page.locator(".row").count()).toBeLessThan(60);
  await expect.poll(() => page.getByRole("grid").getAttribute("aria-rowcount")).toBe(String(COUNT + 1));
  const index = await page.getByRole("row").filter({ hasText: "delivery-0.zip" }).getAttribute("aria-rowindex");
  expect(index).toBe(String(COUNT + 1));
});

test("no package is lost between two pages when new ones arrive", async () => {
  const page = await stage.open("/");
  await page.getByText("delivery-449.zip").waitFor();
  await scrollTo(page, "delivery-225.zip");
  for (let n = COUNT; n < COUNT + NEW; n += 1) await cloud.packages.register(row(n));
  await page.keyboard.press("r");
  await page.keyboard.press("Home");
  await page.getByText(`delivery-${COUNT + NEW - 1}.zip`).waitFor();
  const seen = new Set<string>();
  for (let scrolled = 0; seen.size < COUNT + NEW && scrolled < 400; scrolled += 1) {
    for (const name of await page.locator(".row .name").allTextContents()) seen.add(name);
    await page.mouse.wheel(0, STEP);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20))));
  }
  expect(seen.size).toBe(COUNT + NEW);
});

test("a package is found by name behind more newer packages than one page scans", async () => {
  const many = memoryCloud();
  for (let n = 0; n < 4_200; n += 1) await many.packages.register(row(n));
  const server = await serve({ cloud: many, choreography: notes, port: 0 });
  try {
    const page = await stage.open("/");
    await page.goto(`${server.url}/?name=delivery-0.zip`);
    await page.getByText("delivery-0.zip").waitFor();
    await page.getByLabel("Filter by name").fill("nothing is called that");
    await page.getByText("No packages match").waitFor();
  } finally {
    await server.close();
  }
});

import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { phone, sideways, violations, wide } from "./support/page-checks.ts";
import { type Scene, setScene } from "./support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await setScene();
});
afterEach(() => scene.stage.strike());
afterAll(() => scene.stage.close());

const opened = async (path: string): Promise<Page> => {
  const page = await scene.stage.open(path);
  await page.emulateMedia({ reducedMotion: "reduce" });
  return page;
};

const text = (words: string) => (page: Page) => page.getByText(words).first().waitFor();

const places: [string, () => string, (page: Page) => Promise<unknown>][] = [
  ["the list", () => "/", text("field-notes.zip")],
  ["the empty list", () => "/?name=nothing", text("No packages match")],
  ["a package", () => `/packages/${scene.partial}`, text("Failed tasks")],
  ["a running package", () => `/packages/${scene.running}`, text("Why is it not finished yet?")],
  ["a rejected package", () => `/packages/${scene.rejected}`, text("Rejected, so nothing was processed")],
  ["its components", () => `/packages/${scene.partial}/components`, text("file-0.txt")],
  ["its components by kind", () => `/packages/${scene.partial}/components?group=kind`, text("3 kinds of component")],
  [
    "one component that failed after retries",
    () => `/packages/${scene.partial}/components?open=13`,
    (page) => page.getByRole("dialog").getByText("Tasks").waitFor(),
  ],
  ["a panel of it", () => `/packages/${scene.partial}/analysis`, text("Password in clear text")],
  ["its activity", () => `/packages/${scene.partial}/activity`, text("Estimated cost on AWS")],
  ["the system", () => "/system", text("light-standard")],
  ["an unknown page", () => "/no/such/page/at/all", text("Page not found")],
  ["the API's reference", () => "/api/docs", text("Torrent API")],
];

test.each(places)(
  "%s has no axe violation, light or dark, and no horizontal scrolling on a phone",
  async (_, path, ready) => {
    const page = await opened(path());
    await ready(page);
    expect(await violations(page)).toEqual([]);
    await page.setViewportSize(phone);
    await ready(page);
    // What is drawn to the page's width follows it a frame later.
    await expect.poll(() => sideways(page)).toEqual({ page: 0, out: [] });
    await page.setViewportSize(wide);
  },
);

test("the keyboard help, the priority factors and the redrive dialog have no violation either", async () => {
  const page = await opened("/");
  await page
    .getByRole("button", { name: /^Priority .* show factors/ })
    .first()
    .click();
  await page.getByRole("group", { name: "Priority factors" }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  expect(await violations(page)).toEqual([]);
  await page.goto(`${scene.stage.url}/packages/${scene.partial}`);
  await page.getByRole("button", { name: "Redrive failed tasks" }).click();
  await page.getByText(/will run again/).waitFor();
  expect(await violations(page)).toEqual([]);
});

test("motion stops for users who prefer reduced motion", async () => {
  const page = await opened("/");
  await page.getByRole("row").nth(1).waitFor();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});

test("the stages of a running package are listed below one another within the table", async () => {
  const page = await opened(`/packages/${scene.running}`);
  await page.getByRole("table").waitFor();
  const tops = await page.evaluate(() =>
    [...document.querySelectorAll(".lanes tr")].map((row) => Math.round(row.getBoundingClientRect().top)),
  );
  expect(tops).toHaveLength(7);
  expect(tops).toEqual([...new Set(tops)].sort((a, b) => a - b));
});

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Scene, setScene } from "./support/scene.ts";

interface Violation {
  id: string;
  help: string;
  nodes: { target: unknown; failureSummary?: string }[];
}

let scene: Scene;
let axe: string;
beforeAll(async () => {
  scene = await setScene();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
afterEach(() => scene.stage.strike());
afterAll(() => scene.stage.close());

/** The dark page is the light one in other colours: only these could be broken by it. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];

interface Axe {
  run(options: object): Promise<{ violations: Violation[] }>;
}

/** By evaluation, because the page's own policy lets no foreign script in. */
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const all: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const options = colorScheme === "light" ? {} : { runOnly: { type: "rule", values: OF_COLOURS } };
    const found = await page.evaluate(async (asked) => {
      const { axe } = window as unknown as { axe: Axe };
      return (await axe.run({ ...asked, resultTypes: ["violations"] })).violations;
    }, options);
    for (const { id, help, nodes } of found)
      for (const node of nodes) all.push(`${colorScheme}: ${id}: ${help} at ${node.target} ${node.failureSummary}`);
  }
  return all;
};

const opened = async (path: string): Promise<Page> => {
  const page = await scene.stage.open(path);
  await page.emulateMedia({ reducedMotion: "reduce" });
  return page;
};

const wide = { width: 1280, height: 860 };
const phone = { width: 360, height: 740 };

/** By how much the page is wider than its window, and what reaches out of it. */
const sideways = (page: Page): Promise<{ page: number; out: string[] }> =>
  page.evaluate(() => {
    const most = document.documentElement.clientWidth;
    const out = [...document.querySelectorAll("main *, header *")].filter((element) => {
      const box = element.getBoundingClientRect();
      const scrolls = element.closest(".presets, .scroll, table:not(.lanes)");
      return box.width > 1 && !scrolls && box.right > most + 1;
    });
    return {
      page: document.documentElement.scrollWidth - most,
      out: out.map((element) => element.outerHTML.slice(0, 120)),
    };
  });

const text = (words: string) => (page: Page) => page.getByText(words).first().waitFor();

const places: [string, () => string, (page: Page) => Promise<unknown>][] = [
  ["the list", () => "/", text("field-notes.zip")],
  ["the empty list", () => "/?name=nothing", text("No packages match")],
  ["a package", () => `/packages/${scene.partial}`, text("Failed tasks")],
  ["a running package", () => `/packages/${scene.running}`, text("Why is it not finished yet?")],
  ["a rejected package", () => `/packages/${scene.rejected}`, text("Rejected, so nothing was analysed")],
  ["its components", () => `/packages/${scene.partial}/components`, text("file-0.txt")],
  ["its components by kind", () => `/packages/${scene.partial}/components?group=kind`, text("3 kinds of component")],
  [
    "one component that failed after retries",
    () => `/packages/${scene.partial}/components?open=13`,
    (page) => page.getByRole("dialog").getByText("Tasks").waitFor(),
  ],
  ["its findings", () => `/packages/${scene.partial}/findings`, text("Password in clear text")],
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

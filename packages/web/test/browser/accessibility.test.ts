import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
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

/** By evaluation, because the page's own policy lets no foreign script in. */
const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return found.flatMap(({ id, help, nodes }) =>
    nodes.map((one) => `${id}: ${help} at ${one.target} ${one.failureSummary}`),
  );
};

const text = (words: string) => (page: Page) => page.getByText(words).first().waitFor();

const places: [string, () => string, (page: Page) => Promise<unknown>][] = [
  ["the list", () => "/", text("field-notes.zip")],
  ["the empty list", () => "/?name=nothing", text("No package fits")],
  ["a package", () => `/packages/${scene.partial}`, text("What went wrong")],
  ["a running package", () => `/packages/${scene.running}`, text("Why is it not done yet?")],
  ["a rejected package", () => `/packages/${scene.rejected}`, text("could not be taken in")],
  ["its components", () => `/packages/${scene.partial}/components`, text("file-0.txt")],
  ["its components by kind", () => `/packages/${scene.partial}/components?group=kind`, text("3 kinds of component")],
  [
    "one component that failed after retries",
    () => `/packages/${scene.partial}/components?open=13`,
    (page) => page.getByRole("dialog").getByText("Tasks").waitFor(),
  ],
  ["its findings", () => `/packages/${scene.partial}/findings`, text("Password in clear text")],
  ["its activity", () => `/packages/${scene.partial}/activity`, text("Cost on AWS, estimated")],
  ["the system", () => "/system", text("light-standard")],
  ["what is not there", () => "/no/such/page/at/all", text("There is nothing here")],
  ["the API's reference", () => "/api/docs", text("Torrent API")],
];

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  test.each(places)("%s has no violation that axe finds", async (_, path, ready) => {
    const page = await scene.stage.page(path(), { colorScheme, reducedMotion: "reduce" });
    await ready(page);
    expect(await violations(page)).toEqual([]);
  });

  test("nor have the keys' help, the reasons of a priority and the question before a redrive", async () => {
    const page = await scene.stage.page("/", { colorScheme, reducedMotion: "reduce" });
    await page
      .getByRole("button", { name: /^Priority .* Why\?/ })
      .first()
      .click();
    await page.getByRole("group", { name: "Why this priority" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${scene.stage.url}/packages/${scene.partial}`);
    await page.getByRole("button", { name: "Redrive what failed" }).click();
    await page.getByText(/will be run again/).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

describe("at 360 pixels", () => {
  test.each(places)("%s needs no scrolling sideways", async (_, path, ready) => {
    const page = await scene.stage.page(path(), { viewport: { width: 360, height: 740 }, reducedMotion: "reduce" });
    await ready(page);
    const wide = await page.evaluate(() => {
      const most = document.documentElement.clientWidth;
      const out = [...document.querySelectorAll("main *, header *")].filter((one) => {
        const box = one.getBoundingClientRect();
        const scrolls = one.closest(".presets, .scroll, table:not(.lanes)");
        return box.width > 1 && !scrolls && box.right > most + 1;
      });
      return { page: document.documentElement.scrollWidth - most, out: out.map((one) => one.outerHTML.slice(0, 120)) };
    });
    expect(wide).toEqual({ page: 0, out: [] });
  });
});

test("motion stops for whoever has asked for that", async () => {
  const page = await scene.stage.page("/", { reducedMotion: "reduce" });
  await page.getByRole("row").nth(1).waitFor();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});

test("the stages of a running package stand below one another, each within the table", async () => {
  const page = await scene.stage.page(`/packages/${scene.running}`);
  await page.getByRole("table").waitFor();
  const tops = await page.evaluate(() =>
    [...document.querySelectorAll(".lanes tr")].map((row) => Math.round(row.getBoundingClientRect().top)),
  );
  expect(tops).toHaveLength(7);
  expect(tops).toEqual([...new Set(tops)].sort((a, b) => a - b));
});

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { drop, type Stage, sample, setStage } from "./support/stage.ts";

interface Violation {
  id: string;
  help: string;
  nodes: { target: unknown; failureSummary?: string }[];
}

let stage: Stage;
let axe: string;
let id: string;
beforeAll(async () => {
  stage = await setStage();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const page = await stage.page("/");
  await drop(page, ["source-drop.zip", "finance.tar.gz", "field-notes"].map(sample));
  await page.getByText("Partial").nth(1).waitFor();
  await page.getByRole("row").filter({ hasText: "source-drop.zip" }).click();
  await page.waitForURL(/pkg_/);
  id = new URL(page.url()).pathname.split("/")[2] ?? "";
  await stage.strike();
});
afterEach(() => stage.strike());
afterAll(() => stage.close());

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

const places: [string, () => string, (page: Page) => Promise<unknown>][] = [
  ["the list", () => "/", (page) => page.getByText("finance.tar.gz").waitFor()],
  ["the empty list", () => "/?name=nothing", (page) => page.getByText("No package fits").waitFor()],
  ["a package", () => `/packages/${id}`, (page) => page.getByText("What went wrong").waitFor()],
  ["its components", () => `/packages/${id}/components`, (page) => page.getByText("id_rsa").waitFor()],
  [
    "one component",
    () => `/packages/${id}/components?open=0`,
    (page) => page.getByRole("dialog").getByText("Tasks").waitFor(),
  ],
  ["its findings", () => `/packages/${id}/findings`, (page) => page.getByText("SSH private key").first().waitFor()],
  ["its activity", () => `/packages/${id}/activity`, (page) => page.getByText("Cost on AWS, estimated").waitFor()],
  ["the system", () => "/system", (page) => page.getByText("light-standard").waitFor()],
  ["the API's reference", () => "/api/docs", (page) => page.getByText("Torrent API").first().waitFor()],
];

describe.each(["light", "dark"] as const)("in %s colours", (colorScheme) => {
  test.each(places)("%s has no violation that axe finds", async (_, path, ready) => {
    const page = await stage.page(path(), { colorScheme, reducedMotion: "reduce" });
    await ready(page);
    expect(await violations(page)).toEqual([]);
  });

  test("nor have the keys' help, the reasons of a priority and the question before a redrive", async () => {
    const page = await stage.page("/", { colorScheme, reducedMotion: "reduce" });
    await page
      .getByRole("button", { name: /^Priority .* Why\?/ })
      .first()
      .click();
    await page.getByRole("group", { name: "Why this priority" }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.goto(`${stage.url}/packages/${id}`);
    await page.getByRole("button", { name: "Redrive what failed" }).click();
    await page.getByText(/will be run again/).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

describe("at 360 pixels", () => {
  test.each(places)("%s needs no scrolling sideways", async (_, path, ready) => {
    const page = await stage.page(path(), { viewport: { width: 360, height: 740 }, reducedMotion: "reduce" });
    await ready(page);
    const wide = await page.evaluate(() => {
      const most = document.documentElement.clientWidth;
      const out = [...document.querySelectorAll("main *, header *")].filter((one) => {
        const box = one.getBoundingClientRect();
        const scrolls = one.closest(".presets, .scroll, table");
        return box.width > 1 && !scrolls && box.right > most + 1;
      });
      return { page: document.documentElement.scrollWidth - most, out: out.map((one) => one.outerHTML.slice(0, 120)) };
    });
    expect(wide).toEqual({ page: 0, out: [] });
  });
});

test("motion stops for whoever has asked for that", async () => {
  const page = await stage.page("/", { reducedMotion: "reduce" });
  await page.getByRole("row").nth(1).waitFor();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
});

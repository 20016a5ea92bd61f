import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type Scene, setScene } from "./support/scene.ts";
import type { Stage } from "./support/stage.ts";

let scene: Scene;
let stage: Stage;
beforeAll(async () => {
  scene = await setScene();
  stage = scene.stage;
});
afterEach(() => stage.strike());
afterAll(() => stage.close());

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");

test("the list can be navigated, filtered, opened and left with the keyboard alone", async () => {
  const page = await stage.open("/");
  await page.getByRole("row").nth(3).waitFor();
  const names = await page.locator(".row .name").allTextContents();
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).toContain(names[0]);
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).toContain(names[1]);
  await page.keyboard.press("ArrowDown");
  await expect.poll(() => focused(page)).toContain(names[2]);
  await page.keyboard.press("k");
  await expect.poll(() => focused(page)).toContain(names[1]);
  await page.keyboard.press("w");
  await page.getByRole("group", { name: "Priority factors" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("group", { name: "Priority factors" }).waitFor({ state: "detached" });
  await page.keyboard.press("/");
  await page.keyboard.type("source");
  await page.getByText("field-notes.zip").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).toContain("source-drop.zip");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "source-drop.zip" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Packages" }).waitFor();
});

test("focus stays in place while the list is refetched", async () => {
  const page = await stage.open("/");
  await page.getByRole("row").nth(3).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const before = await page.evaluate(() => document.activeElement?.id);
  expect(before).toMatch(/^row-pkg_/);
  const answered = page.waitForResponse(/\/api\/v1\/packages\?/);
  await page.keyboard.press("r");
  await answered;
  await page.waitForResponse(/\/api\/v1\/packages\?/);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe(before);
});

test("Tab reaches everything in order with a visible focus, and stays inside a dialog", async () => {
  const page = await stage.open("/");
  await page.getByRole("row").nth(3).waitFor();
  const seen: string[] = [];
  for (let presses = 0; presses < 20; presses += 1) {
    await page.keyboard.press("Tab");
    seen.push(await focused(page));
    const outline = await page.evaluate(() => {
      const at = document.activeElement;
      if (!at || at === document.body) return "body";
      const around = at.closest(".search") ?? at;
      return getComputedStyle(around).outlineStyle;
    });
    expect(outline, seen.at(-1)).not.toBe("none");
  }
  const text = seen.join(" | ");
  for (const word of ["Skip to content", "Packages", "System", "Live", "Submit", "Partial", "source-drop.zip"])
    expect(text).toContain(word);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  for (let presses = 0; presses < 5; presses += 1) {
    await page.keyboard.press("Tab");
    expect(
      await page.evaluate(
        () => document.activeElement === document.body || !!document.activeElement?.closest("dialog"),
      ),
    ).toBe(true);
  }
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

test("a key pauses and resumes updates, and the page shows which", async () => {
  const page = await stage.page("/api/docs");
  await page.clock.install();
  await page.goto(stage.url);
  await page.getByRole("row").nth(3).waitFor();
  await page.keyboard.press("p");
  await page.getByText(/^Paused, updated/).waitFor();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.clock.runFor(60_000);
  await page.getByText(/^Paused, updated 1 min ago/).waitFor();
  expect(asked).toEqual([]);
  await page.keyboard.press("p");
  await page.clock.runFor(10_000);
  await page.getByText(/^Paused, updated/).waitFor({ state: "detached" });
  expect(asked).not.toEqual([]);
});

test("a component can be opened and closed with the keyboard, and focus returns to its row", async () => {
  const page = await stage.open("/?name=source");
  await page.getByRole("row").nth(1).waitFor();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Components" }).focus();
  await page.keyboard.press("Enter");
  const grid = page.getByRole("treegrid");
  await grid.getByRole("row", { name: /id_rsa/ }).waitFor();
  await page.keyboard.press("End");
  await expect.poll(() => focused(page)).toContain("flaky.json");
  await page.keyboard.press("k");
  await expect.poll(() => focused(page)).toContain("id_rsa");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("heading", { name: "Tasks" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await expect.poll(() => focused(page)).toContain("id_rsa");
});

test("kinds are a tree that the arrow keys expand, collapse and traverse", async () => {
  const page = await stage.open(`/packages/${scene.partial}/components`);
  await page.getByRole("button", { name: "Group by kind" }).click();
  const rows = page.getByRole("treegrid").getByRole("row");
  await page.getByText("3 kinds of component").waitFor();
  await expect.poll(() => rows.count()).toBe(4);
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).toContain("text");
  await page.keyboard.press("ArrowRight");
  await rows.filter({ hasText: "file-3.txt" }).waitFor();
  await expect.poll(() => rows.count()).toBe(16);
  expect(await rows.nth(1).getAttribute("aria-expanded")).toBe("true");
  expect(await rows.nth(2).getAttribute("aria-level")).toBe("2");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await expect.poll(() => focused(page)).toContain("file-1.txt");
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => focused(page)).toContain("text 12 components");
  await page.keyboard.press("ArrowLeft");
  await rows.filter({ hasText: "file-3.txt" }).waitFor({ state: "detached" });
  await expect.poll(() => rows.count()).toBe(4);
});

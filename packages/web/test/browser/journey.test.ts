import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { drop, type Stage, sample, setStage } from "./support/stage.ts";

/** A package runs for as long as the machine is busy with other things, too. */
const LONG = { timeout: 240_000 };
const RUN = { timeout: 120_000 };

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
afterEach(() => stage.strike());
afterAll(() => stage.close());

/** What moves by itself under the eyes of a reader, as the browser scores it. */
const watchShifts = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = window as unknown as { shifted: { score: number; what: string }[] };
    seen.shifted = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as Shift[])
        if (!entry.hadRecentInput)
          seen.shifted.push({
            score: entry.value,
            what: entry.sources.map(({ node }) => (node as Element | null)?.className ?? "").join(", "),
          });
    }).observe({ type: "layout-shift" });
  });

interface Shift {
  value: number;
  hadRecentInput: boolean;
  sources: { node: unknown }[];
}

test("a newcomer drags a zip in, watches it finish, and reads what was found and what went wrong", LONG, async () => {
  const page = await stage.open("/");
  await page.getByRole("heading", { name: "Drop a package here" }).waitFor();
  await drop(page, [sample("source-drop.zip")]);
  await page.getByRole("row").filter({ hasText: "source-drop.zip" }).click();
  await page.getByRole("heading", { name: "source-drop.zip" }).waitFor();
  // The stages are collapsed when the package has ended before its page is opened.
  const stages = page.locator("details.flow");
  await stages.waitFor();
  if ((await stages.getAttribute("open")) === null) await stages.locator("summary").click();
  await page.getByRole("table").getByText("Plans the passes of each component").waitFor();
  await watchShifts(page);
  await page.getByText(/\d+ of \d+ components processed, 2 failed\. \d+ findings/).waitFor(RUN);
  await page.getByText(/^[^,]+, received .*, revision 1$/).waitFor();
  expect(await page.title()).toBe("Partial · source-drop.zip · Overview · Torrent");
  await page.getByRole("heading", { name: "Failed tasks" }).waitFor();
  await page.getByText("encrypted entry").waitFor();
  await page.getByRole("heading", { name: "Most severe findings" }).waitFor();
  const bar = page.getByRole("progressbar", { name: "Components settled" });
  await expect.poll(() => bar.getAttribute("aria-valuetext")).toMatch(/^(\d+) of \1 done/);
  const shifted = await page.evaluate(() => (window as unknown as { shifted: { score: number }[] }).shifted);
  expect(shifted.filter(({ score }) => score > 0.01)).toEqual([]);
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "report.html (opens in a new tab)" }).click();
  await (await opened).getByText("source-drop.zip").first().waitFor();
});

test("a dropped folder is one package, and the same file dropped twice is the same one", LONG, async () => {
  const page = await stage.open("/");
  await drop(page, [sample("field-notes"), sample("mailbox.mbox")]);
  const notes = page.getByRole("row").filter({ hasText: "field-notes.tar" });
  const mail = page.getByRole("row").filter({ hasText: "mailbox.mbox" });
  await notes.getByText("Complete").waitFor(RUN);
  await mail.getByText("Complete").waitFor(RUN);
  await drop(page, [sample("mailbox.mbox")]);
  await page.getByText("already submitted as the same package").waitFor();
  expect(await mail.count()).toBe(1);
});

test("filters and their presets are in the address, and come back with it", async () => {
  const page = await stage.open("/");
  await page.getByRole("link", { name: "Partial" }).click();
  await page.waitForURL("**/?state=partial");
  await page.getByRole("row").filter({ hasText: "source-drop.zip" }).waitFor();
  await page.getByRole("row").filter({ hasText: "mailbox.mbox" }).waitFor({ state: "detached" });
  expect(await page.title()).toBe("Partial packages · Torrent");
  await page.getByRole("link", { name: "All", exact: true }).click();
  await page.getByLabel("Filter by name").fill("MAIL");
  await page.getByRole("row").filter({ hasText: "source-drop.zip" }).waitFor({ state: "detached" });
  await expect.poll(() => new URL(page.url()).search).toBe("?name=MAIL");
  await page.reload();
  await page.getByRole("row").filter({ hasText: "mailbox.mbox" }).waitFor();
  await expect.poll(() => page.getByLabel("Filter by name").inputValue()).toBe("MAIL");
  await page.getByLabel("Filter by name").fill("nothing is called that");
  await page.getByText("No packages match").waitFor();
});

test("a failed task is found from its group, and the group is run again as the next revision", LONG, async () => {
  const page = await stage.open("/?state=partial");
  await page.getByRole("row").filter({ hasText: "source-drop.zip" }).click();
  const group = page.getByRole("listitem").filter({ hasText: "encrypted entry" });
  await group.getByRole("link").first().click();
  const sheet = page.getByRole("dialog");
  await sheet.getByText("encrypted entry", { exact: true }).waitFor();
  await sheet.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: "Overview" }).click();
  await group.getByRole("button", { name: "Redrive group" }).click();
  await page.getByText(/^1 task in 1 component will run again/).waitFor();
  await page.getByRole("button", { name: "Redrive", exact: true }).click();
  await page.getByText(/^[^,]+, received .*, revision 2$/).waitFor(RUN);
  await page.getByText(", round 2").waitFor();
  await page.getByRole("link", { name: "Activity" }).click();
  await page.locator("svg.axis").getByText("Round 2", { exact: true }).waitFor();
});

test("findings are filtered by severity and text, and lead to their component", async () => {
  const page = await stage.open("/?state=partial");
  await page.getByRole("row").filter({ hasText: "source-drop.zip" }).click();
  await page.getByRole("navigation", { name: "Package sections" }).getByRole("link", { name: "Findings" }).click();
  const items = page.getByRole("region", { name: "All findings" }).getByRole("listitem");
  await items.first().waitFor();
  const all = await items.count();
  const order = ["critical", "high", "medium", "low", "info"];
  const severities = async () =>
    (await items.locator(".severity").allTextContents()).map((severity) => order.indexOf(severity));
  const shown = await severities();
  expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  await page.getByRole("button", { name: /^critical \d/ }).click();
  await page.waitForURL("**/analysis?severity=critical");
  await expect.poll(severities).toEqual(shown.filter((severity) => severity === 0));
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByLabel("Search title, name and context").fill("private key");
  await expect.poll(() => items.count()).toBeLessThan(all);
  await items.first().getByRole("link").click();
  await page.getByRole("dialog").getByRole("heading", { name: "Tasks" }).waitFor();
});

test("components are listed by status, and one is opened down to its tasks", async () => {
  const page = await stage.open("/?state=partial");
  await page.getByRole("row").filter({ hasText: "source-drop.zip" }).click();
  await page.getByRole("link", { name: "Components" }).click();
  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await page.getByText("2 components failed").last().waitFor();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await page.getByLabel("Kind").selectOption("json");
  await page.getByText(/components? found/).waitFor();
  await page.getByRole("row", { name: /id_rsa/ }).waitFor({ state: "detached" });
  await page.getByLabel("Kind").selectOption("");
  await page.getByLabel("Search by name").fill("ID_RSA");
  await page.getByText("1 component found").waitFor();
  await page.getByRole("row", { name: /id_rsa/ }).click();
  await page.getByRole("dialog").getByText("By its name, an SSH private key").waitFor();
});

test("what is unknown is said plainly, with a way back", async () => {
  const page = await stage.open("/packages/pkg_000000000000000000000000");
  await page.getByRole("heading", { name: "Not found" }).waitFor();
  await page.goto(`${stage.url}/no/such/page/at/all`);
  await page.getByRole("link", { name: "All packages" }).click();
  await page.getByRole("heading", { name: "Packages" }).waitFor();
  // The browser notes the 404 by itself.
  await stage.strike(/status of 404/);
});

import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { byTokens, cloudWatchGraphs, hashToken } from "../../src/api/index.ts";
import { files } from "../support/api.ts";
import { createWorld } from "../support/world.ts";
import { deployed } from "./support/listen.ts";
import { type Stage, setStage } from "./support/stage.ts";

const graphs = cloudWatchGraphs({ region: "eu-central-1", name: "torrent-live" });

let stage: Stage;
beforeAll(async () => {
  const world = createWorld();
  await world.submit(
    "a.zip",
    files(3, (n) => (n === 0 ? "POISON" : `fine ${n}`)),
  );
  await world.finish();
  const authenticate = byTokens([{ name: "viewer", sha256: hashToken("read-only"), role: "read" }]);
  stage = await setStage(() =>
    deployed({
      cloud: world.cloud,
      choreography: world.choreography,
      auth: { mode: "bearer", authenticate },
      cursorKey: "k",
      graphs,
    }),
  );
});
// The browser notes each refusal by itself.
afterEach(() => stage.strike(/status of 40[13]/));
afterAll(() => stage.close());

test("a required token is requested, an invalid one is reported, and a valid one opens the page", async () => {
  const page = await stage.page("/");
  await page.getByRole("heading", { name: "Access token required" }).waitFor();
  await page.getByLabel("Token").fill("guessed");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("Invalid token").waitFor();
  await page.getByLabel("Token").fill("read-only");
  await page.keyboard.press("Enter");
  await page.getByRole("row").filter({ hasText: "a.zip" }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("token")))).toEqual([]);
});

test("a read-only caller sees why an operator's action is refused, and nothing happens", async () => {
  const page = await stage.page("/");
  await page.getByLabel("Token").fill("read-only");
  await page.keyboard.press("Enter");
  await page.getByRole("row").filter({ hasText: "a.zip" }).click();
  await page.getByRole("button", { name: "Redrive failed tasks" }).click();
  await page.getByText(/"viewer" is read-only/).waitFor();
  await expect.poll(() => page.getByRole("button", { name: "Redrive", exact: true }).isDisabled()).toBe(true);
});

test("the page links to CloudWatch when the queue service does not report the age of messages", async () => {
  const page = await stage.page("/system");
  await page.getByLabel("Token").fill("read-only");
  await page.keyboard.press("Enter");
  await page.getByRole("rowheader", { name: "light-standard" }).waitFor();
  expect(await page.getByRole("columnheader").allTextContents()).not.toContain("Oldest");
  expect(await page.getByRole("link", { name: "graphs" }).getAttribute("href")).toBe(
    "https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/torrent-live",
  );
});

test("a panel's module needs no token, and its data is read with the viewer's", async () => {
  const page = await stage.page("/");
  await page.getByLabel("Token").fill("read-only");
  await page.keyboard.press("Enter");
  await page.getByRole("row").filter({ hasText: "a.zip" }).click();
  await page.getByRole("heading", { name: "Most severe findings" }).waitFor();
  await page.getByRole("link", { name: "Findings", exact: true }).click();
  await page.getByRole("region", { name: "All findings" }).waitFor();
  const opened = page.waitForEvent("popup");
  await page.getByRole("link", { name: "Overview" }).click();
  await page.getByRole("link", { name: "report.html (opens in a new tab)" }).click();
  const report = await opened;
  await report.waitForURL("**/api/reports/**");
  await report.getByText("a.zip").first().waitFor();
});

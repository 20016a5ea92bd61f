import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { byTokens, createApi, hashToken } from "../../src/api/index.ts";
import { dashboard } from "../../src/static.ts";
import { files } from "../support/api.ts";
import { createWorld } from "../support/world.ts";
import { type Stage, setStage } from "./support/stage.ts";

const folder = fileURLToPath(new URL("../../dist/dashboard", import.meta.url));

let stage: Stage;
beforeAll(async () => {
  const world = createWorld();
  await world.submit(
    "a.zip",
    files(3, (n) => (n === 0 ? "POISON" : `fine ${n}`)),
  );
  await world.finish();
  const authenticate = byTokens([{ name: "viewer", sha256: hashToken("read-only"), role: "read" }]);
  const app = createApi({ cloud: world.cloud, auth: { mode: "bearer", authenticate }, cursorKey: "k" });
  app.get("*", dashboard(folder));
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  stage = await setStage(async () => ({ url: `http://127.0.0.1:${port}`, stop }));
});
// The browser notes each refusal by itself.
afterEach(() => stage.strike(/status of 40[13]/));
afterAll(() => stage.close());

test("where a token is needed it is asked for, a wrong one is said to be wrong, and a right one opens the page", async () => {
  const page = await stage.page("/");
  await page.getByRole("heading", { name: "A token is needed" }).waitFor();
  await page.getByLabel("Token").fill("guessed");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("is not one of them").waitFor();
  await page.getByLabel("Token").fill("read-only");
  await page.keyboard.press("Enter");
  await page.getByRole("row").filter({ hasText: "a.zip" }).waitFor();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("token")))).toEqual([]);
});

test("a reader who asks for what an operator may do is told so, and nothing is done", async () => {
  const page = await stage.page("/");
  await page.getByLabel("Token").fill("read-only");
  await page.keyboard.press("Enter");
  await page.getByRole("row").filter({ hasText: "a.zip" }).click();
  await page.getByRole("button", { name: "Redrive what failed" }).click();
  await page.getByText(/"viewer" may read only/).waitFor();
  expect(await page.getByRole("button", { name: "Redrive", exact: true }).isDisabled()).toBe(true);
});

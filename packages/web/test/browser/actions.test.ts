import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { files } from "../support/api.ts";
import { createWorld } from "../support/world.ts";
import { deployed } from "./support/listen.ts";
import { drop, type Stage, setStage } from "./support/stage.ts";
import { type Store, startStore } from "./support/store.ts";

const PART = 16 * 1024;
const PARTS = 10;

const world = createWorld();
const { objects } = world.cloud;
let stage: Stage;
let store: Store;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "torrent-upload-"));
  store = await startStore(objects);
  stage = await setStage(() =>
    deployed({
      cloud: world.cloud,
      choreography: world.choreography,
      auth: { mode: "loopback" },
      cursorKey: "k",
      uploadPartBytes: PART,
      uploadOrigins: [store.url],
    }),
  );
});
// The browser notes each lost connection by itself.
afterEach(() => stage.strike(/net::ERR_/));
afterAll(async () => {
  await stage.close();
  await store.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A package of ten parts, the last of them short. */
const large = async (name: string): Promise<string> => {
  const entries = [{ name: `${name}.txt`, text: "many words ".repeat((PART * (PARTS - 1)) / 11) }];
  await writeFile(join(folder, name), JSON.stringify(entries));
  return join(folder, name);
};

const open = async () => {
  store.taken = 0;
  store.answer = () => "take";
  const page = await stage.open("/");
  await page.getByRole("heading", { name: "Packages" }).waitFor();
  return { page, tray: page.getByRole("region", { name: "Uploads" }) };
};

test("a large dropped file is uploaded in parts and becomes one identical package", async () => {
  const { page, tray } = await open();
  const file = await large("large.zip");
  await drop(page, [file]);
  await tray.getByText("submitted", { exact: true }).waitFor();
  expect(store.taken).toBe(PARTS);
  await world.finish();
  await page.keyboard.press("r");
  await page.getByRole("row").filter({ hasText: "large.zip" }).getByText("Complete").waitFor();
  expect((await objects.list("uploads/")).objects).toEqual([]);
  const [stored] = (await objects.list("inbox/")).objects;
  const object = await objects.get(stored?.key ?? "");
  expect(object && (await buffer(object.body))).toEqual(await readFile(file));
});

test("a lost connection is reported, and a retry sends only the missing parts", async () => {
  const { page, tray } = await open();
  store.answer = () => (store.taken < 4 ? "take" : "cut");
  await drop(page, [await large("broken.zip")]);
  await tray.getByText("The connection was lost; nothing was submitted. 4 of 10 parts are kept").waitFor();
  expect(await page.getByRole("row").filter({ hasText: "broken.zip" }).count()).toBe(0);
  store.answer = () => "take";
  await tray.getByRole("button", { name: "Try again to send broken.zip" }).click();
  await tray.getByText("submitted", { exact: true }).waitFor();
  expect(store.taken).toBe(PARTS);
  await world.finish();
  await page.keyboard.press("r");
  await page.getByRole("row").filter({ hasText: "broken.zip" }).waitFor();
  await tray.getByRole("button", { name: "Clear" }).click();
  await tray.getByText("broken.zip").waitFor({ state: "detached" });
});

test.each([
  ["while it is sent", "hang", "Cancel sending"],
  ["after it was lost", "cut", "Discard upload of"],
] as const)("an upload aborted %s leaves nothing behind", async (_, then, button) => {
  const { page, tray } = await open();
  store.answer = () => (store.taken < 6 ? "take" : then);
  const name = `${then}.zip`;
  await drop(page, [await large(name)]);
  const left = async () => (await objects.list("uploads/")).objects.length;
  await expect.poll(left).toBe(7);
  await tray.getByRole("button", { name: `${button} ${name}` }).click();
  await tray.getByText(name).waitFor({ state: "detached" });
  await expect.poll(left).toBe(0);
  const inbox = (await objects.list("inbox/")).objects.map(({ key }) => key);
  expect(inbox.filter((key) => key.endsWith(name))).toEqual([]);
});

test("a redrive shows its progress from the start until its revision exists", async () => {
  const id = await world.submit(
    "faulty.zip",
    files(5, (n) => (n < 2 ? "POISON" : "fine")),
  );
  await world.finish();
  const page = await stage.open(`/packages/${id}`);
  await page.getByRole("button", { name: "Redrive failed tasks" }).click();
  await page.getByText(/^2 tasks in 2 components will run again/).waitFor();
  await page.getByRole("button", { name: "Redrive", exact: true }).click();
  await page.getByText("0 of 2 redriven components processed.").waitFor();
  const bar = page.getByRole("progressbar", { name: "Components settled" });
  await expect.poll(() => bar.getAttribute("aria-valuetext")).toMatch(/^0 of 2 done/);
  await world.step(["intake"]);
  expect(await world.step(["light-standard"], 1)).toBe(1);
  await world.cloud.clock.advance(1_000);
  await page.getByText("1 of 2 redriven components processed. 1 failed.").waitFor();
  await world.finish();
  await page.getByText(/^[^,]+, received .*, revision 2$/).waitFor();
  await page.getByText(/^Round 2 re-ran 2 components; 2 failed again/).waitFor();
});

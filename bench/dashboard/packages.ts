import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PackageRow, type PackageStore, score } from "@torrent/core/unstable";
import { embeddedCloud } from "@torrent/local";
import { serve } from "@torrent/web/serve";
import type { Browser, Page } from "playwright-core";
import choreography from "../../torrent.config.ts";
import { atMost, type BenchResult, round } from "../bench.ts";
import { heapOf, type Interaction, rowsOf, slowestOf, timed } from "./interactions.ts";

const PACKAGES = 100_000;
const STEP_MS = 10_000;

const states = ["complete", "complete", "complete", "partial", "failed", "complete", "cancelled", "complete"] as const;

/** Newest is number 0; their scores differ, and one in eight has failed. */
const rowOf = (n: number, now: number): PackageRow => {
  const createdAt = now - 60_000 - n * STEP_MS;
  return {
    id: `pkg_${String(n).padStart(24, "0")}`,
    name: `delivery-${n}.zip`,
    key: `inbox/delivery-${n}.zip`,
    version: "1",
    bytes: 40_000 + n,
    state: states[n % states.length] ?? "complete",
    round: 1,
    createdAt,
    updatedAt: createdAt + 30_000,
    finishedAt: createdAt + 30_000,
    deadlineAt: now + 86_400_000,
    declared: [],
    priority: score([
      { name: "urgency", value: (n % 10) / 10, weight: 30, evidence: "declared by its sender" },
      { name: "severity", value: (n % 7) / 7, weight: 25, evidence: `${n % 7} findings` },
      { name: "sensitivity", value: (n % 3) / 3, weight: 20, evidence: `${n % 3} kinds of personal data` },
    ]),
    components: 0,
    slots: 0,
    fannedOut: true,
    revision: 1,
  };
};

const fill = async (store: PackageStore): Promise<void> => {
  const now = Date.now();
  for (let n = 0; n < PACKAGES; n += 1) await store.register(rowOf(n, now));
};

const named = (page: Page, name: string) => page.getByText(name, { exact: true }).waitFor();
const preset = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).click();
const filterField = (page: Page) => page.getByLabel("Filter by name");

/** What people do with a list; each ends where the next begins. */
const interactions: Interaction[] = [
  ["list: next row", (page) => page.keyboard.press("j")],
  ["list: scroll", (page) => page.mouse.wheel(0, 800)],
  ["list: last row that is read", (page) => page.keyboard.press("End")],
  ["list: first row", (page) => page.keyboard.press("Home")],
  ["list: show failed", (page) => preset(page, "Failed")],
  ["list: show all", (page) => preset(page, "All")],
  ["list: order by priority", (page) => page.getByLabel("Sort by").selectOption("priority")],
  ["list: order by time", (page) => page.getByLabel("Sort by").selectOption("time")],
  [
    "list: type a name, a letter",
    async (page) => {
      await filterField(page).focus();
      await page.keyboard.type("9");
    },
  ],
  ["list: empty the name", (page) => filterField(page).fill("")],
  [
    "list: open a package",
    async (page) => {
      await filterField(page).blur();
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
    },
  ],
  ["list: back", (page) => page.keyboard.press("Escape")],
];

/** Milliseconds until what was asked for is there; what the server needs for it is in them. */
const until = async (act: () => Promise<unknown>, there: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await act();
  await there();
  return round(performance.now() - started);
};

/** Scrolls until the last row is there: every page of the API is then held. */
const toTheEnd = async (page: Page): Promise<void> => {
  const last = page.getByText(`delivery-${PACKAGES - 1}.zip`, { exact: true });
  while ((await last.count()) === 0) {
    await page.keyboard.press("End");
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 20)));
  }
};

/** The list of 100,000 packages in the embedded store: at its beginning, and with every row read. */
export const ofPackages = async (browser: Browser): Promise<BenchResult> => {
  const dataDir = await mkdtemp(join(tmpdir(), "torrent-bench-"));
  const cloud = embeddedCloud({ dataDir });
  await fill(cloud.packages);
  const server = await serve({ choreography, cloud, port: 0 });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    const once: [string, number][] = [];
    once.push([
      "list: first shown",
      await until(
        () => page.goto(server.url),
        () => named(page, "delivery-0.zip"),
      ),
    ]);
    const times = await timed(page, interactions);
    const oldest = `delivery-${PACKAGES - 1}.zip`;
    const find = () => filterField(page).fill(oldest);
    once.push(["list: find the oldest by name", await until(find, () => named(page, oldest))]);
    await filterField(page).fill("");
    await filterField(page).blur();
    once.push([
      "list: read and scroll through all",
      await until(
        () => toTheEnd(page),
        () => named(page, oldest),
      ),
    ]);
    const whole = await timed(
      page,
      interactions.slice(0, 4).map(([name, act]) => [`${name}, all read`, act] as const),
    );
    const heap = await heapOf(page);
    return {
      rows: [
        ...rowsOf(times),
        ...rowsOf(whole),
        ...once.map(([what, ms]) => ({ what, unit: "ms", median: ms, worst: ms })),
      ],
      targets: [
        atMost(`slowest interaction in a list of ${PACKAGES} packages, median ms`, slowestOf(times), 100),
        atMost(`slowest with all ${PACKAGES} read, median ms`, slowestOf(whole), 100),
        atMost(`JavaScript heap with all ${PACKAGES} read, MB`, heap, 200),
      ],
    };
  } finally {
    await server.close();
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};

import { readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { keys, type Plan, score, seal, settleTask, slotKey, toMetadata } from "@torrent/core";
import { type MemoryCloud, memoryCloud, VirtualClock } from "@torrent/core/testing/memory";
import { serve } from "@torrent/web/serve";
import type { Page } from "playwright-core";
import { build } from "vite";
import { launch } from "../packages/web/test/browser/support/browser.ts";
import { atMost, type BenchResult, median, round } from "./bench.ts";

const COMPONENTS = 100_000;
/** Each interaction is made this often. Its median counts, its worst is told: one other process on the machine makes that. */
const TIMES = 5;

const web = fileURLToPath(new URL("../packages/web/", import.meta.url));
const id = `pkg_${"b".repeat(24)}`;

class WallClock extends VirtualClock {
  override now(): number {
    return Date.now();
  }
}

/** Bytes of what a first visit to the list loads: page, entry script and style gzipped, the font as it is. */
const firstLoad = async (): Promise<{ part: string; bytes: number }[]> => {
  const folder = `${web}dist/dashboard/`;
  const page = await readFile(`${folder}index.html`);
  const parts = [{ part: "index.html", bytes: gzipSync(page).length }];
  for (const [, path = ""] of page.toString().matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g))
    parts.push({ part: path, bytes: gzipSync(await readFile(folder + path)).length });
  for (const name of (await readdir(`${folder}assets`)).filter((one) => one.endsWith(".woff2")))
    parts.push({ part: `assets/${name}`, bytes: (await stat(`${folder}assets/${name}`)).size });
  return parts;
};

/** One package at its end, one in a hundred of its components failed. */
const seed = async (cloud: MemoryCloud): Promise<void> => {
  const now = Date.now();
  const sha256 = "0".repeat(64);
  await cloud.packages.register({
    id,
    name: "hundred-thousand.zip",
    key: "inbox/hundred-thousand.zip",
    version: "1",
    bytes: 4e9,
    state: "partial",
    round: 1,
    createdAt: now - 600_000,
    updatedAt: now,
    finishedAt: now,
    deadlineAt: now + 86_400_000,
    declared: [],
    priority: score([]),
    components: COMPONENTS,
    slots: COMPONENTS,
    fannedOut: true,
  });
  await seal(cloud.tally, { packageId: id, round: 1, tree: "" }, COMPONENTS);
  const task = {
    pass: "patterns",
    version: 1,
    after: [],
    route: "lambda",
    lane: "standard",
    seconds: 1,
    required: true,
  } as const;
  for (let n = 0; n < COMPONENTS; n += 1) {
    const name = `logs/${n % 365}/node-${n}.log`;
    const facts = { name, kind: "log", bytes: 40_000, sha256 };
    const plan: Plan = { component: String(n), ...facts, tasks: [{ ...task, after: [] }] };
    const slot = { packageId: id, round: 1, tree: "", slot: n };
    await cloud.objects.put(keys.component(id, String(n)), new Uint8Array(), {
      metadata: toMetadata(facts, "settled"),
    });
    await cloud.tally.expect(slotKey(slot), { expected: 1, plan });
    const outcome = n % 100 === 7 ? "failed" : "succeeded";
    await settleTask(cloud.tally, slot, 0, { outcome, receipt: { at: now - 300_000 + n, ms: n % 900 } });
  }
};

/** The browser's own measure of an input: from the event to the next painting (Event Timing, as INP counts it). */
const slowest = async (page: Page, act: () => Promise<unknown>): Promise<number> => {
  await page.evaluate(() => {
    const seen = window as unknown as { durations: number[]; observer?: PerformanceObserver };
    seen.durations = [];
    seen.observer?.disconnect();
    seen.observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.durations.push(entry.duration);
    });
    seen.observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await act();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  // What takes less than the threshold is not told: it took at most that.
  return page.evaluate(() => Math.max(16, ...(window as unknown as { durations: number[] }).durations));
};

type Interaction = [name: string, act: (page: Page) => Promise<unknown>];

const interactions: Interaction[] = [
  ["open Components", (page) => page.getByRole("link", { name: "Components" }).click()],
  ["show failed", (page) => page.getByRole("button", { name: "Failed", exact: true }).click()],
  ["show all", (page) => page.getByRole("button", { name: "All", exact: true }).click()],
  ["jump to the end", (page) => page.keyboard.press("End")],
  ["jump to the start", (page) => page.keyboard.press("Home")],
  ["page down", (page) => page.keyboard.press("PageDown")],
  [
    "open a component",
    (page) =>
      page
        .getByRole("row", { name: /node-\d+\.log/ })
        .first()
        .click(),
  ],
  ["close it", (page) => page.keyboard.press("Escape")],
  ["open Activity", (page) => page.getByRole("link", { name: "Activity" }).click()],
  ["back to Overview", (page) => page.getByRole("link", { name: "Overview" }).click()],
];

export const run = async (): Promise<BenchResult> => {
  await build({ configFile: `${web}vite.config.ts`, logLevel: "error" });
  const parts = await firstLoad();
  const total = parts.reduce((sum, one) => sum + one.bytes, 0) / 1024;
  const cloud = memoryCloud({ clock: new WallClock() });
  await seed(cloud);
  const server = await serve({ cloud, port: 0 });
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    const started = performance.now();
    await page.goto(`${server.url}/packages/${id}`);
    await page.getByRole("heading", { name: "hundred-thousand.zip" }).waitFor();
    const shown = performance.now() - started;
    const times = new Map<string, number[]>();
    for (let turn = 0; turn < TIMES; turn += 1)
      for (const [name, act] of interactions)
        times.set(name, [...(times.get(name) ?? []), await slowest(page, () => act(page))]);
    const session = await page.context().newCDPSession(page);
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
    const slowestOfAll = Math.max(...[...times.values()].map(median));
    return {
      rows: [
        ...parts.map(({ part, bytes }) => ({
          what: part,
          unit: "KB",
          median: round(bytes / 1024),
          worst: round(bytes / 1024),
        })),
        ...[...times].map(([name, all]) => ({
          what: name,
          unit: "ms",
          median: round(median(all)),
          worst: round(Math.max(...all)),
        })),
        { what: "package page shown", unit: "ms", median: round(shown), worst: round(shown) },
      ],
      targets: [
        atMost("first load, KB gzip (font included)", round(total), 70),
        atMost(`slowest interaction at ${COMPONENTS} components, median ms`, round(slowestOfAll), 100),
        atMost(`JavaScript heap at ${COMPONENTS} components, MB`, round(usedSize / 2 ** 20), 200),
      ],
    };
  } finally {
    await browser.close();
    await server.close();
  }
};

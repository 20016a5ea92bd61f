import { type MemoryCloud, memoryCloud, VirtualClock } from "@torrent/core/testing/memory";
import { keys, type Plan, score, seal, settleTask, slotKey, toMetadata } from "@torrent/core/unstable";
import { serve } from "@torrent/web/serve";
import type { Browser } from "playwright-core";
import choreography from "../../torrent.config.ts";
import { atMost, type BenchResult, round } from "../bench.ts";
import { heapOf, type Interaction, rowsOf, slowestOf, timed } from "./interactions.ts";

const COMPONENTS = 100_000;
const id = `pkg_${"b".repeat(24)}`;

class WallClock extends VirtualClock {
  override now(): number {
    return Date.now();
  }
}

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
    route: "function",
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

/** The page of one package of 100,000 components. */
export const ofComponents = async (browser: Browser): Promise<BenchResult> => {
  const cloud = memoryCloud({ clock: new WallClock() });
  await seed(cloud);
  const server = await serve({ choreography, cloud, port: 0 });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    const started = performance.now();
    await page.goto(`${server.url}/packages/${id}`);
    await page.getByRole("heading", { name: "hundred-thousand.zip" }).waitFor();
    const shown = round(performance.now() - started);
    const times = await timed(page, interactions);
    return {
      rows: [...rowsOf(times), { what: "package page shown", unit: "ms", median: shown, worst: shown }],
      targets: [
        atMost(`slowest interaction at ${COMPONENTS} components, median ms`, slowestOf(times), 100),
        atMost(`JavaScript heap at ${COMPONENTS} components, MB`, await heapOf(page), 200),
      ],
    };
  } finally {
    await server.close();
  }
};

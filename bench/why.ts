import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { why } from "@torrent/core/operations";
import { memoryCloud } from "@torrent/core/testing/memory";
import {
  type Cloud,
  composePipeline,
  defineChoreography,
  noteAttempt,
  type PackageRow,
  type Plan,
  score,
  seal,
  settleTask,
  slotKey,
  whole,
} from "@torrent/core/unstable";
import { embeddedCloud } from "@torrent/local";
import { atMost, type BenchResult, equals, median, round } from "./bench.ts";

const packageId = "pkg_bench";
const choreography = defineChoreography({ name: "bench", decompose: whole("log"), passes: [] });
const COMPONENTS = 10_000;
const TIMES = 5;
/** Every so-many-th component still misses its second task; of these, every second one has failed before. */
const MISSING = 10;

const planOf = (slot: number): Plan => ({
  component: String(slot),
  sha256: String(slot).padStart(64, "0"),
  kind: "log",
  bytes: 4096,
  name: `logs.tar!/host-${slot % 50}/access-${slot}.log`,
  tasks: ["scan", "count"].map((pass, child) => ({
    pass,
    version: 1,
    after: child === 0 ? [] : [0],
    route: "function" as const,
    lane: "standard" as const,
    seconds: 1,
    required: true,
  })),
});

/** An open package most of whose tasks are settled. */
const fill = async (cloud: Cloud): Promise<void> => {
  const now = cloud.clock.now();
  const row: PackageRow = {
    id: packageId,
    name: "logs.tar",
    key: "inbox/logs.tar",
    version: "1",
    bytes: COMPONENTS * 4096,
    state: "open",
    round: 1,
    createdAt: now,
    updatedAt: now,
    deadlineAt: now + 86_400_000,
    declared: [],
    priority: score([]),
    components: COMPONENTS,
    slots: COMPONENTS,
    fannedOut: true,
  };
  await cloud.packages.register(row);
  await seal(cloud.tally, { packageId, round: 1, tree: "" }, COMPONENTS);
  for (let slot = 0; slot < COMPONENTS; slot += 1) {
    const at = { packageId, round: 1, tree: "", slot };
    await cloud.tally.expect(slotKey(at), { expected: 2, plan: planOf(slot) });
    const end = { outcome: "succeeded" as const, receipt: { at: now, ms: 12, input: "0".repeat(40), version: 1 } };
    await settleTask(cloud.tally, at, 0, end);
    if (slot % MISSING > 0) await settleTask(cloud.tally, at, 1, end);
    else if (slot % (2 * MISSING) === 0)
      await noteAttempt(cloud, { ...at, task: 1 }, 2, new Error(`host-${slot % 50} did not answer`));
  }
};

const asked = async (cloud: Cloud) => {
  await fill(cloud);
  const pipeline = composePipeline(choreography, cloud, { scratchDir: "" });
  const times: number[] = [];
  let missing = 0;
  for (let time = 0; time < TIMES; time += 1) {
    const started = performance.now();
    missing = (await why(pipeline, packageId))?.missingTasks ?? 0;
    times.push((performance.now() - started) / 1000);
  }
  return { seconds: median(times), slowest: Math.max(...times), missing };
};

/** What an open package of 10,000 components waits for: seconds from the question to the answer, from stored data alone. */
export const run = async (): Promise<BenchResult> => {
  const dataDir = await mkdtemp(join(tmpdir(), "torrent-bench-why-"));
  const cloud = embeddedCloud({ dataDir });
  try {
    const embedded = await asked(cloud);
    const memory = await asked(memoryCloud());
    const rowOf = (what: string, { seconds, slowest, missing }: typeof embedded) => ({
      what,
      components: COMPONENTS,
      "missing tasks": missing,
      "median s": round(seconds),
      "slowest s": round(slowest),
    });
    return {
      rows: [rowOf("embedded cloud (SQLite)", embedded), rowOf("in memory: the work without a store", memory)],
      targets: [
        atMost("seconds to say why, 10,000 components, embedded", round(embedded.seconds), 1),
        equals("missing tasks counted", embedded.missing, COMPONENTS / MISSING),
      ],
    };
  } finally {
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { isTerminalState, packageId, defaultTopology as topology } from "@torrent/core/unstable";
import { embeddedCloud, startRunner } from "@torrent/local";
import { pack } from "tar-stream";
import { atLeast, type BenchResult, median, round } from "./bench.ts";

const OTHERS = 200;
const URGENT = 5;
/** Components of each package, and so tasks. */
const COMPONENTS = 10;
/** Packages of which a task has run before the urgent ones arrive. */
const WARM = 5;
const THREADS = 2;
const LIMIT_MS = 120_000;

const delivery = async (name: string): Promise<Uint8Array> => {
  const tar = pack();
  for (let n = 0; n < COMPONENTS; n += 1) tar.entry({ name: `${n}.txt` }, `${name}, component ${n}`);
  tar.finalize();
  return buffer(tar);
};

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  const started = Date.now();
  while (!(await holds())) {
    if (Date.now() - started > LIMIT_MS) throw new Error("The pipeline did not come so far in two minutes");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

interface Seen {
  /** Milliseconds in the queue, of each task. */
  urgent: number[];
  others: number[];
  /** From inbox to report, of each urgent package. */
  packageMs: number[];
}

/** Delivers 200 packages, waits until all of their tasks are queued, and then delivers the urgent ones. */
const once = async (lane: boolean): Promise<Seen> => {
  // The table of a deployment in which nothing is urgent: the same pipeline without the lane.
  process.env.TORRENT_BENCH_LANES = lane ? "1" : "0";
  const dataDir = await mkdtemp(join(tmpdir(), "torrent-bench-lanes-"));
  const waited = new Map<string, number[]>();
  const cloud = embeddedCloud({
    dataDir,
    log: (_level, event, fields = {}) => {
      if (event !== "taken") return;
      const { packageId: id, waitedMs } = fields as { packageId: string; waitedMs: number };
      waited.set(id, [...(waited.get(id) ?? []), waitedMs]);
    },
  });
  const deliver = async (name: string, urgency: string): Promise<string> => {
    const key = `inbox/${name}.tar`;
    const put = await cloud.objects.put(key, await delivery(name), { metadata: { urgency } });
    return packageId(cloud.objects.bucket, key, put.version ?? put.etag);
  };
  let runner: Awaited<ReturnType<typeof startRunner>> | undefined;
  try {
    for (let n = 0; n < OTHERS; n += 1) await deliver(`other-${n}`, "normal");
    const options = { cloud, handlersModule: new URL("lanes/handlers.ts", import.meta.url), threads: THREADS };
    const { intake, classify } = topology.queues;
    runner = await startRunner({ ...options, topology: { ...topology, queues: { intake, classify } } });
    await until(async () => (await cloud.queues.depth("light-standard")).visible >= OTHERS * COMPONENTS);
    await runner.stop({ graceSeconds: 1 });
    runner = await startRunner(options);
    // The threads have started, and the backlog moves.
    await until(async () => waited.size >= WARM);
    const ids: string[] = [];
    for (let n = 0; n < URGENT; n += 1) ids.push(await deliver(`urgent-${n}`, "critical"));
    await until(async () => {
      const rows = await Promise.all(ids.map((id) => cloud.packages.read(id)));
      return rows.every((row) => row !== undefined && isTerminalState(row.state));
    });
    const rows = await Promise.all(ids.map((id) => cloud.packages.read(id)));
    const others = [...waited].filter(([id]) => !ids.includes(id)).flatMap(([, all]) => all);
    return {
      urgent: ids.flatMap((id) => waited.get(id) ?? []),
      others,
      packageMs: rows.map((row) => (row?.finishedAt ?? 0) - (row?.createdAt ?? 0)),
    };
  } finally {
    await runner?.stop({ graceSeconds: 1 });
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
    delete process.env.TORRENT_BENCH_LANES;
  }
};

/** Urgent packages behind 200 others, with the urgent lane and without it. */
export const run = async (): Promise<BenchResult> => {
  const without = await once(false);
  const within = await once(true);
  const row = (what: string, seen: Seen) => ({
    what,
    "urgent: median ms in queue": round(median(seen.urgent)),
    "urgent: most ms in queue": round(Math.max(...seen.urgent)),
    "urgent: median ms to report": round(median(seen.packageMs)),
    "others: median ms in queue": round(median(seen.others)),
  });
  return {
    rows: [row("without the lane", without), row("with the lane", within)],
    targets: [
      atLeast(
        "urgent packages' median time in queue, without the lane over with it",
        round(median(without.urgent) / Math.max(1, median(within.urgent))),
        5,
      ),
      atLeast(
        "urgent packages' median time to report, without the lane over with it",
        round(median(without.packageMs) / Math.max(1, median(within.packageMs))),
        2,
      ),
    ],
  };
};

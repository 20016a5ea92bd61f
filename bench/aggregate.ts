import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { aggregate, conclude, keys, seal, slotKey } from "@torrent/core/unstable";
import { embeddedCloud } from "@torrent/local";
import { pipelineOver } from "./aggregation/choreography.ts";
import { FINDINGS, packageId, planOf, receiptOf, resultOf, rowOf } from "./aggregation/package.ts";
import { wholePipeline } from "./aggregation/whole-pipeline.ts";
import { atMost, type BenchResult, equals, round } from "./bench.ts";

interface Measured {
  seconds: number;
  peakMB: number;
  findings: number;
  /** Of findings.ndjson, which goes by line by line. */
  bytes?: number;
}

const entry = fileURLToPath(new URL("aggregation/measure.ts", import.meta.url));
const measure = async (what: "summarise" | "aggregate", components: number, folder: string): Promise<Measured> => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...process.execArgv,
    entry,
    what,
    String(components),
    folder,
  ]);
  return JSON.parse(stdout) as Measured;
};

/** The settlers' summaries of all groups, the report from them, and the report without any. */
const madeUp = async (components: number) => {
  const folder = await mkdtemp(join(tmpdir(), "torrent-bench-summaries-"));
  try {
    const none = await measure("aggregate", components, folder);
    const settlers = await measure("summarise", components, folder);
    return { none, settlers, summaries: await measure("aggregate", components, folder) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Seconds from the last settlement to the report on the embedded cloud, without queues; the last group's summary is in it. */
const reported = async (components: number) => {
  const dataDir = await mkdtemp(join(tmpdir(), "torrent-bench-aggregate-"));
  const cloud = embeddedCloud({ dataDir });
  const pipeline = pipelineOver(cloud);
  try {
    await cloud.packages.register(rowOf(components));
    for (let slot = 0; slot < components; slot += 1) {
      const key = { packageId, round: 1, tree: "", slot };
      await cloud.tally.expect(slotKey(key), { expected: 1, plan: planOf(slot) });
      await cloud.objects.put(keys.result("scan", 1, receiptOf(slot).input ?? ""), resultOf(slot));
    }
    await seal(cloud.tally, { packageId, round: 1, tree: "" }, components);
    let started = 0;
    for (let slot = 0; slot < components; slot += 1) {
      started = performance.now();
      await conclude(pipeline, { packageId, round: 1, tree: "", slot }, 0, {
        outcome: "succeeded",
        receipt: receiptOf(slot),
        counts: { findings: FINDINGS, entities: 2 },
      });
    }
    const traceparent = `00-${"1".repeat(32)}-${"1".repeat(16)}-01`;
    const outcome = await aggregate(pipeline, { type: "aggregate", v: 1, packageId, round: 1, traceparent });
    return { seconds: (performance.now() - started) / 1000, findings: outcome?.counts.findings ?? 0 };
  } finally {
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const row = (what: string, components: number, { seconds, findings, peakMB, bytes = 0 }: Measured) => ({
  what,
  components,
  findings: findings || components * FINDINGS,
  seconds: round(seconds),
  peakMB: Math.round(peakMB) || "",
  "findings.ndjson MB": round(bytes / 1e6) || "",
});

export const run = async (): Promise<BenchResult> => {
  const pipeline = await wholePipeline(10_000);
  const embedded = await reported(10_000);
  const small = await madeUp(25_000);
  const large = await madeUp(100_000);
  const growth = (part: "none" | "summaries"): number => round(large[part].seconds / small[part].seconds);
  return {
    rows: [
      row("last settlement to finished package, whole embedded pipeline", 10_000, { ...pipeline, peakMB: 0 }),
      row("last settlement to report, on its stores", 10_000, { ...embedded, peakMB: 0 }),
      ...[small, large].flatMap(({ none, settlers, summaries }) => {
        const components = none.findings / FINDINGS;
        return [
          row("settlers: all summaries", components, settlers),
          row("report from summaries", components, summaries),
          row("report without a summary", components, none),
        ];
      }),
    ],
    targets: [
      atMost("seconds from last settlement to finished package, 10,000 components", round(pipeline.seconds), 2),
      atMost("seconds from last settlement to report, on the embedded stores", round(embedded.seconds), 2),
      atMost("peak resident MB, 1,000,000 findings, from summaries", Math.round(large.summaries.peakMB), 512),
      atMost("peak resident MB, 1,000,000 findings, without a summary", Math.round(large.none.peakMB), 512),
      atMost("times the time at 4 times the components, from summaries", growth("summaries"), 5),
      atMost("times the time at 4 times the components, without a summary", growth("none"), 5),
      equals("findings aggregated of 1,000,000", large.summaries.findings, 1_000_000),
    ],
  };
};

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  aggregate,
  type Cloud,
  keys,
  type PackageRow,
  type Plan,
  type Receipt,
  score,
  seal,
  settleTask,
  slotKey,
  topology,
} from "@torrent/core";
import { embeddedCloud } from "@torrent/local";
import { buildReport } from "../packages/core/src/report/build.ts";
import { gather } from "../packages/core/src/report/gather.ts";
import { atMost, type BenchResult, equals, round } from "./bench.ts";

const packageId = "pkg_bench";
const FINDINGS = 10;
const at = 1_700_000_000_000;

const planOf = (slot: number): Plan => ({
  component: String(slot),
  sha256: String(slot).padStart(64, "0"),
  kind: "log",
  bytes: 4096,
  name: `logs.tar!/host-${slot % 50}/access-${slot}.log`,
  tasks: [{ pass: "scan", version: 1, after: [], route: "lambda", lane: "standard", seconds: 1, required: true }],
});

const receiptOf = (slot: number): Receipt => ({
  outcome: "succeeded",
  input: String(slot).padStart(40, "0"),
  version: 1,
  at,
  ms: 12,
});

const resultOf = (slot: number): Uint8Array => {
  const findings = Array.from({ length: FINDINGS }, (_, n) => ({
    rule: `rule-${(slot + n) % 200}`,
    title: `A thing of kind ${(slot + n) % 200}`,
    severity: (["info", "low", "medium", "high"] as const)[(slot * 7 + n) % 4],
    start: n * 100,
    end: n * 100 + 20,
    line: n + 1,
    context: `2026-02-02T08:32:18Z host-${slot % 50} request ${slot}-${n} was refused for user-${slot % 999}`,
  }));
  const value = `user-${slot % 5000}@example.org`;
  const entities = [{ kind: "email", value, text: value, start: 0, end: value.length, confidence: 1, count: 2 }];
  return new TextEncoder().encode(JSON.stringify({ v: 1, pass: "scan", version: 1, findings, entities }));
};

const rowOf = (components: number): PackageRow => ({
  id: packageId,
  name: "logs.tar",
  key: "inbox/logs.tar",
  version: "1",
  bytes: components * 4096,
  state: "open",
  round: 1,
  createdAt: at,
  updatedAt: at,
  deadlineAt: at + 86_400_000,
  declared: [],
  priority: score([]),
  components,
  slots: components,
  fannedOut: true,
});

/** Peak resident bytes while a report is built from results that are made as they are read. */
const peakOf = async (components: number) => {
  let peak = 0;
  const look = (): void => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const nodes = async function* () {
    for (let slot = 0; slot < components; slot += 1)
      yield { plan: planOf(slot), receipts: new Map([[0, receiptOf(slot)]]) };
  };
  const get = async (key: string) => {
    const bytes = resultOf(Number(key.split("/")[2]));
    return {
      body: (async function* () {
        yield bytes;
      })(),
    };
  };
  const cloud = { tally: { components: nodes }, objects: { get }, clock: { now: () => at } } as unknown as Cloud;
  const started = performance.now();
  const gathered = await gather(cloud, packageId, 1);
  look();
  const report = await buildReport(cloud, rowOf(components), gathered, async () => look());
  return { seconds: (performance.now() - started) / 1000, peakMB: peak / 1e6, findings: report.findings.total };
};

/** Seconds from the last settlement to the finished report, on the embedded cloud. */
const reported = async (components: number) => {
  const dataDir = await mkdtemp(join(tmpdir(), "torrent-bench-aggregate-"));
  const cloud = embeddedCloud({ dataDir });
  try {
    await cloud.packages.register(rowOf(components));
    for (let slot = 0; slot < components; slot += 1) {
      const key = { packageId, round: 1, tree: "", slot };
      await cloud.tally.expect(slotKey(key), { expected: 1, plan: planOf(slot) });
      await cloud.objects.put(keys.result("scan", 1, receiptOf(slot).input ?? ""), resultOf(slot));
    }
    await seal(cloud.tally, { packageId, round: 1, tree: "" }, components);
    for (let slot = 0; slot < components; slot += 1)
      await settleTask(cloud.tally, { packageId, round: 1, tree: "", slot }, 0, {
        outcome: "succeeded",
        receipt: receiptOf(slot),
        findings: FINDINGS,
      });
    const pipeline = { cloud, passes: new Map(), rules: [], limits: topology.limits, scratchDir: dataDir };
    const started = performance.now();
    const traceparent = `00-${"1".repeat(32)}-${"1".repeat(16)}-01`;
    const report = await aggregate(pipeline, { type: "aggregate", v: 1, packageId, round: 1, traceparent });
    return { seconds: (performance.now() - started) / 1000, findings: report?.findings.total ?? 0 };
  } finally {
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};

export const run = async (): Promise<BenchResult> => {
  const large = await peakOf(100_000);
  const embedded = await reported(10_000);
  return {
    rows: [
      {
        what: "build, results made as they are read",
        components: 100_000,
        findings: large.findings,
        seconds: round(large.seconds),
        peakMB: Math.round(large.peakMB),
      },
      {
        what: "aggregate on the embedded cloud",
        components: 10_000,
        findings: embedded.findings,
        seconds: round(embedded.seconds),
        peakMB: "",
      },
    ],
    targets: [
      atMost("seconds from last settlement to report, 10,000 components", round(embedded.seconds), 2),
      atMost("peak resident MB, 100,000 components with 1,000,000 findings", Math.round(large.peakMB), 512),
      equals("findings aggregated of 1,000,000", large.findings, 1_000_000),
    ],
  };
};

import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { PassContext, PassOutput } from "@torrent/analysis";
import { kindOf } from "@torrent/decompose/unstable";
import { patternsPass } from "../packages/analysis/src/passes/patterns/index.ts";
import { structurePass } from "../packages/analysis/src/passes/structure/index.ts";
import { atLeast, atMost, type BenchResult, type Cell, round, type Target } from "./bench.ts";
import { type Innocent, innocents } from "./secrets/innocents.ts";
import { kinds, type Labelled, labelled } from "./secrets/labelled.ts";
import { type Found, peers } from "./secrets/peers.ts";

const SEED = 20_260_112;
const ROUNDS = 10;
const NEGATIVES = 500;
const INNOCENTS = 5000;

interface Scanned {
  path: string;
  bytes: Buffer;
}

const contextOf = (name: string, bytes: Buffer, upstream: PassOutput | undefined): PassContext => ({
  component: { name, kind: kindOf(name, bytes.subarray(0, 8192)), bytes: bytes.length, sha256: "" },
  async *bytes() {
    yield bytes;
  },
  whole: async () => new Uint8Array(bytes),
  upstream: () => upstream,
  signal: new AbortController().signal,
});

/** Lines with a secret above `info`, and how many findings above `info` of any rule there are in a file. */
const ours = async (files: readonly Scanned[]): Promise<{ found: Found; above: Map<string, string[]> }> => {
  const found: Found = new Map();
  const above = new Map<string, string[]>();
  for (const { path, bytes } of files) {
    const structure = await structurePass.run(contextOf(path, bytes, undefined)).catch(() => undefined);
    const { findings = [] } = await patternsPass.run(contextOf(path, bytes, structure));
    for (const { severity, tags = [], line = 1, rule } of findings) {
      if (severity === "info") continue;
      above.set(path, [...(above.get(path) ?? []), rule]);
      if (tags.includes("secret")) found.set(path, (found.get(path) ?? new Set()).add(line));
    }
  }
  return { found, above };
};

interface Score {
  recall: number;
  precision: number;
  right: number;
  wrong: number;
  missed: string[];
}

const scoreOf = (found: Found, set: readonly Labelled[]): Score => {
  let right = 0;
  let all = 0;
  for (const lines of found.values()) all += lines.size;
  const missed: string[] = [];
  let hits = 0;
  for (const { name, kind, line, lastLine } of set) {
    if (!kind) continue;
    const lines = [...(found.get(name) ?? [])].filter((at) => at >= line && at <= lastLine);
    hits += lines.length;
    if (lines.length > 0) right += 1;
    else missed.push(name);
  }
  const wrong = all - hits;
  const positives = right + missed.length;
  return { recall: right / positives, precision: right / (right + wrong), right, wrong, missed };
};

const write = async (folder: string, files: readonly Scanned[]): Promise<void> => {
  for (const { path, bytes } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
};

const three = (value: number): number => Number(value.toFixed(3));

const treeRows = (files: readonly Innocent[], paths: readonly string[], above: Map<string, string[]>) => {
  const trees = new Map<string, { files: number; above: number }>();
  for (const [i, { tree }] of files.entries()) {
    const sum = trees.get(tree) ?? { files: 0, above: 0 };
    trees.set(tree, { files: sum.files + 1, above: sum.above + (above.get(paths[i]!)?.length ?? 0) });
  }
  return [...trees].map(([tree, sum]) => ({ tree, ...sum, rate: (1000 * sum.above) / sum.files }));
};

/** Recall and precision of secrets on a labelled set and on innocent files, beside other scanners where they are installed. */
export const run = async (): Promise<BenchResult> => {
  const folder = await mkdtemp(join(tmpdir(), "torrent-secrets-"));
  try {
    const set = labelled(SEED, ROUNDS, NEGATIVES);
    const innocent = innocents(new URL("../node_modules", import.meta.url).pathname, INNOCENTS + 20);
    const paths = innocent.map(({ name }, i) => `plain-${i}/${name}`);
    const files: Scanned[] = [
      ...set.map(({ name, text }) => ({ path: name, bytes: Buffer.from(text) })),
      ...innocent.map(({ bytes }, i) => ({ path: paths[i]!, bytes })),
    ];
    const data = join(folder, "files");
    await write(data, files);
    const start = performance.now();
    const { found, above } = await ours(files);
    const seconds = (performance.now() - start) / 1000;
    const others = await peers(data, folder);
    const scored = [["torrent", found, seconds] as const, ...others].map(
      ([name, lines, took]) => [name, scoreOf(lines, set), took] as const,
    );
    const own = scored[0]![1];
    const trees = treeRows(innocent, paths, above);
    const rows: Record<string, Cell>[] = [
      ...scored.map(([what, { recall, precision, right, wrong }, took]) => ({
        what,
        recall: three(recall),
        precision: three(precision),
        found: right,
        "false alarms": wrong,
        "recall beside torrent": three(recall / own.recall),
        seconds: round(took),
      })),
      ...trees.map(({ tree, files: count, above: findings, rate }) => ({
        what: `innocent: ${tree}`,
        files: count,
        "above info": findings,
        "in 1,000 files": three(rate),
      })),
    ];
    if (process.env.TORRENT_BENCH_MISSED) {
      process.stderr.write(`missed: ${own.missed.join(" ")}\n`);
      for (const [path, rules] of above)
        if (path.startsWith("plain-") || path.startsWith("decoy-"))
          process.stderr.write(`${path}: ${rules.join(", ")}\n`);
    }
    const positives = set.filter(({ kind }) => kind).length;
    const targets: Target[] = [
      atLeast("positives", positives, 2000),
      atLeast("kinds of credential", kinds.length, 200),
      atLeast("innocent files", innocent.length, INNOCENTS),
      atLeast("recall", three(own.recall), 0.95),
      atLeast("precision", three(own.precision), 0.95),
      ...scored
        .slice(1)
        .flatMap(([name, { recall, precision }]) => [
          atLeast(`recall beside ${name}`, three(own.recall / recall), 1),
          atLeast(`precision beside ${name}`, three(own.precision / precision), 1),
        ]),
      ...trees.map(({ tree, rate }) => atMost(`findings above info in 1,000 files of ${tree}`, three(rate), 0.999)),
    ];
    return { rows, targets };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { compile, Database, type Definition, generatePack, readDefinitions, ScanThreads } from "@torrent/patterns";
import type { BenchResult, Cell } from "./bench.ts";
import { buildComparator, Comparator } from "./vectorscan/comparator.ts";
import { corpus } from "./vectorscan/corpus.ts";
import { comparable, DOCUMENT_BYTES, rulesFor, scanOnce, tallyOf } from "./vectorscan/sides.ts";

const ROUNDS = 5;
const perSecond = (bytes: number, seconds: number): number => Math.round(bytes / seconds / 1e5) / 10;
const ratio = (value: number): number => Math.round(value * 1000) / 1000;

/** Milliseconds from an artefact's bytes to the end of a first, tiny scan: checksum, copy, views, instance of the kernel. */
const loadOnce = (artefact: Uint8Array): number => {
  const start = performance.now();
  scanOnce(Database.load(artefact), new Uint8Array(16), "wasm")();
  return performance.now() - start;
};

interface Measured {
  row: Record<string, Cell>;
  wasm: number;
  twin: number;
  identical: boolean | undefined;
}

/** Both sides take turns, so that whatever else the machine does hits them alike; the best round of each counts. */
const measure = async (name: string, given: readonly Definition[], bench: Setting): Promise<Measured> => {
  const definitions = comparable(given);
  const start = performance.now();
  const { artefact, summary } = compile(definitions);
  const buildSeconds = (performance.now() - start) / 1000;
  const loads = Array.from({ length: ROUNDS }, () => loadOnce(artefact));
  const loadMs = Math.min(...loads);
  const database = Database.load(artefact);
  const wasm = scanOnce(database, bench.data, "wasm");
  const twin = scanOnce(database, bench.data, "twin");
  const tally = tallyOf(database, bench.data);
  await using other = bench.binary
    ? await Comparator.start(bench.binary, bench.folder, rulesFor(definitions), bench.file, DOCUMENT_BYTES)
    : undefined;
  const best = { wasm: Number.POSITIVE_INFINITY, twin: Number.POSITIVE_INFINITY, vectorscan: Number.POSITIVE_INFINITY };
  let identical: boolean | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    best.wasm = Math.min(best.wasm, wasm());
    best.twin = Math.min(best.twin, twin());
    const theirs = await other?.scan();
    if (!theirs) continue;
    best.vectorscan = Math.min(best.vectorscan, theirs.seconds);
    identical =
      theirs.literals === tally.literals &&
      theirs.literalHash === tally.literalHash &&
      theirs.regexes === tally.regexes &&
      theirs.regexHash === tally.regexHash;
  }
  const row = {
    rules: name,
    count: definitions.length,
    regexes: summary.regexes,
    "build s": ratio(buildSeconds),
    "artefact MB": ratio(artefact.byteLength / 1e6),
    "load ms": ratio(loadMs),
    "wasm MB/s": perSecond(bench.data.length, best.wasm),
    "twin MB/s": perSecond(bench.data.length, best.twin),
    "vectorscan MB/s": other ? perSecond(bench.data.length, best.vectorscan) : "not there",
    matches: tally.literals + tally.regexes,
    identical: identical ?? "not compared",
  };
  return { row, wasm: best.vectorscan / best.wasm, twin: best.vectorscan / best.twin, identical };
};

interface Setting {
  data: Buffer;
  file: string;
  folder: string;
  binary: string | undefined;
}

/** How much faster two threads are than one over the same shared input, and how much more processor time they take. */
const compareThreads = async (
  definitions: readonly Definition[],
  data: Buffer,
): Promise<{ speed: number; cost: number }> => {
  const database = Database.load(compile(definitions).artefact);
  const input = new SharedArrayBuffer(data.length);
  new Uint8Array(input).set(data);
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const cost = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  await using one = await ScanThreads.start(database, 1);
  await using two = await ScanThreads.start(database, 2);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, threads] of [one, two].entries()) {
      const start = performance.now();
      const before = process.cpuUsage();
      await threads.scan(input, { onMatch: () => undefined });
      best[i] = Math.min(best[i]!, performance.now() - start);
      cost[i] = Math.min(cost[i]!, process.cpuUsage(before).user);
    }
  return { speed: best[0]! / best[1]!, cost: cost[1]! / cost[0]! };
};

/** A pack of one's own, NDJSON or gzipped NDJSON, is measured besides where `TORRENT_PATTERNS_PACK` names it. */
const ownPack = async (): Promise<Definition[] | undefined> => {
  const path = process.env.TORRENT_PATTERNS_PACK;
  if (!path) return undefined;
  const bytes = await readFile(path);
  return readDefinitions((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString()).definitions;
};

export const run = async (): Promise<BenchResult> => {
  const folder = await mkdtemp(join(tmpdir(), "torrent-patterns-"));
  try {
    const data = corpus(new URL("../node_modules", import.meta.url).pathname);
    const file = join(folder, "corpus");
    await writeFile(file, data);
    const { binary, reason } = await buildComparator(folder);
    const setting = { data, file, folder, binary };
    const literals = generatePack();
    const large = await measure("65k literals", literals, setting);
    const small = await measure("10k literals", generatePack({ count: 10_000 }), setting);
    const mixed = await measure("65k, 10% regexes", generatePack({ regexes: 0.1, seed: 2 }), setting);
    const own = await ownPack();
    const others = own
      ? [
          await measure(
            "given, literals",
            own.filter(({ kind }) => kind === "literal"),
            setting,
          ),
          await measure("given, all", own, setting),
        ]
      : [];
    const threads = await compareThreads(literals, data);
    const all = [large, small, mixed, ...others];
    const against = (name: string, value: number, target: number) =>
      binary ? [{ name, value: ratio(value), target: `≥ ${target}`, holds: value >= target }] : [];
    return {
      rows: [...all.map(({ row }) => row), ...(reason ? [{ rules: reason }] : [])],
      targets: [
        ...against("65k literals, wasm / Vectorscan", large.wasm, 0.85),
        ...against("65k literals, TypeScript / Vectorscan", large.twin, 0.5),
        ...against("10k literals, wasm / Vectorscan", small.wasm, 0.6),
        ...against("65k with 10% regexes, wasm / Vectorscan, first", mixed.wasm, 0.35),
        ...against("65k with 10% regexes, wasm / Vectorscan, aimed at", mixed.wasm, 0.6),
        { name: "two threads / one", value: ratio(threads.speed), target: "≥ 1.8", holds: threads.speed >= 1.8 },
        {
          name: "processor time of two threads / one",
          value: ratio(threads.cost),
          target: "≤ 1.1",
          holds: threads.cost <= 1.1,
        },
        {
          name: "load and first scan, ms",
          value: Number(large.row["load ms"]),
          target: "≤ 25",
          holds: Number(large.row["load ms"]) <= 25,
        },
        {
          name: "build of 65k, s",
          value: Number(large.row["build s"]),
          target: "≤ 3",
          holds: Number(large.row["build s"]) <= 3,
        },
        {
          name: "artefact of 65k, MB",
          value: Number(large.row["artefact MB"]),
          target: "≤ 20",
          holds: Number(large.row["artefact MB"]) <= 20,
        },
        ...(binary
          ? [
              {
                name: "match sets identical",
                value: all.filter((m) => m.identical).length,
                target: `= ${all.length}`,
                holds: all.every((m) => m.identical === true),
              },
            ]
          : []),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

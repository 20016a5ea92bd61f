import type { PassContext } from "@torrent/analysis";
import type { ComponentFacts } from "@torrent/core/unstable";
import { checksummedKinds, entitiesPass, nameKinds } from "../packages/analysis/src/passes/entities/index.ts";
import { Dice, padded } from "../packages/analysis/test/entities/labelled/random.ts";
import { type KindScore, parts, scoreOf } from "../packages/analysis/test/entities/labelled/score.ts";
import { atLeast, type BenchResult, type Cell, median, round, type Target } from "./bench.ts";

const INPUT_BYTES = 8_000_000;
const CHUNK_BYTES = 1 << 16;
const ROUNDS = 5;

const paths = ["/index.html", "/api/v1/users/42", "/static/app.js", "/login"];
const clock = (dice: Dice): string => `${padded(dice.below(24))}:${padded(dice.below(60))}:${padded(dice.below(60))}`;

/** One line of each sort of log, its values drawn anew each time. */
const sorts: Record<string, (dice: Dice) => string> = {
  "access log": (dice) =>
    `${dice.between(10, 200)}.${dice.below(256)}.${dice.below(256)}.${dice.below(256)} - - [${padded(dice.between(1, 28))}/Nov/2023:${clock(dice)} +0000] "GET ${dice.of(paths)} HTTP/1.1" ${dice.of([200, 304, 404])} ${dice.below(50_000)} "https://www.example.com/${dice.below(100)}" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36"`,
  syslog: (dice) =>
    `Nov ${dice.between(10, 28)} ${clock(dice)} web${dice.below(9)} sshd[${dice.below(30_000)}]: Failed password for invalid user user${dice.below(50)} from 203.0.113.${dice.below(256)} port ${dice.below(60_000)} ssh2`,
  "application log": (dice) =>
    `2023-11-${padded(dice.between(1, 28))}T${clock(dice)}.${dice.digits(3)}Z INFO [http-nio-8080-exec-${dice.below(20)}] com.acme.orders.OrderService - Processed order ${dice.below(1_000_000)} for customer ${dice.below(100_000)} in ${dice.below(500)} ms, status=OK total=${dice.below(1000)}.${dice.digits(2)}`,
  "JSON lines": (dice) =>
    JSON.stringify({
      time: `2023-11-${padded(dice.between(1, 28))}T${clock(dice)}Z`,
      level: "info",
      msg: "request completed",
      request_id: dice.hex(8),
      duration_ms: dice.below(999),
      path: dice.of(paths),
      status: 200,
      user: `u${dice.below(1000)}`,
    }),
};

const linesOf = (sort: (dice: Dice, at: number) => string): Buffer => {
  const dice = new Dice(20_240_305);
  const lines: string[] = [];
  for (let size = 0; size < INPUT_BYTES; ) {
    const line = sort(dice, lines.length);
    lines.push(line);
    size += line.length + 1;
  }
  return Buffer.from(lines.join("\n"));
};

const contextOf = (bytes: Buffer): PassContext => {
  const component: ComponentFacts = { name: "bench.log", kind: "log", bytes: bytes.length, sha256: "" };
  return {
    component,
    async *bytes() {
      for (let from = 0; from < bytes.length; from += CHUNK_BYTES) yield bytes.subarray(from, from + CHUNK_BYTES);
    },
    whole: async () => bytes,
    upstream: () => undefined,
    signal: new AbortController().signal,
  };
};

/** By the processor time of this process, garbage collection included: what others do on the machine is not in it. */
const measure = async (bytes: Buffer): Promise<number> => {
  const before = process.cpuUsage();
  await entitiesPass.run(contextOf(bytes));
  const { user, system } = process.cpuUsage(before);
  return bytes.length / (user + system);
};

/** The whole pass over each sort of log; the sorts take turns, so that a slow minute of the machine is in all of them. */
const throughput = async (): Promise<Map<string, number>> => {
  const every = Object.values(sorts);
  const inputs = new Map(Object.entries(sorts).map(([name, sort]) => [name, linesOf(sort)]));
  inputs.set(
    "all four, mixed",
    linesOf((dice, at) => every[at % every.length]!(dice)),
  );
  const rates = new Map<string, number[]>([...inputs.keys()].map((name) => [name, []]));
  for (let turn = 0; turn <= ROUNDS; turn += 1)
    for (const [name, bytes] of inputs) {
      const rate = await measure(bytes);
      if (turn > 0) rates.get(name)!.push(rate);
    }
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
};

const three = (value: number): number => Number(value.toFixed(3));

const scoreRow = ({ kind, labels, precision, recall }: KindScore, part: string): Record<string, Cell> => ({
  what: kind,
  part,
  labels,
  precision: three(precision),
  recall: three(recall),
});

const scoreTargets = (scores: readonly KindScore[], part: string): Target[] => {
  const of = (kinds: readonly KindScore[], figure: "precision" | "recall"): number =>
    three(Math.min(...kinds.map((one) => one[figure])));
  const formed = scores.filter(({ kind }) => !(nameKinds as readonly string[]).includes(kind));
  const checked = formed.filter(({ kind }) => (checksummedKinds as readonly string[]).includes(kind));
  return [
    atLeast(`least precision of a kind with a checksum, ${part}`, of(checked, "precision"), 0.95),
    atLeast(`least precision of a kind, names left out, ${part}`, of(formed, "precision"), 0.9),
    atLeast(`least recall of a kind, names left out, ${part}`, of(formed, "recall"), 0.9),
  ];
};

/** How fast the entities pass reads logs, and how well it finds what the labelled set names. */
export const run = async (): Promise<BenchResult> => {
  const rates = await throughput();
  const rows: Record<string, Cell>[] = [...rates].map(([what, rate]) => ({ what, "MB/s": round(rate) }));
  const targets: Target[] = [atLeast("MB/s over mixed logs", round(rates.get("all four, mixed")!), 20)];
  let labels = 0;
  for (const part of parts) {
    const scores = scoreOf(part);
    labels += scores.labels;
    rows.push(...scores.kinds.toSorted((a, b) => (a.kind < b.kind ? -1 : 1)).map((score) => scoreRow(score, part)));
    targets.push(...scoreTargets(scores.kinds, part));
  }
  targets.push(atLeast("labelled mentions", labels, 1000));
  return { rows, targets };
};

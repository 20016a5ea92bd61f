import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  height,
  type Plan,
  type Slot,
  seal,
  settleTask,
  slotKey,
  type TallyStore,
  width,
} from "@torrent/core/unstable";
import { embeddedCloud } from "@torrent/local";
import { atLeast, atMost, type BenchResult, equals, median, round } from "./bench.ts";

/** Tasks per component. */
const TASKS = 4;
/** Components, with how often each size is measured in a round: small ones more often, they are over in milliseconds. */
const sizes = [
  { components: 250, times: 10 },
  { components: 2_500, times: 3 },
  { components: 16_384, times: 1 },
] as const;
/** Sizes take turns, so that a slow minute of the machine is in all of them. */
const ROUNDS = 3;

const packageId = "pkg_bench";
const slotOf = (slot: number): Slot => ({ packageId, round: 1, tree: "", slot });

const plan: Plan = {
  component: "0",
  sha256: "0".repeat(64),
  kind: "text",
  bytes: 4096,
  name: "access.log",
  tasks: Array.from({ length: TASKS }, (_, task) => ({
    pass: `pass-${task}`,
    version: 1,
    after: [],
    route: "function" as const,
    lane: "standard" as const,
    seconds: 1,
    required: true,
  })),
};

/** Each task once, as workers would end them: near each other, but in no order (a fixed permutation of each window). */
function* shuffled(tasks: number): Iterable<number> {
  const window = 512;
  for (let from = 0; from < tasks; from += window) {
    const size = Math.min(window, tasks - from);
    // 167 is prime, so that it is coprime to every size but its own multiples.
    const stride = size % 167 === 0 ? 1 : 167;
    for (let at = 0; at < size; at += 1) yield from + ((at * stride) % size);
  }
}

/** The protocol's minimum: one write for every child of every node: tasks, components, and nodes below the root. */
const minimum = (components: number): number => {
  let writes = components * TASKS + components;
  for (let level = 1; level < height(components); level += 1) writes += width(components, level);
  return writes;
};

interface Measured {
  seconds: number;
  settles: number;
  expects: number;
  roots: number;
}

const counting = (store: TallyStore, counts: { settles: number; expects: number }): TallyStore => ({
  ...store,
  settle(key, settlement) {
    counts.settles += 1;
    return store.settle(key, settlement);
  },
  expect(key, expectation) {
    counts.expects += 1;
    return store.expect(key, expectation);
  },
});

/** Plans every component, seals, then settles every task with its climb; the settling alone is timed. */
const settleAll = async (components: number): Promise<Measured> => {
  const dataDir = await mkdtemp(join(tmpdir(), "torrent-bench-tally-"));
  const cloud = embeddedCloud({ dataDir });
  const measured = { seconds: 0, settles: 0, expects: 0, roots: 0 };
  const tally = counting(cloud.tally, measured);
  try {
    for (let slot = 0; slot < components; slot += 1)
      await tally.expect(slotKey(slotOf(slot)), { expected: TASKS, plan: { ...plan, component: String(slot) } });
    await seal(tally, { packageId, round: 1, tree: "" }, components);
    const started = performance.now();
    for (const task of shuffled(components * TASKS)) {
      const { climb } = await settleTask(tally, slotOf(Math.floor(task / TASKS)), task % TASKS, {
        outcome: "succeeded",
        receipt: { input: "0".repeat(64), version: 1, at: 1_700_000_000_000, ms: 12 },
        counts: { findings: 1 },
      });
      if (climb.root) measured.roots += 1;
    }
    measured.seconds = (performance.now() - started) / 1000;
    return measured;
  } finally {
    await cloud.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};

export const run = async (): Promise<BenchResult> => {
  await settleAll(sizes[1].components);
  const measured = new Map<number, Measured[]>(sizes.map(({ components }) => [components, []]));
  for (let time = 0; time < ROUNDS; time += 1)
    for (const { components, times } of sizes)
      for (let again = 0; again < times; again += 1) measured.get(components)?.push(await settleAll(components));
  const rows = [...measured].map(([components, runs]) => {
    const seconds = median(runs.map((one) => one.seconds));
    const { settles, expects, roots } = runs[0] ?? { settles: 0, expects: 0, roots: 0 };
    const tasks = components * TASKS;
    return {
      tasks,
      components,
      seconds: round(seconds),
      perSecond: Math.round(tasks / seconds),
      microsecondsEach: round((seconds / tasks) * 1e6),
      settleWrites: settles,
      minimumWrites: minimum(components),
      planAndSealWrites: expects,
      rootsCompleted: roots,
    };
  });
  const smallest = rows[0]!;
  const largest = rows.at(-1)!;
  const growth = largest.microsecondsEach / smallest.microsecondsEach;
  const formula = Math.ceil(largest.tasks + largest.components + largest.components / 99);
  return {
    rows,
    targets: [
      atLeast("settlements per second, 65,536 tasks", largest.perSecond, 5_000),
      equals("write units for settling 65,536 tasks (protocol's minimum)", largest.settleWrites, largest.minimumWrites),
      atMost("write units against tasks + components + components/99", largest.settleWrites, formula),
      atMost("time per settlement, 65,536 tasks over 1,000", round(growth), 1.2),
      equals("completed roots", largest.rootsCompleted, 1),
    ],
  };
};

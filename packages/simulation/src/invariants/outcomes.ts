import { collect, keys, PackageOutcome, type PackageRow, type PlannedTask, type Receipt } from "@torrent/core/unstable";
import type { Expectation } from "../subject.ts";
import type { World } from "../world/world.ts";
import type { Say } from "./audit.ts";
import { checkSums } from "./refold.ts";
import { nodesOf, orphans } from "./trees.ts";

/** The outcome of the package's last finished round: its counts, and that it holds every result that a task reported. */
export const checkOutcome = async (
  world: World,
  expectation: Expectation | undefined,
  row: PackageRow,
  say: Say,
): Promise<void> => {
  const revision = row.revision ?? 0;
  const outcome = await outcomeOf(world, row, revision);
  if (!outcome) return say("I3", `${row.name} has no outcome of revision ${revision}`);
  const { expected, ...ends } = outcome.tasks;
  const ended = Object.values(ends).reduce((sum, count) => sum + count, 0);
  if (ended !== expected) say("I2", `${row.name}: the outcome counts ${ended} ends of ${expected} tasks`);
  const reported = reportedIn(world, row, revision);
  for (const name of repeated(world, row, revision)) say("I3", `${row.name}: ${name} is in the outcome twice`);
  for (const [name, digest] of expectation ? reported : []) {
    const known = expectation?.outputs.get(name);
    if (!expectation?.outputs.has(name) || (known !== undefined && known !== digest))
      say("I4", `${row.name}: the result of ${name} is ${digest}, not ${known ?? "any"}`);
  }
  const { tasks, hasOrphans } = await latest(world, row, revision);
  let succeeded = 0;
  for (const [name, { task, receipt }] of tasks) {
    if (receipt?.outcome !== "succeeded") continue;
    succeeded += 1;
    const result = keys.result(task.pass, receipt.version ?? task.version, receipt.input ?? "");
    if (!(await world.cloud.objects.head(result))) say("I4", `${row.name}: ${name} succeeded without a result`);
    if (!reported.has(name)) say("I4", `${row.name}: the outcome of revision ${revision} misses the result of ${name}`);
  }
  // What a subtree still does after its task was given up may end before the outcome or after it.
  if (hasOrphans) return;
  if (tasks.size !== expected)
    say("I2", `${row.name}: the outcome expects ${expected} tasks, the plans hold ${tasks.size}`);
  if (succeeded !== outcome.tasks.succeeded || succeeded !== reported.size)
    say(
      "I4",
      `${row.name}: ${succeeded} tasks succeeded; the outcome counts ${outcome.tasks.succeeded}, with ${reported.size} results`,
    );
  await checkSums(world, row, outcome, say);
};

/** Digests of the outputs in a round's sum, by component and pass. */
export const reportedIn = ({ audit }: World, { id }: PackageRow, revision: number): ReadonlyMap<string, string> =>
  new Map(audit.sums.get(`${id} ${revision}`)?.at(-1)?.outputs);

/** Component and pass of outputs that some sum of the round holds more than once. */
const repeated = ({ audit }: World, { id }: PackageRow, revision: number): string[] =>
  (audit.sums.get(`${id} ${revision}`) ?? []).flatMap(({ outputs }) => {
    const seen = new Set<string>();
    return outputs.flatMap(([name]) => (seen.size === seen.add(name).size ? [name] : []));
  });

const outcomeOf = async (
  { cloud }: World,
  { id }: PackageRow,
  revision: number,
): Promise<PackageOutcome | undefined> => {
  const object = await cloud.objects.get(keys.outcome(id, revision));
  if (!object) return undefined;
  return PackageOutcome.safeParse(JSON.parse(new TextDecoder().decode(await collect(object.body)))).data;
};

interface Ends {
  tasks: Map<string, { task: PlannedTask; receipt: Receipt | undefined }>;
  hasOrphans: boolean;
}

/** How each task ended last. */
const latest = async (world: World, row: PackageRow, rounds: number): Promise<Ends> => {
  const ends: Ends = { tasks: new Map(), hasOrphans: false };
  for (let round = 1; round <= rounds; round++) {
    const nodes = await nodesOf(world, row, round);
    const orphaned = orphans(nodes);
    if (orphaned.size > 0) ends.hasOrphans = true;
    for (const { key, plan, receipts } of nodes) {
      // A component that could not be classified before has its real tasks now.
      if (plan && plan.sha256 !== "") ends.tasks.delete(`${plan.component} classify`);
      for (const [child, task] of orphaned.has(key.tree) ? [] : (plan?.tasks ?? []).entries()) {
        const name = `${plan?.component} ${task.pass}`;
        const receipt = receipts.get(child);
        if (receipt || !ends.tasks.has(name)) ends.tasks.set(name, { task, receipt });
      }
    }
  }
  return ends;
};

import { keys, type PackageRow, type PlannedTask, type Receipt, Report } from "@torrent/core/unstable";
import type { Delivery } from "../world/packages.ts";
import type { World } from "../world/world.ts";
import type { Say } from "./audit.ts";
import { everyMark } from "./expected.ts";
import { nodesOf, orphans } from "./trees.ts";

/** The report of the package's last finished round: its counts, and that every result is in it that a task reported. */
export const checkReport = async (world: World, delivery: Delivery, row: PackageRow, say: Say): Promise<void> => {
  const revision = row.revision ?? 0;
  const body = await textOf(world, keys.report(row.id, revision));
  const report = body === undefined ? undefined : Report.safeParse(JSON.parse(body)).data;
  if (!report) return say("I3", `${row.name} has no report of revision ${revision}`);
  const { expected, ...ends } = report.tasks;
  const ended = Object.values(ends).reduce((sum, count) => sum + count, 0);
  if (ended !== expected) say("I2", `${row.name}: the report counts ${ended} ends of ${expected} tasks`);
  const seen = await findingsOf(world, row, revision, say);
  const marks = everyMark(delivery);
  for (const [key, title] of seen)
    if (marks.get(key) !== title) say("I4", `${row.name}: ${key} reports ${title}, not ${marks.get(key)}`);
  const { tasks, hasOrphans } = await latest(world, row, revision);
  let succeeded = 0;
  for (const [key, { task, receipt }] of tasks) {
    if (receipt?.outcome !== "succeeded") continue;
    succeeded += 1;
    const result = keys.result(task.pass, receipt.version ?? task.version, receipt.input ?? "");
    if (!(await world.cloud.objects.head(result))) say("I4", `${row.name}: ${key} succeeded without a result`);
    if (!seen.has(key)) say("I4", `${row.name}: the report of revision ${revision} misses the result of ${key}`);
  }
  // What a subtree still does after its task was given up may end before the report or after it.
  if (hasOrphans) return;
  if (tasks.size !== expected)
    say("I2", `${row.name}: the report expects ${expected} tasks, the plans hold ${tasks.size}`);
  const { total } = report.findings;
  if (succeeded !== report.tasks.succeeded || succeeded !== total)
    say(
      "I4",
      `${row.name}: ${succeeded} tasks succeeded; the report counts ${report.tasks.succeeded}, with ${total} findings`,
    );
};

/** Findings by component and pass. */
export const findingsOf = async (
  world: World,
  row: PackageRow,
  revision: number,
  say: Say,
): Promise<ReadonlyMap<string, string>> => {
  const seen = new Map<string, string>();
  const lines = (await textOf(world, keys.findings(row.id, revision))) ?? "";
  for (const line of lines.split("\n").filter((one) => one !== "")) {
    const { component, pass, title } = JSON.parse(line) as { component: string; pass: string; title: string };
    const key = `${component} ${pass}`;
    if (seen.has(key)) say("I3", `${row.name}: the finding of ${key} is in the report twice`);
    seen.set(key, title);
  }
  return seen;
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

const textOf = async (world: World, key: string): Promise<string | undefined> => {
  const object = await world.cloud.objects.get(key);
  if (!object) return undefined;
  const decoder = new TextDecoder();
  let whole = "";
  for await (const chunk of object.body) whole += decoder.decode(chunk, { stream: true });
  return whole;
};

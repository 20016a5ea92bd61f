import {
  height,
  isTerminalState,
  keys,
  type PackageRow,
  type Report,
  Report as ReportSchema,
  settledTasks,
  slotKey,
  type TallyNode,
} from "@torrent/core";
import { componentsOf, type Delivery } from "../world/packages.ts";
import type { World } from "../world/world.ts";
import type { Violation } from "./audit.ts";
import { everyMark } from "./expected.ts";

/** All that a finished run shows against the invariants; what was seen on the way included. */
export const violationsOf = async (world: World, finished: boolean): Promise<Violation[]> => {
  const found: Violation[] = [...world.audit.violations];
  const say = (invariant: Violation["invariant"], what: string): void => void found.push({ invariant, what });
  if (!finished) say("I1", `nothing ended within the limit; ${world.cloud.queues.pending()} messages are left`);
  const rows = new Map((await world.rows()).map((row) => [row.name, row]));
  for (const delivery of world.deliveries) {
    const row = rows.get(delivery.name);
    if (!row) say("I1", `${delivery.name} was delivered and is not known`);
    else if (!isTerminalState(row.state)) say("I1", `${delivery.name} is still ${row.state}`);
    else if (row.state !== "rejected") await checkPackage(world, delivery, row, say);
    else if (row.error === undefined) say("I1", `${delivery.name} was rejected without a reason`);
  }
  return found;
};

type Say = (invariant: Violation["invariant"], what: string) => void;

const checkPackage = async (world: World, delivery: Delivery, row: PackageRow, say: Say): Promise<void> => {
  if (delivery.hostile) say("I6", `${row.name} must be rejected and is ${row.state}`);
  if (row.components !== componentsOf(delivery).length)
    say("I2", `${row.name} has ${row.components} components of ${componentsOf(delivery).length}`);
  for (let round = 1; round <= row.round; round++) await checkTree(world, row, round, say);
  if (row.revision === undefined) {
    if (row.error === undefined && row.state !== "cancelled")
      say("I1", `${row.name} is ${row.state} without report or reason`);
    return;
  }
  const object = await world.cloud.objects.get(keys.report(row.id, row.revision));
  const report = object && ReportSchema.safeParse(JSON.parse(await text(object.body))).data;
  if (!report) return say("I3", `${row.name} has no report of revision ${row.revision}`);
  await checkReport(world, delivery, row, report, say);
};

/** settled ∪ missing = expected, in every node, and every sum is the sum of what is below it. */
const checkTree = async (world: World, row: PackageRow, round: number, say: Say): Promise<void> => {
  const { tally } = world.cloud;
  const name = `${row.name} round ${round}`;
  let tasks = 0;
  for await (const node of tally.components(row.id, round)) {
    const at = `${name} slot ${node.key.tree}/${node.key.index}`;
    if (!node.plan) {
      say("I2", `${at} has no plan`);
      continue;
    }
    const { length } = node.plan.tasks;
    tasks += length;
    if (node.settled.size !== length || node.receipts.size !== length)
      say("I2", `${at}: ${node.settled.size} of ${length} tasks are settled, with ${node.receipts.size} receipts`);
    if (settledTasks(node.totals) < node.receipts.size) say("I2", `${at}: its totals miss tasks`);
  }
  if (round !== row.round) return;
  const slots = row.slots ?? 0;
  const root = await tally.read({ packageId: row.id, round, tree: "", level: height(slots), index: 0 });
  if (!root) return say("I2", `${name} has no root`);
  if (settledTasks(root.totals) !== tasks)
    say("I2", `${name}: the root counts ${settledTasks(root.totals)} tasks of ${tasks}`);
  for (let level = 1; level <= height(slots); level++) await checkLevel(world, row, round, level, say);
};

const checkLevel = async (world: World, row: PackageRow, round: number, level: number, say: Say): Promise<void> => {
  for await (const node of world.cloud.tally.level({ packageId: row.id, round, tree: "", level })) {
    const at = `${row.name} round ${round} node ${level}/${node.key.index}`;
    const expected = node.expected ?? 100;
    if (node.settled.size !== expected) say("I2", `${at}: ${node.settled.size} of ${expected} children are settled`);
    let below = 0;
    for (const child of node.settled) {
      const key = { ...node.key, level: level - 1, index: node.key.index * 100 + child };
      const child_: TallyNode | undefined = await world.cloud.tally.read(key);
      below += child_ ? settledTasks(child_.totals) : 0;
    }
    if (below !== settledTasks(node.totals))
      say("I2", `${at}: counts ${settledTasks(node.totals)} tasks, below are ${below}`);
  }
};

const checkReport = async (
  world: World,
  delivery: Delivery,
  row: PackageRow,
  report: Report,
  say: Say,
): Promise<void> => {
  const { expected, ...ends } = report.tasks;
  const ended = Object.values(ends).reduce((sum, count) => sum + count, 0);
  if (ended !== expected) say("I2", `${row.name}: the report counts ${ended} ends of ${expected} tasks`);
  const marks = everyMark(delivery);
  const seen = new Map<string, string>();
  const findings = await world.cloud.objects.get(keys.findings(row.id, report.revision));
  for (const line of (findings ? await text(findings.body) : "").split("\n").filter((one) => one !== "")) {
    const { component, pass, title } = JSON.parse(line) as { component: string; pass: string; title: string };
    const key = `${component} ${pass}`;
    if (seen.has(key)) say("I3", `${row.name}: the finding of ${key} is in the report twice`);
    seen.set(key, title);
    if (marks.get(key) !== title) say("I4", `${row.name}: ${key} reports ${title}, not ${marks.get(key)}`);
  }
  let tasks = 0;
  let succeeded = 0;
  for (let slot = 0; slot < componentsOf(delivery).length; slot++) {
    const node = await latest(world, row, slot);
    for (const [child, { outcome, input, version }] of node?.receipts ?? []) {
      tasks += 1;
      const task = node?.plan?.tasks[child];
      if (outcome !== "succeeded" || !task) continue;
      succeeded += 1;
      const key = keys.result(task.pass, version ?? task.version, input ?? "");
      if (!(await world.cloud.objects.head(key)))
        say("I4", `${row.name}: ${slot} ${task.pass} succeeded without a result`);
      if (!seen.has(`${slot} ${task.pass}`))
        say("I4", `${row.name}: the report misses the result of ${slot} ${task.pass}`);
    }
  }
  if (row.round !== 1) return;
  if (tasks !== expected) say("I2", `${row.name}: the report expects ${expected} tasks, the plans hold ${tasks}`);
  if (succeeded !== report.tasks.succeeded || succeeded !== report.findings.total)
    say(
      "I4",
      `${row.name}: ${succeeded} tasks succeeded, the report counts ${report.tasks.succeeded} with ${report.findings.total} findings`,
    );
};

const latest = (world: World, row: PackageRow, slot: number): Promise<TallyNode | undefined> =>
  world.cloud.tally.read(slotKey({ packageId: row.id, round: 1, tree: "", slot }));

const text = async (body: AsyncIterable<Uint8Array>): Promise<string> => {
  let whole = "";
  const decoder = new TextDecoder();
  for await (const chunk of body) whole += decoder.decode(chunk, { stream: true });
  return whole;
};

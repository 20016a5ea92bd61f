import { isUnplanned, type Plan, unplanned } from "../../plan.ts";
import type { PackageRow, RedriveSelection } from "../../ports/package-store.ts";
import { type GatheredComponent, type GatheredTask, gather } from "../../reduce/gather.ts";
import type { Pipeline } from "../pipeline.ts";
import { fingerprint } from "./fingerprint.ts";

const matches = (selection: RedriveSelection, component: string, { task, receipt }: GatheredTask): boolean => {
  const { passes, olderThan } = selection;
  if (selection.component !== undefined && selection.component !== component) return false;
  if (passes && !passes.includes(task.pass)) return false;
  if (selection.fingerprint !== undefined)
    return receipt?.error !== undefined && fingerprint(receipt.error) === selection.fingerprint;
  if (olderThan) return (receipt?.version ?? task.version) < (olderThan[task.pass] ?? 0);
  return passes !== undefined || selection.component !== undefined || receipt?.outcome !== "succeeded";
};

/** Children of the plan that are run again: the selected, what comes after them, and what any of these reads. */
const again = ({ plan, tasks }: GatheredComponent, selection: RedriveSelection): Set<number> => {
  const chosen = new Set<number>();
  const known = new Map(tasks.map((planned) => [planned.task.pass, planned]));
  plan.tasks.forEach((task, child) => {
    const gathered = known.get(task.pass);
    if (gathered && matches(selection, plan.component, gathered)) chosen.add(child);
  });
  plan.tasks.forEach((task, child) => {
    if (task.after.some((before) => chosen.has(before))) chosen.add(child);
  });
  for (let child = plan.tasks.length - 1; child >= 0; child -= 1)
    if (chosen.has(child)) for (const before of plan.tasks[child]?.after ?? []) chosen.add(before);
  return chosen;
};

const partOf = (plan: Plan, children: ReadonlySet<number>): Plan => {
  const kept = [...children].sort((a, b) => a - b);
  const place = new Map(kept.map((child, index) => [child, index]));
  const tasks = kept.flatMap((child) => plan.tasks[child] ?? []);
  return {
    ...plan,
    tasks: tasks.map((task) => ({ ...task, after: task.after.flatMap((before) => place.get(before) ?? []) })),
  };
};

/** The plans of a round, in the order of its slots: a function of what was settled before it, and so repeatable. */
export const plansOf = async (
  { cloud }: Pipeline,
  id: string,
  before: number,
  selection: RedriveSelection,
): Promise<Plan[]> =>
  (await gather(cloud, id, before)).flatMap((component) => {
    const children = again(component, selection);
    if (children.size > 0 && isUnplanned(component.plan)) return [component.plan];
    return children.size > 0 ? [partOf(component.plan, children)] : [];
  });

/**
 * The plan of each slot of the row's round, for those that nobody has written yet. In round 1 nothing is known of them
 * but that they have not been classified.
 */
export const plansOfRound = async (pipeline: Pipeline, row: PackageRow): Promise<Plan[]> =>
  row.round === 1
    ? Array.from({ length: row.slots ?? 0 }, (_, slot) => unplanned(String(slot)))
    : plansOf(pipeline, row.id, row.round - 1, row.redrive ?? {});

import { isUnplanned, type Plan, type PlannedTask } from "../plan.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { Receipt, TallyNode } from "../ports/tally-store.ts";
import { byRef } from "./order.ts";

/** A task's latest end over the rounds; `receipt` is missing where it never settled. */
export interface GatheredTask {
  task: PlannedTask;
  round: number;
  receipt?: Receipt;
}

export interface GatheredComponent {
  plan: Plan;
  tasks: GatheredTask[];
}

/** What is known of a component once a later round's node is known too: its outcomes replace the earlier ones. */
export const withNode = (
  last: GatheredComponent | undefined,
  { key, plan, receipts }: TallyNode,
): GatheredComponent | undefined => {
  if (!plan) return last;
  // Classified at last: the failed classification is not a task of the component any more.
  const known = last && isUnplanned(last.plan) && !isUnplanned(plan) ? undefined : last;
  const tasks = new Map((known?.tasks ?? []).map((gathered) => [gathered.task.pass, gathered]));
  plan.tasks.forEach((task, child) => {
    const receipt = receipts.get(child);
    if (receipt || !tasks.has(task.pass))
      tasks.set(task.pass, { task, round: key.round, ...(receipt ? { receipt } : {}) });
  });
  return { plan: known?.plan ?? plan, tasks: [...tasks.values()] };
};

/**
 * Every component of the package with how each of its tasks ended last. In the order of the components, whatever order
 * the store gives, so that what is made of it is reproducible.
 */
export const gather = async (cloud: Cloud, packageId: string, round: number): Promise<GatheredComponent[]> => {
  const components = new Map<string, GatheredComponent>();
  for (let r = 1; r <= round; r += 1)
    for await (const node of cloud.tally.components(packageId, r)) {
      const { plan } = node;
      const one = plan && withNode(components.get(plan.component), node);
      if (one) components.set(one.plan.component, one);
    }
  return [...components.values()].sort((a, b) => byRef(a.plan.component, b.plan.component));
};

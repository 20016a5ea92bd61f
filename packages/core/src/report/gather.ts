import { isUnplanned, type Plan, type PlannedTask } from "../plan.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { Receipt } from "../ports/tally-store.ts";

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

const byRef = (a: string, b: string): number => {
  const left = a.split("/");
  const right = b.split("/");
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const [x = "", y = ""] = [left[i], right[i]];
    if (x === y) continue;
    const difference = Number(x) - Number(y);
    return Number.isNaN(difference) ? (x < y ? -1 : 1) : difference;
  }
  return left.length - right.length;
};

/**
 * Every component of the package with how each of its tasks ended last: a later round's outcome replaces an earlier
 * one's. In the order of the components, whatever order the store gives, so that a report is reproducible.
 */
export const gather = async (cloud: Cloud, packageId: string, round: number): Promise<GatheredComponent[]> => {
  const components = new Map<string, GatheredComponent>();
  for (let r = 1; r <= round; r += 1) {
    for await (const node of cloud.tally.components(packageId, r)) {
      const { plan, receipts } = node;
      if (!plan) continue;
      const last = components.get(plan.component);
      // Classified at last: the failed classification is not a task of the component any more.
      const known = last && isUnplanned(last.plan) && !isUnplanned(plan) ? undefined : last;
      const tasks = new Map((known?.tasks ?? []).map((one) => [one.task.pass, one]));
      plan.tasks.forEach((task, child) => {
        const receipt = receipts.get(child);
        if (receipt || !tasks.has(task.pass)) tasks.set(task.pass, { task, round: r, ...(receipt ? { receipt } : {}) });
      });
      components.set(plan.component, { plan: known?.plan ?? plan, tasks: [...tasks.values()] });
    }
  }
  return [...components.values()].sort((a, b) => byRef(a.plan.component, b.plan.component));
};

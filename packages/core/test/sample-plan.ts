import type { Plan } from "../src/plan.ts";

/** A plan of independent tasks `t0`, `t1`, …; `after` gives edges. */
export const samplePlan = (component: string, tasks: number, after: number[][] = []): Plan => ({
  component,
  sha256: "0".repeat(64),
  kind: "text",
  bytes: 1,
  name: `file-${component}`,
  tasks: Array.from({ length: tasks }, (_, task) => ({
    pass: `t${task}`,
    version: 1,
    after: after[task] ?? [],
    route: "function" as const,
    lane: "standard" as const,
    seconds: 1,
    required: true,
  })),
});

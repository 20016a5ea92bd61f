import type { Route } from "../../plan.ts";
import type { Cloud } from "../../ports/cloud.ts";

/** What one task was expected to take, and what it took. */
export interface Measurement {
  pass: string;
  kind: string;
  bytes: number;
  route: Route;
  estimatedSeconds: number;
  seconds: number;
}

/** Every task of a round that succeeded at its first try, with its receipt's time; one that found its result made already counts too. */
export async function* measurements(cloud: Cloud, packageId: string, round: number): AsyncIterable<Measurement> {
  for await (const { plan, receipts } of cloud.tally.components(packageId, round)) {
    if (!plan) continue;
    for (const [child, task] of plan.tasks.entries()) {
      const receipt = receipts.get(child);
      if (receipt?.outcome !== "succeeded" || receipt.ms === undefined || (receipt.attempts ?? 1) > 1) continue;
      const { pass, route, seconds: estimatedSeconds } = task;
      yield { pass, kind: plan.kind, bytes: plan.bytes, route, estimatedSeconds, seconds: receipt.ms / 1000 };
    }
  }
}

/** What a pass did in a package. */
export interface Throughput {
  pass: string;
  tasks: number;
  /** Tasks that a worker ran; the rest ran in functions. */
  heavy: number;
  bytes: number;
  /** Spent in the pass, summed over its tasks, which run concurrently. */
  seconds: number;
}

/** Per pass, in the order of the plans. */
export const throughput = async (tasks: AsyncIterable<Measurement>): Promise<Throughput[]> => {
  const byPass = new Map<string, Throughput>();
  for await (const { pass, route, bytes, seconds } of tasks) {
    const sum = byPass.get(pass) ?? { pass, tasks: 0, heavy: 0, bytes: 0, seconds: 0 };
    sum.tasks += 1;
    if (route === "worker") sum.heavy += 1;
    sum.bytes += bytes;
    sum.seconds += seconds;
    byPass.set(pass, sum);
  }
  return [...byPass.values()];
};

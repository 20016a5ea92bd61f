import { fromMetadata } from "../../component-metadata.ts";
import { isTerminal } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { Outcome } from "../../outcome.ts";
import { isUnplanned, type PlannedTask } from "../../plan.ts";
import { isTerminalState, type PackageRow } from "../../ports/package-store.ts";
import type { Receipt, TallyNode } from "../../ports/tally-store.ts";
import { resultInput, upstreamKey, upstreamOf } from "../../results/result-key.ts";
import { orphans } from "../../tally/orphans.ts";
import type { Performing } from "../pipeline.ts";

/** A result that is there although its task was given up: the report does not hold it, or came before it. */
export interface LateResult {
  component: string;
  name: string;
  pass: string;
  round: number;
  /** What is recorded of the task; `succeeded` where it belongs to a subtree that nothing waited for. */
  outcome: Outcome;
}

export interface LateResults {
  /** In the order in which the store gives the components. */
  results: LateResult[];
  /** Tasks that ended without success and were not looked at any more; 0 unless there are very many. */
  unlooked: number;
}

/** Tasks whose result is looked for, each by two reads. */
const LOOKED = 1000;
const CONCURRENCY = 32;

type Late = Pick<Performing, "cloud" | "passes">;

interface End {
  node: TallyNode;
  child: number;
  task: PlannedTask;
  receipt: Receipt | undefined;
  orphaned: boolean;
}

/**
 * Results that came after their task's outcome was recorded otherwise: past the deadline, after a dead letter or a
 * cancellation. Nothing is recorded when one comes; the stored result itself shows it, so that no crash can lose
 * it. A redrive of what did not succeed takes each as it is, and makes the revision that holds it.
 */
export const lateResults = async ({ cloud, passes }: Late, row: PackageRow): Promise<LateResults> => {
  const late: LateResults = { results: [], unlooked: 0 };
  if (!isTerminalState(row.state)) return late;
  const candidates: End[] = [];
  for (const end of (await lastEnds({ cloud, passes }, row)).values()) {
    const { receipt, orphaned } = end;
    if (receipt?.outcome === "succeeded" ? orphaned : receipt?.outcome !== "skipped") candidates.push(end);
  }
  late.unlooked = Math.max(0, candidates.length - LOOKED);
  const queue = candidates.slice(0, LOOKED).entries();
  const found: (LateResult | undefined)[] = [];
  const look = async (): Promise<void> => {
    for (const [place, end] of queue) if (await hasResult({ cloud, passes }, end)) found[place] = lateOf(end);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, look));
  late.results = found.filter((result) => result !== undefined);
  return late;
};

const lateOf = ({ node, task, receipt }: End): LateResult => ({
  component: node.plan?.component ?? "",
  name: node.plan?.name ?? "",
  pass: task.pass,
  round: node.key.round,
  outcome: receipt?.outcome ?? "expired",
});

/** How each task ended last; a task that a later round ran again is known by that one alone. */
const lastEnds = async ({ cloud }: Late, row: PackageRow): Promise<ReadonlyMap<string, End>> => {
  const ends = new Map<string, End>();
  for (let round = 1; round <= row.round; round += 1) {
    const nodes: TallyNode[] = [];
    for await (const node of cloud.tally.components(row.id, round)) nodes.push(node);
    const orphaned = orphans(nodes);
    for (const node of nodes) {
      if (!node.plan || isUnplanned(node.plan)) continue;
      for (const [child, task] of node.plan.tasks.entries()) {
        const receipt = node.receipts.get(child);
        const name = `${node.plan.component} ${task.pass}`;
        if (receipt || !ends.has(name))
          ends.set(name, { node, child, task, receipt, orphaned: orphaned.has(node.key.tree) });
      }
    }
  }
  return ends;
};

const hasResult = async ({ cloud, passes }: Late, { node, child, task, receipt }: End): Promise<boolean> => {
  if (receipt?.outcome === "succeeded") return true;
  const { plan, key } = node;
  const info = plan && (await cloud.objects.head(keys.component(key.packageId, plan.component)));
  if (!plan || !info) return false;
  const upstream = upstreamOf(plan, node, child);
  if (upstream.length < task.after.length) return false;
  try {
    const { facts } = fromMetadata(info.metadata);
    // A pass that this deployment does not have shares its results by package, as most do.
    const cache = passes.get(task.pass)?.cache ?? "package";
    const { packageId, round } = key;
    const occasion = { packageId, ref: plan.component, round, attempt: receipt?.attempts ?? 1 };
    const pass = { name: task.pass, version: task.version, cache };
    const input = resultInput(facts, pass, upstream.map(upstreamKey), occasion);
    return (await cloud.objects.head(keys.result(task.pass, task.version, input))) !== undefined;
  } catch (error) {
    if (isTerminal(error)) return false;
    throw error;
  }
};

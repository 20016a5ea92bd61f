import { isTerminalState, lateResults, limits, type PackageRow, registry } from "@torrent/core/unstable";
import type { World } from "../world/world.ts";
import type { Say } from "./audit.ts";
import { findingsOf } from "./reports.ts";
import { nodesOf, orphans } from "./trees.ts";

/** Every result that came late, or from a subtree that nothing waited for, is in the report or listed. */
export const checkLate = async (world: World, row: PackageRow, say: Say): Promise<void> => {
  if (!isTerminalState(row.state)) return;
  const came = world.audit.late
    .filter(({ packageId }) => packageId === row.id)
    .map(({ component, pass }) => `${component} ${pass}`);
  for (let round = 1; round <= row.round; round++) {
    const nodes = await nodesOf(world, row, round);
    const orphaned = orphans(nodes);
    for (const { key, plan, receipts } of nodes)
      if (orphaned.has(key.tree))
        for (const [child, { outcome }] of receipts)
          if (outcome === "succeeded") came.push(`${plan?.component} ${plan?.tasks[child]?.pass}`);
  }
  if (came.length === 0) return;
  const pipeline = { cloud: world.cloud, passes: registry([]), rules: [], limits, scratchDir: "/nowhere" };
  const { results } = await lateResults(pipeline, row);
  const listed = new Set(results.map(({ component, pass }) => `${component} ${pass}`));
  const reported = row.revision === undefined ? undefined : await findingsOf(world, row, row.revision, say);
  for (const name of new Set(came)) {
    if (!reported?.has(name) && !listed.has(name)) say("I4", `${row.name}: the late result of ${name} is not listed`);
    if (listed.has(name)) world.faults.see("late result, listed");
  }
};

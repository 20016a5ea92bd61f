import { lateResults } from "@torrent/core/operations";
import { isTerminalState, type PackageRow } from "@torrent/core/unstable";
import type { World } from "../world/world.ts";
import type { Say } from "./audit.ts";
import { reportedIn } from "./outcomes.ts";
import { nodesOf, orphans } from "./trees.ts";

/** Every result that came late, or from a subtree that nothing waited for, is in the outcome or listed. */
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
  const { passes } = world.choreography;
  const { results } = await lateResults({ cloud: world.cloud, passes }, row);
  const listed = new Set(results.map(({ component, pass }) => `${component} ${pass}`));
  const reported = row.revision === undefined ? undefined : reportedIn(world, row, row.revision);
  for (const name of new Set(came)) {
    // What such a pass gave belongs to one attempt.
    if (passes.get(name.slice(name.indexOf(" ") + 1))?.cache === "none") continue;
    if (!reported?.has(name) && !listed.has(name)) say("I4", `${row.name}: the late result of ${name} is not listed`);
    if (listed.has(name)) world.faults.see("late result, listed");
  }
};

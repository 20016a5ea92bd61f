import { redrive } from "@torrent/core/operations";
import type { PackageRow, RedriveSelection } from "@torrent/core/unstable";
import { audit } from "../auth/audit.ts";
import { claimOf, readClaimResult, recordClaimResult, sameRequest } from "../auth/idempotency.ts";
import type { Caller, Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { requirePackage } from "../packages/packages.ts";

export interface RedriveRequest {
  selection: RedriveSelection;
  /** The request's `Idempotency-Key`. */
  key: string | undefined;
  caller: Caller;
  requestId: string;
}

/** What a redrive would run again. */
export const previewRedrive = async ({ pipeline }: Deps, id: string, selection: RedriveSelection) => {
  const plan = await redrive(pipeline, id, selection, { dryRun: true });
  if (plan?.refused) throw new Problem("conflict", plan.refused.message);
  return { components: plan?.components ?? 0, tasks: plan?.tasks ?? 0 };
};

/** Opens a package's next round once per key, and returns the round's number. */
export const redrivePackage = async (deps: Deps, row: PackageRow, request: RedriveRequest): Promise<number> => {
  const { cloud, pipeline } = deps;
  const { id } = row;
  const { selection, key, caller, requestId } = request;
  const claim = key === undefined ? undefined : await claimOf(cloud, caller, key, { id, selection, round: row.round });
  if (claim && !sameRequest(claim, { id, selection }))
    throw new Problem("conflict", "This Idempotency-Key has already been used for a different request");
  const from = claim?.round ?? row.round;
  const known = key === undefined ? undefined : await readClaimResult(cloud, caller, key);
  // This request was refused, and a different one has opened a round since; that round does not answer this one.
  if (known && "refused" in known && row.round > from) throw new Problem("conflict", known.refused);
  // If the first request has opened the claim's round already, this one only reports it.
  if (row.round === from) {
    await audit(cloud, { action: "redrive", on: id, caller, requestId, fields: { selection, round: from + 1 } });
    const done = await redrive(pipeline, id, selection);
    if (key !== undefined && done?.started) await recordClaimResult(cloud, caller, key, { opened: from + 1 });
    // The same request may be running concurrently; the round that it opened answers this one as well.
    const opened = claim !== undefined && (await requirePackage(deps, id)).round > from;
    if (done?.refused && key !== undefined && !opened)
      await recordClaimResult(cloud, caller, key, { refused: done.refused.message });
    if (done?.refused && !opened) throw new Problem("conflict", done.refused.message);
  }
  return from + 1;
};

import { redrive } from "@torrent/core/operations";
import type { PackageRow, RedriveSelection } from "@torrent/core/unstable";
import { audit } from "../auth/audit.ts";
import { oncePerKey } from "../auth/idempotency.ts";
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
  const from = await oncePerKey(cloud, {
    caller,
    key,
    id,
    selection,
    current: { round: row.round },
    opens: ({ round }) => round + 1,
    run: async () => {
      await audit(cloud, { action: "redrive", on: id, caller, requestId, fields: { selection, round: row.round + 1 } });
      return (await redrive(pipeline, id, selection))?.refused?.message;
    },
    isDone: async ({ round }) => (await requirePackage(deps, id)).round > round,
  });
  return from.round + 1;
};

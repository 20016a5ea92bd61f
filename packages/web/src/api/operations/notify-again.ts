import { redriveCompletions } from "@torrent/core/operations";
import { type AnnouncedState, completionKey, isTerminalState, type PackageRow } from "@torrent/core/unstable";
import { audit } from "../auth/audit.ts";
import { oncePerKey } from "../auth/idempotency.ts";
import type { Caller, Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";

export interface NotifyRequest {
  /** Only these; by default every subscriber whose notification failed. */
  subscribers: string[] | undefined;
  /** The request's `Idempotency-Key`. */
  key: string | undefined;
  caller: Caller;
  requestId: string;
}

/** The notifications that a redrive sends: where it stands in the package's history decides, so that a repetition is the same. */
interface Generation {
  round: number;
  state: string;
  generation: number;
}

const generationOf = ({ round, state, completionGeneration = 0 }: PackageRow): Generation => ({
  round,
  state,
  generation: completionGeneration,
});

const notified = async ({ cloud }: Deps, packageId: string, { generation, ...of }: Generation): Promise<string[]> => {
  const key = completionKey({
    packageId,
    round: of.round,
    state: of.state as AnnouncedState,
    generation: generation + 1,
  });
  return ((await cloud.tally.read(key))?.plan?.tasks ?? []).map(({ pass }) => pass);
};

/** Notifies subscribers of a package's end again, once per key. */
export const notifyAgain = async (
  deps: Deps,
  row: PackageRow,
  { subscribers, key, caller, requestId }: NotifyRequest,
): Promise<{ subscribers: string[]; generation: number }> => {
  const { cloud, pipeline } = deps;
  const { id } = row;
  if (!isTerminalState(row.state))
    throw new Problem("conflict", `The package is ${row.state}; its subscribers are notified when it has ended`);
  const from = await oncePerKey(cloud, {
    caller,
    key,
    id,
    selection: { completions: subscribers ?? [] },
    current: generationOf(row),
    opens: ({ generation }) => generation + 1,
    run: async () => {
      const fields = { subscribers: subscribers ?? "failed", round: row.round };
      await audit(cloud, { action: "redrive-completions", on: id, caller, requestId, fields });
      const done = await redriveCompletions(pipeline, id, subscribers);
      return done ? done.refused?.message : "The completions cannot be redriven";
    },
    isDone: async (from) => (await notified(deps, id, from)).length > 0,
  });
  return { subscribers: await notified(deps, id, from), generation: from.generation + 1 };
};

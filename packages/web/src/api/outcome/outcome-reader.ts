import { keys, PackageOutcome } from "@torrent/core/unstable";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { readJson } from "../http/read-json.ts";

/** The outcome of a round that was aggregated; a round that was cancelled has none. */
export const requireOutcome = async (
  { cloud }: Pick<Deps, "cloud">,
  id: string,
  revision: number,
): Promise<PackageOutcome> => {
  const outcome = await readJson(cloud.objects, keys.outcome(id, revision), PackageOutcome);
  if (!outcome) throw new Problem("not-found", `Package ${id} has no outcome of revision ${revision}`);
  return outcome;
};

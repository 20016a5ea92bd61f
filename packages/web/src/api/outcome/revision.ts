import * as z from "zod/mini";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { integerParam } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";

export const revision = () => z.optional(integerParam(1, 1_000_000));

/** The requested revision, or the latest one; refuses one that does not exist. */
export const revisionOf = async (deps: Deps, id: string, requested?: number): Promise<number> => {
  const row = await requirePackage(deps, id);
  if (row.revision === undefined)
    throw new Problem("not-found", `Package ${id} has no outcome yet; its state is ${row.state}`);
  if (requested !== undefined && requested > row.revision)
    throw new Problem("not-found", `Package ${id} has no revision ${requested}; the latest is ${row.revision}`);
  return requested ?? row.revision;
};

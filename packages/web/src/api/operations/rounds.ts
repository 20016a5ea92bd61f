import { isTerminalState, type PackageRow, progress } from "@torrent/core/unstable";
import * as z from "zod/mini";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { integerParam, PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";
import type { RoundView } from "./round-schema.ts";

const route = createRoute({
  id: "readRound",
  method: "get",
  path: "/{id}/rounds/{round}",
  request: { params: z.extend(PackageId, { round: integerParam(1, 1_000_000) }) },
});

export const roundView = async ({ cloud }: Deps, row: PackageRow, round: number): Promise<RoundView> => {
  const { settled, failed } = await progress(cloud.tally, row.id, round);
  const last = round === row.round;
  const slots = row.slots ?? row.components;
  return {
    packageId: row.id,
    round,
    status: last && !isTerminalState(row.state) ? "running" : "ended",
    ...(last ? { state: row.state } : {}),
    ...(last && slots !== undefined ? { components: slots } : {}),
    settled,
    failed,
  };
};

export const roundRoutes = (deps: Deps) =>
  routes().openapi(route, async (c) => {
    const { id, round } = c.req.valid("param");
    const row = await requirePackage(deps, id);
    if (round > row.round)
      throw new Problem("not-found", `Package ${id} has no round ${round}; the latest is ${row.round}`);
    c.header("cache-control", "private, no-cache");
    return c.json(await roundView(deps, row, round), 200);
  });

import { createRoute, z } from "@hono/zod-openapi";
import { isTerminalState, type PackageRow, packageStates, progress } from "@torrent/core";
import { type Deps, routes } from "./env.ts";
import { mustRead } from "./packages.ts";
import { Problem, problemResponses } from "./problem.ts";
import { PackageId } from "./schemas.ts";

export const RoundView = z
  .object({
    packageId: z.string(),
    round: z.number().int(),
    status: z.enum(["running", "ended"]),
    state: z.enum(packageStates).optional().openapi({ description: "How the package stands, for its last round." }),
    components: z.number().int().optional().openapi({ description: "How many it runs; known of the last round." }),
    settled: z.number().int(),
    failed: z.number().int(),
  })
  .openapi("Round");
export type RoundView = z.infer<typeof RoundView>;

const route = createRoute({
  method: "get",
  path: "/{id}/rounds/{round}",
  tags: ["Actions"],
  summary: "How one round stands: what a redrive's answer leads to",
  request: { params: PackageId.extend({ round: z.coerce.number().int().min(1).max(1_000_000) }) },
  responses: {
    200: { description: "The round", content: { "application/json": { schema: RoundView } } },
    ...problemResponses,
  },
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
    const row = await mustRead(deps, id);
    if (round > row.round)
      throw new Problem("not-found", `Package ${id} has no round ${round}; the last is ${row.round}`);
    c.header("cache-control", "private, no-cache");
    return c.json(await roundView(deps, row, round), 200);
  });

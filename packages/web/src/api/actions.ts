import { createRoute, z } from "@hono/zod-openapi";
import { cancel, packageStates, redrive } from "@torrent/core";
import { audit } from "./audit.ts";
import { type Deps, routes } from "./env.ts";
import { claimOf, sameRequest } from "./idempotency.ts";
import { mustRead } from "./packages.ts";
import { Problem, problemResponses } from "./problem.ts";
import { RoundView, roundView } from "./rounds.ts";
import { PackageId } from "./schemas.ts";

const passName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);

const Selection = z
  .object({
    passes: z.array(passName).min(1).max(16).optional(),
    component: z.string().max(200).optional(),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{12}$/)
      .optional()
      .openapi({ description: "One of `/failures`." }),
    olderThan: z
      .record(passName, z.number().int().min(1))
      .optional()
      .openapi({ description: "By pass: results of a lower version, whatever their outcome." }),
  })
  .openapi("RedriveSelection", {
    description: "All given parts must hold; empty means every task that did not succeed.",
  });

const redriveRoute = createRoute({
  method: "post",
  path: "/{id}/redrive",
  tags: ["Actions"],
  summary: "Run failed or chosen tasks again, as a new round",
  description:
    "Earlier results stay, those that are still valid are reused, and the report that follows is the next revision. With an `Idempotency-Key`, repeating the request starts nothing twice.",
  request: {
    params: PackageId,
    headers: z.object({ "idempotency-key": z.string().min(1).max(200).optional() }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.object({ selection: Selection.default({}), dryRun: z.boolean().default(false) }),
        },
      },
    },
  },
  responses: {
    200: {
      description: "A dry run: what would be run again",
      content: {
        "application/json": {
          schema: z.object({ components: z.number().int(), tasks: z.number().int() }).openapi("DryRun"),
        },
      },
    },
    202: {
      description: "Started; `Location` tells how it stands",
      content: { "application/json": { schema: RoundView } },
    },
    ...problemResponses,
  },
});

const cancelRoute = createRoute({
  method: "post",
  path: "/{id}/cancel",
  tags: ["Actions"],
  summary: "End a package now; what is not done is settled as cancelled",
  request: { params: PackageId },
  responses: {
    200: {
      description: "It is cancelled, or had ended before",
      content: {
        "application/json": {
          schema: z.object({ state: z.enum(packageStates), cancelled: z.number().int() }).openapi("Cancelled"),
        },
      },
    },
    ...problemResponses,
  },
});

export const actionRoutes = (deps: Deps) => {
  const { cloud, pipeline } = deps;
  return routes()
    .openapi(redriveRoute, async (c) => {
      const { id } = c.req.valid("param");
      const { selection, dryRun } = c.req.valid("json");
      const key = c.req.valid("header")["idempotency-key"];
      const caller = c.get("caller");
      const requestId = c.get("requestId");
      const row = await mustRead(deps, id);
      if (dryRun) {
        const plan = await redrive(pipeline, id, selection, { dryRun: true });
        if (plan?.refused) throw new Problem("conflict", plan.refused.message);
        return c.json({ components: plan?.components ?? 0, tasks: plan?.tasks ?? 0 }, 200);
      }
      const claim =
        key === undefined ? undefined : await claimOf(cloud, caller, key, { id, selection, round: row.round });
      if (claim && !sameRequest(claim, { id, selection }))
        throw new Problem("conflict", "This Idempotency-Key was used for another request");
      const from = claim?.round ?? row.round;
      // The claim's round was opened by the first request; this one has nothing left to do but to tell.
      if (row.round === from) {
        await audit(cloud, { action: "redrive", on: id, caller, requestId, fields: { selection, round: from + 1 } });
        const done = await redrive(pipeline, id, selection);
        // The same request may be at work beside this one: the round that it opened is this one's answer as well.
        const opened = claim !== undefined && (await mustRead(deps, id)).round > from;
        if (done?.refused && !opened) throw new Problem("conflict", done.refused.message);
      }
      c.header("location", `/api/v1/packages/${id}/rounds/${from + 1}`);
      return c.json(await roundView(deps, await mustRead(deps, id), from + 1), 202);
    })
    .openapi(cancelRoute, async (c) => {
      const { id } = c.req.valid("param");
      await mustRead(deps, id);
      await audit(cloud, { action: "cancel", on: id, caller: c.get("caller"), requestId: c.get("requestId") });
      const done = await cancel(pipeline, id);
      if (!done) throw new Problem("not-found", `There is no package ${id}`);
      return c.json({ state: done.row.state, cancelled: done.cancelled }, 200);
    });
};

import { cancel, redrive } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { audit } from "../auth/audit.ts";
import { claimOf, readClaimResult, recordClaimResult, sameRequest } from "../auth/idempotency.ts";
import { described, named } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";
import { roundView } from "./rounds.ts";

const passName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/));

const Selection = named(
  "RedriveSelection",
  z.object({
    passes: z.optional(z.array(passName).check(z.minLength(1), z.maxLength(16))),
    component: z.optional(z.string().check(z.maxLength(200))),
    fingerprint: described(
      z.optional(z.string().check(z.regex(/^[0-9a-f]{12}$/))),
      "A `fingerprint` from `/failures`.",
    ),
    olderThan: described(
      z.optional(z.record(passName, z.int().check(z.gte(1)))),
      "By pass name: selects results of a version below this one, whatever their outcome.",
    ),
  }),
  "All given conditions must hold. An empty selection means every task that did not succeed.",
);

const redriveRoute = createRoute({
  id: "redrivePackage",
  method: "post",
  path: "/{id}/redrive",
  request: {
    params: PackageId,
    headers: z.object({ "idempotency-key": z.optional(z.string().check(z.minLength(1), z.maxLength(200))) }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.object({ selection: z._default(Selection, {}), dryRun: z._default(z.boolean(), false) }),
        },
      },
    },
  },
});

const cancelRoute = createRoute({
  id: "cancelPackage",
  method: "post",
  path: "/{id}/cancel",
  request: { params: PackageId },
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
      const row = await requirePackage(deps, id);
      if (dryRun) {
        const plan = await redrive(pipeline, id, selection, { dryRun: true });
        if (plan?.refused) throw new Problem("conflict", plan.refused.message);
        return c.json({ components: plan?.components ?? 0, tasks: plan?.tasks ?? 0 }, 200);
      }
      const claim =
        key === undefined ? undefined : await claimOf(cloud, caller, key, { id, selection, round: row.round });
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
      c.header("location", `/api/v1/packages/${id}/rounds/${from + 1}`);
      return c.json(await roundView(deps, await requirePackage(deps, id), from + 1), 202);
    })
    .openapi(cancelRoute, async (c) => {
      const { id } = c.req.valid("param");
      await requirePackage(deps, id);
      await audit(cloud, { action: "cancel", on: id, caller: c.get("caller"), requestId: c.get("requestId") });
      const done = await cancel(pipeline, id);
      if (!done) throw new Problem("not-found", `Package ${id} not found`);
      return c.json({ state: done.row.state, cancelled: done.cancelled }, 200);
    });
};

import {
  type AnnouncedState,
  completionKey,
  completions,
  isTerminalState,
  type PackageRow,
  redriveCompletions,
} from "@torrent/core/unstable";
import * as z from "zod/mini";
import { audit } from "../auth/audit.ts";
import { claimOf, sameRequest } from "../auth/idempotency.ts";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";

const subscriberName = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/));

const list = createRoute({
  id: "listCompletions",
  method: "get",
  path: "/{id}/completions",
  request: { params: PackageId },
});

const redriveRoute = createRoute({
  id: "redriveCompletions",
  method: "post",
  path: "/{id}/completions/redrive",
  request: {
    params: PackageId,
    headers: z.object({ "idempotency-key": z.optional(z.string().check(z.minLength(1), z.maxLength(200))) }),
    body: {
      required: false,
      content: {
        "application/json": {
          schema: z.object({
            subscribers: described(
              z.optional(z.array(subscriberName).check(z.minLength(1), z.maxLength(64))),
              "Only these subscribers; by default every one whose notification failed.",
            ),
          }),
        },
      },
    },
  },
});

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

const isSame = (a: Generation, b: Generation): boolean =>
  a.round === b.round && a.state === b.state && a.generation === b.generation;

export const completionRoutes = (deps: Deps) => {
  const { cloud, pipeline } = deps;
  const notified = async (packageId: string, { generation, ...of }: Generation): Promise<string[]> => {
    const key = completionKey({
      packageId,
      round: of.round,
      state: of.state as AnnouncedState,
      generation: generation + 1,
    });
    return ((await cloud.tally.read(key))?.plan?.tasks ?? []).map(({ pass }) => pass);
  };
  return routes()
    .openapi(list, async (c) => {
      const row = await requirePackage(deps, c.req.valid("param").id);
      c.header("cache-control", "private, no-cache");
      return c.json({ completions: await completions(pipeline, row) }, 200);
    })
    .openapi(redriveRoute, async (c) => {
      const { id } = c.req.valid("param");
      const { subscribers } = c.req.valid("json");
      const key = c.req.valid("header")["idempotency-key"];
      const caller = c.get("caller");
      const row = await requirePackage(deps, id);
      if (!isTerminalState(row.state))
        throw new Problem("conflict", `The package is ${row.state}; its subscribers are notified when it has ended`);
      const current = generationOf(row);
      const wanted = { id, selection: { completions: subscribers ?? [] } };
      const claim =
        key === undefined ? undefined : await claimOf(cloud, caller, key, { ...wanted, ...current, round: row.round });
      if (claim && !sameRequest(claim, wanted))
        throw new Problem("conflict", "This Idempotency-Key has already been used for a different request");
      const from: Generation = claim ? { ...current, ...claim } : current;
      // Otherwise the first request of this key has sent the notifications, and this one only reports that.
      if (isSame(current, from)) {
        const requestId = c.get("requestId");
        const fields = { subscribers: subscribers ?? "failed", round: row.round };
        await audit(cloud, { action: "redrive-completions", on: id, caller, requestId, fields });
        const done = await redriveCompletions(pipeline, id, subscribers);
        // The same request may be running beside this one; what it sent is the answer to this one as well.
        const sent = done?.refused === undefined || (claim !== undefined && (await notified(id, from)).length > 0);
        if (!sent) throw new Problem("conflict", done?.refused?.message ?? "The completions cannot be redriven");
      }
      return c.json({ subscribers: await notified(id, from), generation: from.generation + 1 }, 202);
    });
};

import { createRoute, z } from "@hono/zod-openapi";
import { outcomes, why } from "@torrent/core";
import { type Deps, routes } from "./env.ts";
import { Problem, problemResponses } from "./problem.ts";
import { Failure, PackageId } from "./schemas.ts";

const Next = z.object({ event: z.string(), at: z.number().optional() }).openapi({
  description: "What is expected next, and when at the latest, where that is known (epoch milliseconds).",
});

const Why = z
  .object({
    packageId: z.string(),
    state: z.string(),
    round: z.number().int(),
    because: z.string().openapi({ description: "One sentence for people." }),
    missingTasks: z.number().int(),
    unplannedComponents: z.number().int(),
    byPass: z.record(z.string(), z.number().int()),
    missing: z.array(
      z.object({
        component: z.string(),
        name: z.string(),
        pass: z.string(),
        queue: z.string(),
        state: z.enum(["queued", "waiting"]),
        after: z.array(z.string()).optional(),
        attempts: z.number().int(),
        lastError: Failure.optional(),
        next: Next,
      }),
    ),
    queues: z.record(
      z.string(),
      z.object({
        visible: z.number().int(),
        inFlight: z.number().int(),
        delayed: z.number().int(),
        dead: z.number().int(),
      }),
    ),
    workers: z.number().int(),
    next: Next,
    late: z
      .object({
        count: z.number().int(),
        first: z.array(
          z.object({
            component: z.string(),
            name: z.string(),
            pass: z.string(),
            round: z.number().int(),
            outcome: z.enum(outcomes),
          }),
        ),
      })
      .optional()
      .openapi({
        description: "Results that came after their task was given up; a redrive makes the revision with them.",
      }),
    sweepActsAt: z.number().optional(),
    deadlineAt: z.number(),
  })
  .openapi("Why");

const route = createRoute({
  method: "get",
  path: "/{id}/why",
  tags: ["Packages"],
  summary: "What a package waits for",
  description: "Reads every component of the current round; ask for it when someone wants to know, not all the time.",
  request: { params: PackageId },
  responses: {
    200: { description: "What it waits for", content: { "application/json": { schema: Why } } },
    ...problemResponses,
  },
});

export const whyRoutes = ({ pipeline }: Deps) =>
  routes().openapi(route, async (c) => {
    const { id } = c.req.valid("param");
    const answer = await why(pipeline, id);
    if (!answer) throw new Problem("not-found", `There is no package ${id}`);
    c.header("cache-control", "private, no-cache");
    return c.json(answer, 200);
  });

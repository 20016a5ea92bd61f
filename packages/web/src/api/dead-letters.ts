import { createRoute, z } from "@hono/zod-openapi";
import { DeadLetter, keys, queueNames } from "@torrent/core";
import pMap from "p-map";
import { type Deps, routes } from "./env.ts";
import { fromCore } from "./from-core.ts";
import { problemResponses } from "./problem.ts";
import { readJson } from "./read-json.ts";
import { cursor, limit } from "./schemas.ts";

const route = createRoute({
  method: "get",
  path: "/",
  tags: ["System"],
  summary: "Messages that were given up, and what became of them",
  request: { query: z.object({ queue: z.enum(queueNames).optional(), limit: limit(100, 50), cursor }) },
  responses: {
    200: {
      description: "One page",
      content: {
        "application/json": {
          schema: z.object({
            deadLetters: z.array(fromCore(DeadLetter, "DeadLetter")),
            next: z.string().optional(),
          }),
        },
      },
    },
    ...problemResponses,
  },
});

export const deadLetterRoutes = ({ cloud, cursors }: Deps) =>
  routes().openapi(route, async (c) => {
    const query = c.req.valid("query");
    const prefix = query.queue === undefined ? keys.deadLetters : `${keys.deadLetters}${query.queue}/`;
    const scope = `dead-letters ${prefix}`;
    const from = query.cursor === undefined ? {} : { cursor: cursors.open(scope, query.cursor) };
    const page = await cloud.objects.list(prefix, { limit: query.limit, ...from });
    const letters = await pMap(page.objects, ({ key }) => readJson(cloud.objects, key, DeadLetter), { concurrency: 8 });
    c.header("cache-control", "private, no-cache");
    const next = page.cursor === undefined ? {} : { next: cursors.seal(scope, page.cursor) };
    return c.json({ deadLetters: letters.filter((one) => one !== undefined), ...next }, 200);
  });

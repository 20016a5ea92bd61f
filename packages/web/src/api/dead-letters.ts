import { createRoute, z } from "@hono/zod-openapi";
import { DeadLetter, keys, queueNames } from "@torrent/core";
import pMap from "p-map";
import { type Deps, routes } from "./env.ts";
import { fromCore } from "./from-core.ts";
import { problemResponses } from "./problem.ts";
import { readJson } from "./read-json.ts";
import { cursor, limit, PackageId } from "./schemas.ts";

const route = createRoute({
  method: "get",
  path: "/",
  tags: ["System"],
  summary: "Messages that were given up, and what became of them",
  description:
    "A page may hold fewer than `limit` and still have a `next`: the letters of one package are picked out of all.",
  request: {
    query: z.object({
      queue: z.enum(queueNames).optional(),
      package: PackageId.shape.id.optional().openapi({ description: "Only those of this package." }),
      limit: limit(100, 50),
      cursor,
    }),
  },
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
    const scope = `dead-letters ${prefix} ${query.package ?? ""}`;
    const from = query.cursor === undefined ? {} : { cursor: cursors.open(scope, query.cursor) };
    const page = await cloud.objects.list(prefix, { limit: query.limit, ...from });
    const letters = await pMap(page.objects, ({ key }) => readJson(cloud.objects, key, DeadLetter), { concurrency: 8 });
    c.header("cache-control", "private, no-cache");
    const next = page.cursor === undefined ? {} : { next: cursors.seal(scope, page.cursor) };
    const fits = letters.filter(
      (one) => one !== undefined && (query.package === undefined || one.packageId === query.package),
    );
    return c.json({ deadLetters: fits as DeadLetter[], ...next }, 200);
  });

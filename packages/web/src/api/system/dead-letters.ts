import { DeadLetter, keys, queueNames } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { pMap } from "../http/p-map.ts";
import { readJson } from "../http/read-json.ts";
import { createRoute, routes } from "../http/routes.ts";
import { cursor, limit, PackageId } from "../http/schemas.ts";

const route = createRoute({
  id: "listDeadLetters",
  method: "get",
  path: "/",
  request: {
    query: z.object({
      queue: z.optional(z.enum(queueNames)),
      package: described(z.optional(PackageId.shape.id), "Only messages of this package."),
      limit: limit(100, 50),
      cursor,
    }),
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
      (letter) => letter !== undefined && (query.package === undefined || letter.packageId === query.package),
    );
    return c.json({ deadLetters: fits as DeadLetter[], ...next }, 200);
  });

import { createRoute, z } from "@hono/zod-openapi";
import { type ComponentRef, fromMetadata, keys } from "@torrent/core";
import pMap from "p-map";
import type { ComponentIndexReader } from "./component-index.ts";
import { ComponentDetail, ComponentItem, componentStatuses } from "./component-schemas.ts";
import { readComponent } from "./component-view.ts";
import { type Deps, routes } from "./env.ts";
import { notModified, versionTag } from "./etag.ts";
import type { MembershipReader } from "./membership.ts";
import { mustRead } from "./packages.ts";
import { Problem, problemResponses } from "./problem.ts";
import { limit, PackageId } from "./schemas.ts";

const list = createRoute({
  method: "get",
  path: "/{id}/components",
  tags: ["Components"],
  summary: "A package's components, by ordinal",
  description:
    "Which components are settled, failed or missing is read from the tally tree (a hundredth of the components), the rest from the objects' metadata. `from` is an ordinal, so that a page anywhere costs the same. A filter by kind or name reads every component's node once, and finds those that are classified.",
  request: {
    params: PackageId,
    query: z.object({
      status: z.enum(componentStatuses).optional(),
      kind: z.string().min(1).max(40).optional(),
      name: z.string().min(1).max(200).optional().openapi({ description: "Part of the name, case ignored." }),
      from: z.coerce.number().int().min(0).default(0),
      skip: z.coerce.number().int().min(0).default(0).openapi({
        description: "Of those from `from` on that fit, so many are passed over: any page is one read.",
      }),
      limit: limit(200, 100),
    }),
  },
  responses: {
    200: {
      description: "One page",
      content: {
        "application/json": {
          schema: z.object({
            components: z.array(ComponentItem),
            next: z.number().int().optional().openapi({ description: "`from` of the next page." }),
            total: z.number().int().openapi({ description: "Components that fit." }),
          }),
        },
      },
    },
    304: { description: "Nothing has changed since the version in `If-None-Match`" },
    ...problemResponses,
  },
});

const kinds = createRoute({
  method: "get",
  path: "/{id}/component-kinds",
  tags: ["Components"],
  summary: "How many components there are of each kind",
  request: { params: PackageId },
  responses: {
    200: {
      description: "Of those that are classified",
      content: { "application/json": { schema: z.object({ kinds: z.record(z.string(), z.number().int()) }) } },
    },
    ...problemResponses,
  },
});

const detail = createRoute({
  method: "get",
  path: "/{id}/components/{ref}",
  tags: ["Components"],
  summary: "One component: its tasks, attempts and results",
  request: {
    params: PackageId.extend({
      ref: z
        .string()
        .regex(
          /^\d{1,9}(\/[a-z][a-z0-9-]{0,31}\/\d{1,9}){0,8}$/,
          "A component is named by its ordinal, e.g. 12 or 12/unpack/3",
        )
        .openapi({ example: "12" }),
    }),
  },
  responses: {
    200: { description: "The component", content: { "application/json": { schema: ComponentDetail } } },
    ...problemResponses,
  },
});

export const componentRoutes = (deps: Deps, membership: MembershipReader, index: ComponentIndexReader) => {
  const { objects } = deps.cloud;
  const item = async (id: string, ordinal: number, status: ComponentItem["status"]): Promise<ComponentItem> => {
    const ref: ComponentRef = String(ordinal);
    const info = await objects.head(keys.component(id, ref));
    if (!info) return { ordinal, ref, status };
    const { facts, state } = fromMetadata(info.metadata);
    return { ordinal, ref, status, state, ...facts };
  };
  return routes()
    .openapi(list, async (c) => {
      const { id } = c.req.valid("param");
      const { status, from, skip, limit, kind, name } = c.req.valid("query");
      const row = await mustRead(deps, id);
      const members = await membership(row);
      const same = notModified(
        c,
        versionTag(id, row.updatedAt, members.version, status, from, skip, limit, kind, name),
      );
      if (same) return same as never;
      const filtered = kind !== undefined || name !== undefined ? await index(row) : undefined;
      const text = name?.toLowerCase();
      const fits = filtered && ((ordinal: number) => filtered.fits(ordinal, kind, text));
      const page = members.page(status, { from, skip, limit }, fits);
      const components = await pMap(page.ordinals, (one) => item(id, one, members.status(one)), { concurrency: 16 });
      return c.json({ components, ...(page.next === undefined ? {} : { next: page.next }), total: page.total }, 200);
    })
    .openapi(kinds, async (c) => {
      const row = await mustRead(deps, c.req.valid("param").id);
      c.header("cache-control", "private, no-cache");
      return c.json({ kinds: (await index(row)).kinds }, 200);
    })
    .openapi(detail, async (c) => {
      const { id, ref } = c.req.valid("param");
      const row = await mustRead(deps, id);
      const component = await readComponent(deps, row, ref, await membership(row));
      if (!component) throw new Problem("not-found", `Package ${id} has no component ${ref}`);
      c.header("cache-control", "private, no-cache");
      return c.json(component, 200);
    });
};

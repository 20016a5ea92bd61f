import { type ComponentRef, fromMetadata, keys } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { pMap } from "../http/p-map.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { integerParam, limit, namePart, PackageId } from "../http/schemas.ts";
import { requirePackage } from "../packages/packages.ts";
import type { ComponentIndexReader } from "./component-index.ts";
import type { ComponentItem } from "./component-schemas.ts";
import { componentStatuses } from "./component-status.ts";
import type { MembershipReader } from "./membership.ts";

const list = createRoute({
  id: "listComponents",
  method: "get",
  path: "/{id}/components",
  request: {
    params: PackageId,
    query: z.object({
      status: z.optional(z.enum(componentStatuses)),
      kind: z.optional(z.string().check(z.minLength(1), z.maxLength(40))),
      name: namePart,
      from: z._default(integerParam(0), 0),
      skip: described(
        z._default(integerParam(0), 0),
        "Number of matching components to skip, counted from `from`; any page takes one read.",
      ),
      limit: limit(200, 100),
    }),
  },
});

const kinds = createRoute({
  id: "componentKinds",
  method: "get",
  path: "/{id}/component-kinds",
  request: { params: PackageId },
});

const componentRef = () =>
  z
    .string()
    .check(
      z.regex(
        /^\d{1,9}(\/[a-z][a-z0-9-]{0,31}\/\d{1,9}){0,8}$/,
        "A component is identified by its ordinal, for example 12 or 12/unpack/3",
      ),
    );

const detail = createRoute({
  id: "readComponent",
  method: "get",
  path: "/{id}/components/{ref}",
  request: {
    params: z.extend(PackageId, { ref: described(componentRef(), { example: "12" }) }),
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
      const row = await requirePackage(deps, id);
      const members = await membership(row);
      const same = notModified(
        c,
        versionTag(id, row.updatedAt, members.version, status, from, skip, limit, kind, name),
      );
      if (same) return same;
      const filtered = kind !== undefined || name !== undefined ? await index(row) : undefined;
      const text = name?.toLowerCase();
      const fits = filtered && ((ordinal: number) => filtered.fits(ordinal, kind, text));
      const page = members.page(status, { from, skip, limit }, fits);
      const components = await pMap(page.ordinals, (ordinal) => item(id, ordinal, members.status(ordinal)), {
        concurrency: 16,
      });
      return c.json({ components, ...(page.next === undefined ? {} : { next: page.next }), total: page.total }, 200);
    })
    .openapi(kinds, async (c) => {
      const row = await requirePackage(deps, c.req.valid("param").id);
      c.header("cache-control", "private, no-cache");
      return c.json({ kinds: (await index(row)).kinds }, 200);
    })
    .openapi(detail, async (c) => {
      const { id, ref } = c.req.valid("param");
      const row = await requirePackage(deps, id);
      const { readComponent } = await import("./component-view.ts");
      const component = await readComponent(deps, row, ref, await membership(row));
      if (!component) throw new Problem("not-found", `Package ${id} has no component ${ref}`);
      c.header("cache-control", "private, no-cache");
      return c.json(component, 200);
    });
};

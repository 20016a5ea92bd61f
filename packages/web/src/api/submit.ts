import { createRoute, z } from "@hono/zod-openapi";
import { type ObjectInfo, packageId, topology } from "@torrent/core";
import { audit } from "./audit.ts";
import { type Deps, routes } from "./env.ts";
import { Problem, problemResponses } from "./problem.ts";
import { Declaration, declaredMetadata, PackageName, UploadRequest, UploadTicket } from "./submit-schemas.ts";

const TICKET_SECONDS = 900;

const ticket = createRoute({
  method: "post",
  path: "/uploads",
  tags: ["Submit"],
  summary: "Ask where to upload a package",
  description:
    "PUT the bytes to `url` with `headers`; the pipeline starts by itself. A name that is taken by other bytes gets a folder of its own, so that nothing in work is overwritten.",
  request: { body: { required: true, content: { "application/json": { schema: UploadRequest } } } },
  responses: {
    201: { description: "Where to upload", content: { "application/json": { schema: UploadTicket } } },
    200: { description: "These bytes are here already", content: { "application/json": { schema: UploadTicket } } },
    ...problemResponses,
  },
});

const upload = createRoute({
  method: "put",
  path: "/inbox/{name}",
  tags: ["Submit"],
  summary: "Upload a package through this server",
  description: "Only where the server says so in an upload ticket. The body is streamed to the inbox.",
  request: {
    params: z.object({ name: PackageName }),
    query: Declaration.extend({
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
    body: { content: { "application/octet-stream": { schema: z.string().openapi({ format: "binary" }) } } },
  },
  responses: {
    201: {
      description: "It is in the inbox",
      content: { "application/json": { schema: z.object({ id: z.string(), key: z.string() }) } },
    },
    ...problemResponses,
  },
});

/** The metadata field that remembers what the sender said the hash was; it only saves repeated uploads. */
const HASH = "declared-sha256";

export const submitRoutes = (deps: Deps, options: { direct: boolean }) => {
  const { cloud } = deps;
  const { objects } = cloud;
  const idOf = (key: string, info: Pick<ObjectInfo, "etag" | "version">): string =>
    packageId(objects.bucket, key, info.version ?? info.etag);

  return routes()
    .openapi(ticket, async (c) => {
      const { name: wanted, contentType, sha256, ...declared } = c.req.valid("json");
      const held = await objects.head(`inbox/${wanted}`);
      const folder = sha256?.slice(0, 12) ?? cloud.random.id().replaceAll("-", "").slice(0, 12);
      const name = held && !(sha256 !== undefined && held.metadata[HASH] === sha256) ? `${folder}/${wanted}` : wanted;
      const key = `inbox/${name}`;
      const there = name === wanted ? held : await objects.head(key);
      const expiresAt = cloud.clock.now() + TICKET_SECONDS * 1000;
      const headers: Record<string, string> = contentType === undefined ? {} : { "content-type": contentType };
      const answer = { name, key, method: "PUT" as const, headers, expiresAt };
      if (there) return c.json({ ...answer, url: "", packageId: idOf(key, there) }, 200);
      await audit(cloud, {
        action: "upload-ticket",
        on: key,
        caller: c.get("caller"),
        requestId: c.get("requestId"),
        fields: { ...declared },
      });
      if (!options.direct) {
        const url = await objects.presignPut(key, {
          expiresSeconds: TICKET_SECONDS,
          ...(contentType ? { contentType } : {}),
        });
        return c.json({ ...answer, url }, 201);
      }
      const query = new URLSearchParams({
        ...(declared.urgency ? { urgency: declared.urgency } : {}),
        ...(declared.source ? { source: declared.source } : {}),
        ...(declared.deadlineHours ? { deadlineHours: String(declared.deadlineHours) } : {}),
        ...(sha256 ? { sha256 } : {}),
      });
      return c.json({ ...answer, url: `/api/v1/inbox/${encodeURIComponent(name)}?${query}` }, 201);
    })
    .openapi(upload, async (c) => {
      if (!options.direct)
        throw new Problem("upload-refused", "Uploads do not go through this server; ask POST /api/v1/uploads where to");
      const { name } = c.req.valid("param");
      const { sha256, ...declared } = c.req.valid("query");
      const length = Number(c.req.header("content-length") ?? 0);
      if (length > topology.limits.totalBytes)
        throw new Problem("too-large", `A package may hold ${topology.limits.totalBytes} bytes; this has ${length}`);
      const key = `inbox/${name}`;
      const stored = await objects.put(key, (c.req.raw.body ?? new Uint8Array()) as AsyncIterable<Uint8Array>, {
        metadata: { ...declaredMetadata(declared), ...(sha256 ? { [HASH]: sha256 } : {}) },
        contentType: c.req.header("content-type") ?? "application/octet-stream",
        ifAbsent: true,
      });
      if (!stored.written)
        throw new Problem("conflict", `${key} is taken; ask POST /api/v1/uploads for a place of its own`);
      return c.json({ id: idOf(key, stored), key }, 201);
    });
};

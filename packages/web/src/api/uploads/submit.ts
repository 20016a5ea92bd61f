import { keys, type ObjectInfo, packageId, topology } from "@torrent/core/unstable";
import { formatBytes } from "@torrent/core/format";
import * as z from "zod/mini";
import { audit } from "../auth/audit.ts";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { Declaration, declaredMetadata, PackageName, UploadRequest } from "./submit-schemas.ts";
import { beginParts } from "./upload-parts.ts";

const TICKET_SECONDS = 900;
/** The same length as in the command line, so that both create the same package. */
const FOLDER_DIGITS = 16;

const ticket = createRoute({
  id: "createUpload",
  method: "post",
  path: "/uploads",
  request: { body: { required: true, content: { "application/json": { schema: UploadRequest } } } },
});

const upload = createRoute({
  id: "uploadPackage",
  method: "put",
  path: "/inbox/{name}",
  request: {
    params: z.object({ name: PackageName }),
    query: Declaration,
    body: { content: { "application/octet-stream": { schema: described(z.string(), { format: "binary" }) } } },
  },
});

const tooLargeText = (bytes: number): string =>
  `A package must not exceed ${formatBytes(topology.limits.totalBytes)}; this one has ${formatBytes(bytes)}`;

/** The display name of the package: without any folders, including the added one. */
const shownName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

export const submitRoutes = (deps: Deps, options: { direct: boolean }) => {
  const { cloud } = deps;
  const { objects } = cloud;
  const idOf = (key: string, info: Pick<ObjectInfo, "etag" | "version">): string =>
    packageId(objects.bucket, key, info.version ?? info.etag);

  return routes()
    .openapi(ticket, async (c) => {
      const { name, contentType, sha256, bytes = 0, ...declared } = c.req.valid("json");
      if (bytes > topology.limits.totalBytes) throw new Problem("too-large", tooLargeText(bytes));
      // A separate folder, derived from the content if known, so that no package in progress is overwritten.
      const folder = (sha256 ?? cloud.random.id().replaceAll("-", "")).slice(0, FOLDER_DIGITS);
      const key = keys.inbox(`${folder}/${name}`);
      const type = contentType === undefined ? {} : { contentType };
      const headers: Record<string, string> = contentType === undefined ? {} : { "content-type": contentType };
      const expiresAt = cloud.clock.now() + TICKET_SECONDS * 1000;
      const answer = { key, method: "PUT" as const, headers, expiresAt };
      const existing = sha256 === undefined ? undefined : await objects.head(key);
      if (existing) return c.json({ ...answer, url: "", packageId: idOf(key, existing) }, 200);
      const { caller, requestId } = c.var;
      await audit(cloud, { action: "upload-ticket", on: key, caller, requestId, fields: { ...declared } });
      if (options.direct) {
        const query = new URLSearchParams(
          Object.entries(declared).map(([field, value]): [string, string] => [field, String(value)]),
        );
        return c.json({ ...answer, url: `/api/v1/inbox/${encodeURIComponent(`${folder}/${name}`)}?${query}` }, 201);
      }
      const metadata = { ...declaredMetadata(declared), name: shownName(name) };
      if (bytes > deps.uploadPartBytes) {
        const parts = await beginParts(deps, key, bytes, { ...type, metadata });
        return c.json({ ...answer, headers: {}, url: "", parts }, 201);
      }
      const request = await objects.uploads.put(key, { expiresSeconds: TICKET_SECONDS, ...type, metadata });
      return c.json({ ...answer, ...request }, 201);
    })
    .openapi(upload, async (c) => {
      if (!options.direct)
        throw new Problem(
          "upload-refused",
          "Uploads do not go through this server; request an upload URL with POST /api/v1/uploads",
        );
      const { name } = c.req.valid("param");
      const declared = c.req.valid("query");
      const length = Number(c.req.header("content-length") ?? 0);
      if (length > topology.limits.totalBytes) throw new Problem("too-large", tooLargeText(length));
      const key = keys.inbox(name);
      const { caller, requestId } = c.var;
      await audit(cloud, { action: "upload", on: key, caller, requestId, fields: { ...declared } });
      const stored = await objects.put(key, (c.req.raw.body ?? new Uint8Array()) as AsyncIterable<Uint8Array>, {
        metadata: { ...declaredMetadata(declared), name: shownName(name) },
        contentType: c.req.header("content-type") ?? "application/octet-stream",
        ifAbsent: true,
      });
      if (!stored.written)
        throw new Problem("conflict", `${key} already exists; request a new upload URL with POST /api/v1/uploads`);
      return c.json({ id: idOf(key, stored), key }, 201);
    });
};

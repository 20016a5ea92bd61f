import { formatBytes } from "@torrent/core/format";
import { keys, type ObjectInfo, packageId } from "@torrent/core/unstable";
import * as z from "zod/mini";
import { audit } from "../auth/audit.ts";
import { described } from "../docs/schema-docs.ts";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { Declaration, declaredMetadata, InboxAddress, UploadRequest } from "./submit-schemas.ts";
import { beginParts } from "./upload-parts.ts";

const TICKET_SECONDS = 900;
/** As the command line names what it delivers, so that both mean the same package. */
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
    params: z.object({ name: InboxAddress }),
    query: Declaration,
    body: { content: { "application/octet-stream": { schema: described(z.string(), { format: "binary" }) } } },
  },
});

const tooLarge = (limit: number, bytes: number): Problem =>
  new Problem("too-large", `A package must not exceed ${formatBytes(limit)}; this one has ${formatBytes(bytes)}`);

/** What people call the package: without the folders of its name, the one that was added included. */
const shownName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

export const submitRoutes = (deps: Deps, options: { direct: boolean }) => {
  const { cloud } = deps;
  const { objects } = cloud;
  const { totalBytes } = deps.choreography.topology.limits;
  const idOf = (key: string, info: Pick<ObjectInfo, "etag" | "version">): string =>
    packageId(objects.bucket, key, info.version ?? info.etag);

  return routes()
    .openapi(ticket, async (c) => {
      const { name, contentType, sha256, bytes = 0, ...declared } = c.req.valid("json");
      if (bytes > totalBytes) throw tooLarge(totalBytes, bytes);
      // A folder of its own, made from the content where that is known: nothing in work is ever overwritten.
      const folder = (sha256 ?? cloud.random.id().replaceAll("-", "")).slice(0, FOLDER_DIGITS);
      const key = keys.inbox(`${folder}/${name}`);
      const type = contentType === undefined ? {} : { contentType };
      const headers: Record<string, string> = contentType === undefined ? {} : { "content-type": contentType };
      const expiresAt = cloud.clock.now() + TICKET_SECONDS * 1000;
      const answer = { key, method: "PUT" as const, headers, expiresAt };
      const there = sha256 === undefined ? undefined : await objects.head(key);
      if (there) return c.json({ ...answer, url: "", packageId: idOf(key, there) }, 200);
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
      if (length > totalBytes) throw tooLarge(totalBytes, length);
      const key = keys.inbox(name);
      const { caller, requestId } = c.var;
      await audit(cloud, { action: "upload", on: key, caller, requestId, fields: { ...declared } });
      // Loaded only here, because a cold function receives no uploads.
      const { limitedBody } = await import("./limited-body.ts");
      const body = c.req.raw.body ? limitedBody(c.req.raw.body, totalBytes) : new Uint8Array();
      const stored = await objects.put(key, body, {
        metadata: { ...declaredMetadata(declared), name: shownName(name) },
        contentType: c.req.header("content-type") ?? "application/octet-stream",
        ifAbsent: true,
      });
      if (!stored.written)
        throw new Problem("conflict", `${key} already exists; request a new upload URL with POST /api/v1/uploads`);
      await deps.register(key, stored);
      return c.json({ id: idOf(key, stored), key }, 201);
    });
};

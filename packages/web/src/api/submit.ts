import { keys, type ObjectInfo, packageId, topology } from "@torrent/core";
import * as z from "zod/mini";
import { audit } from "./audit.ts";
import type { Deps } from "./env.ts";
import { Problem } from "./problem.ts";
import { createRoute, routes } from "./routes.ts";
import { Declaration, declaredMetadata, InboxAddress, UploadRequest } from "./submit-schemas.ts";
import { beginParts } from "./upload-parts.ts";
import { described } from "./words.ts";

const TICKET_SECONDS = 900;
/** As the command line names what it delivers, so that both mean the same package. */
const FOLDER_DIGITS = 16;

const ticket = createRoute({
  id: "askForUpload",
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

/** What people call the package: without the folders of its name, the one that was added included. */
const shownName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

export const submitRoutes = (deps: Deps, options: { direct: boolean }) => {
  const { cloud } = deps;
  const { objects } = cloud;
  const idOf = (key: string, info: Pick<ObjectInfo, "etag" | "version">): string =>
    packageId(objects.bucket, key, info.version ?? info.etag);

  return routes()
    .openapi(ticket, async (c) => {
      const { name, contentType, sha256, bytes = 0, ...declared } = c.req.valid("json");
      if (bytes > topology.limits.totalBytes)
        throw new Problem("too-large", `A package may hold ${topology.limits.totalBytes} bytes; this has ${bytes}`);
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
        throw new Problem("upload-refused", "Uploads do not go through this server; ask POST /api/v1/uploads where to");
      const { name } = c.req.valid("param");
      const declared = c.req.valid("query");
      const length = Number(c.req.header("content-length") ?? 0);
      if (length > topology.limits.totalBytes)
        throw new Problem("too-large", `A package may hold ${topology.limits.totalBytes} bytes; this has ${length}`);
      const key = keys.inbox(name);
      const { caller, requestId } = c.var;
      await audit(cloud, { action: "upload", on: key, caller, requestId, fields: { ...declared } });
      // Loaded when it is needed: a cold function takes no uploads, and starts without it.
      const { limitedBody } = await import("./limited-body.ts");
      const body = c.req.raw.body ? limitedBody(c.req.raw.body) : new Uint8Array();
      const stored = await objects.put(key, body, {
        metadata: { ...declaredMetadata(declared), name: shownName(name) },
        contentType: c.req.header("content-type") ?? "application/octet-stream",
        ifAbsent: true,
      });
      if (!stored.written)
        throw new Problem("conflict", `${key} is taken; ask POST /api/v1/uploads for a place of its own`);
      await deps.register(key, stored);
      return c.json({ id: idOf(key, stored), key }, 201);
    });
};

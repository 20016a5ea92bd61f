import { packageId, parse, UPLOAD_PARTS, type UploadOptions } from "@torrent/core/unstable";
import pMap from "p-map";
import * as z from "zod/mini";
import { audit } from "../auth/audit.ts";
import type { Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { createRoute, routes } from "../http/routes.ts";
import { AbortRequest, CompleteRequest, PartsRequest } from "./submit-schemas.ts";

/** Long enough for a part on a slow connection; a client requests a new URL for parts that it has not sent by then. */
const PART_SECONDS = 3_600;
const SCOPE = "upload";

/** The content of a ticket's `upload`, signed so that nobody can complete an upload that this API did not create. */
const Begun = z.object({ key: z.string(), id: z.string() });
type Begun = z.infer<typeof Begun>;

export interface UploadInParts {
  upload: string;
  bytes: number;
  count: number;
}

/** Creates a multipart upload. */
export const beginParts = async (
  { cloud, cursors, uploadPartBytes }: Deps,
  key: string,
  bytes: number,
  options: Omit<UploadOptions, "expiresSeconds">,
): Promise<UploadInParts> => {
  const size = Math.max(uploadPartBytes, Math.ceil(bytes / UPLOAD_PARTS));
  const id = await cloud.objects.uploads.begin(key, options);
  const upload = cursors.seal(SCOPE, JSON.stringify({ key, id } satisfies Begun));
  return { upload, bytes: size, count: Math.ceil(bytes / size) };
};

const parts = createRoute({
  id: "createPartUrls",
  method: "post",
  path: "/uploads/parts",
  request: { body: { required: true, content: { "application/json": { schema: PartsRequest } } } },
});

const complete = createRoute({
  id: "completeUpload",
  method: "post",
  path: "/uploads/complete",
  request: { body: { required: true, content: { "application/json": { schema: CompleteRequest } } } },
});

const abort = createRoute({
  id: "abortUpload",
  method: "post",
  path: "/uploads/abort",
  request: { body: { required: true, content: { "application/json": { schema: AbortRequest } } } },
});

export const uploadPartRoutes = (deps: Deps) => {
  const { cloud, cursors } = deps;
  const { objects, clock } = cloud;
  const begun = (upload: string): Begun => parse(Begun, JSON.parse(cursors.open(SCOPE, upload)));
  return routes()
    .openapi(parts, async (c) => {
      const { upload, parts } = c.req.valid("json");
      const { key, id } = begun(upload);
      const expiresAt = clock.now() + PART_SECONDS * 1000;
      const requests = await pMap(
        parts,
        async (part) => ({
          part,
          ...(await objects.uploads.part(key, id, part, { expiresSeconds: PART_SECONDS })),
        }),
        { concurrency: 16 },
      );
      return c.json({ parts: requests, expiresAt }, 200);
    })
    .openapi(complete, async (c) => {
      const { upload, parts } = c.req.valid("json");
      const { key, id } = begun(upload);
      const named = parts
        .map(({ part, etag }) => ({ part, etag: etag.replaceAll('"', "") }))
        .sort((a, b) => a.part - b.part);
      const { caller, requestId } = c.var;
      await audit(cloud, { action: "upload-complete", on: key, caller, requestId, fields: { parts: named.length } });
      const done = (await objects.uploads.complete(key, id, named)) ?? (await objects.head(key));
      if (!done)
        throw new Problem(
          "conflict",
          "The upload has ended, or a listed part was not received; upload the parts again",
        );
      await deps.register(key, done);
      return c.json({ id: packageId(objects.bucket, key, done.version ?? done.etag), key }, 201);
    })
    .openapi(abort, async (c) => {
      const { key, id } = begun(c.req.valid("json").upload);
      const { caller, requestId } = c.var;
      await audit(cloud, { action: "upload-abort", on: key, caller, requestId });
      await objects.uploads.abort(key, id);
      return c.body(null, 204);
    });
};

import { packageId, parse, UPLOAD_PARTS, type UploadedPart, type UploadOptions } from "@torrent/core/unstable";
import pMap from "p-map";
import * as z from "zod/mini";
import { audit } from "../auth/audit.ts";
import type { Caller, Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";

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

const begun = ({ cursors }: Deps, upload: string): Begun => parse(Begun, JSON.parse(cursors.open(SCOPE, upload)));

/** URLs for parts of an upload. */
export const partUrls = async (deps: Deps, upload: string, parts: readonly number[]) => {
  const { objects, clock } = deps.cloud;
  const { key, id } = begun(deps, upload);
  const expiresAt = clock.now() + PART_SECONDS * 1000;
  const requests = await pMap(
    parts,
    async (part) => ({
      part,
      ...(await objects.uploads.part(key, id, part, { expiresSeconds: PART_SECONDS })),
    }),
    { concurrency: 16 },
  );
  return { parts: requests, expiresAt };
};

interface By {
  caller: Caller;
  requestId: string;
}

/** Makes an object, and with it a package, of the parts. */
export const completeParts = async (deps: Deps, upload: string, parts: readonly UploadedPart[], by: By) => {
  const { cloud } = deps;
  const { objects } = cloud;
  const { key, id } = begun(deps, upload);
  const named = parts
    .map(({ part, etag }) => ({ part, etag: etag.replaceAll('"', "") }))
    .sort((a, b) => a.part - b.part);
  await audit(cloud, { action: "upload-complete", on: key, ...by, fields: { parts: named.length } });
  const done = (await objects.uploads.complete(key, id, named)) ?? (await objects.head(key));
  if (!done)
    throw new Problem("conflict", "The upload has ended, or a listed part was not received; upload the parts again");
  await deps.register(key, done);
  return { id: packageId(objects.bucket, key, done.version ?? done.etag), key };
};

export const abortParts = async (deps: Deps, upload: string, by: By): Promise<void> => {
  const { key, id } = begun(deps, upload);
  await audit(deps.cloud, { action: "upload-abort", on: key, ...by });
  await deps.cloud.objects.uploads.abort(key, id);
};

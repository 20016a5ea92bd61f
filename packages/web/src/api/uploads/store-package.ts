import { formatBytes } from "@torrent/core/format";
import { keys, type ObjectInfo, packageId } from "@torrent/core/unstable";
import type * as z from "zod/mini";
import { audit } from "../auth/audit.ts";
import type { Caller, Deps } from "../http/env.ts";
import { Problem } from "../http/problem.ts";
import { limitedBody } from "./limited-body.ts";
import { beginParts } from "./multipart.ts";
import { type Declaration, declaredMetadata, type UploadRequest } from "./submit-schemas.ts";

const TICKET_SECONDS = 900;
/** As the command line names what it delivers, so that both mean the same package. */
const FOLDER_DIGITS = 16;

const tooLarge = (limit: number, bytes: number): Problem =>
  new Problem("too-large", `A package must not exceed ${formatBytes(limit)}; this one has ${formatBytes(bytes)}`);

/** What people call the package: without the folders of its name, the one that was added included. */
const shownName = (name: string): string => name.slice(name.lastIndexOf("/") + 1);

const idOf = ({ cloud }: Deps, key: string, info: Pick<ObjectInfo, "etag" | "version">): string =>
  packageId(cloud.objects.bucket, key, info.version ?? info.etag);

interface Request {
  direct: boolean;
  caller: Caller;
  requestId: string;
}

/** Where and how to upload a package; `exists` if it has been uploaded before. */
export const createTicket = async (
  deps: Deps,
  { name, contentType, sha256, bytes = 0, ...declared }: z.output<typeof UploadRequest>,
  { direct, caller, requestId }: Request,
) => {
  const { cloud } = deps;
  const { objects } = cloud;
  const { totalBytes } = deps.choreography.topology.limits;
  if (bytes > totalBytes) throw tooLarge(totalBytes, bytes);
  // A folder of its own, made from the content where that is known: nothing in work is ever overwritten.
  const folder = (sha256 ?? cloud.random.id().replaceAll("-", "")).slice(0, FOLDER_DIGITS);
  const key = keys.inbox(`${folder}/${name}`);
  const type = contentType === undefined ? {} : { contentType };
  const headers: Record<string, string> = contentType === undefined ? {} : { "content-type": contentType };
  const expiresAt = cloud.clock.now() + TICKET_SECONDS * 1000;
  const ticket = { key, method: "PUT" as const, headers, expiresAt };
  const there = sha256 === undefined ? undefined : await objects.head(key);
  if (there) return { exists: true, ticket: { ...ticket, url: "", packageId: idOf(deps, key, there) } };
  await audit(cloud, { action: "upload-ticket", on: key, caller, requestId, fields: { ...declared } });
  if (direct) {
    const query = new URLSearchParams(
      Object.entries(declared).map(([field, value]): [string, string] => [field, String(value)]),
    );
    const url = `/api/v1/inbox/${encodeURIComponent(`${folder}/${name}`)}?${query}`;
    return { exists: false, ticket: { ...ticket, url } };
  }
  const metadata = { ...declaredMetadata(declared), name: shownName(name) };
  if (bytes > deps.uploadPartBytes) {
    const parts = await beginParts(deps, key, bytes, { ...type, metadata });
    return { exists: false, ticket: { ...ticket, headers: {}, url: "", parts } };
  }
  const request = await objects.uploads.put(key, { expiresSeconds: TICKET_SECONDS, ...type, metadata });
  return { exists: false, ticket: { ...ticket, ...request } };
};

interface Upload extends Omit<Request, "direct"> {
  name: string;
  declared: z.output<typeof Declaration>;
  length: number;
  contentType: string | undefined;
  body: AsyncIterable<Uint8Array> | null;
}

/** Stores a package that is uploaded through this server. */
export const storePackage = async (deps: Deps, upload: Upload): Promise<{ id: string; key: string }> => {
  const { name, declared, length, caller, requestId } = upload;
  const { cloud } = deps;
  const { totalBytes } = deps.choreography.topology.limits;
  if (length > totalBytes) throw tooLarge(totalBytes, length);
  const key = keys.inbox(name);
  await audit(cloud, { action: "upload", on: key, caller, requestId, fields: { ...declared } });
  const body = upload.body ? limitedBody(upload.body, totalBytes) : new Uint8Array();
  const stored = await cloud.objects.put(key, body, {
    metadata: { ...declaredMetadata(declared), name: shownName(name) },
    contentType: upload.contentType ?? "application/octet-stream",
    ifAbsent: true,
  });
  if (!stored.written)
    throw new Problem("conflict", `${key} already exists; request a new upload URL with POST /api/v1/uploads`);
  await deps.register(key, stored);
  return { id: idOf(deps, key, stored), key };
};

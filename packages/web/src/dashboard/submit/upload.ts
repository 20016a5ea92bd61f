import { ApiProblem, api, authorization } from "../data/api.ts";
import type { Delivery } from "./dropped.ts";
import { put } from "./put.ts";
import { type MultipartUpload, putParts } from "./put-parts.ts";

/** Hashing reads the whole file once more, so larger files are sent without a hash. */
const HASHED_BYTES = 64 * 2 ** 20;

const sha256 = async (body: Blob): Promise<string | undefined> => {
  if (body.size > HASHED_BYTES) return undefined;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await body.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

export interface Uploaded {
  packageId?: string;
  /** The same content was submitted before. */
  known: boolean;
}

/** An upload across several attempts. */
export interface Job {
  delivery: Delivery;
  multipart?: MultipartUpload | undefined;
}

type OnSent = (bytes: number) => void;

const resumeUpload = async (
  job: Job,
  multipart: MultipartUpload,
  onSent: OnSent,
  signal: AbortSignal,
): Promise<Uploaded> => {
  try {
    return { packageId: await putParts(multipart, job.delivery.body, onSent, signal), known: false };
  } catch (error) {
    // The upload is no longer open, so the next attempt starts again.
    if (error instanceof ApiProblem && (error.status === 404 || error.status === 409)) job.multipart = undefined;
    throw error;
  }
};

/** Requests an upload URL and sends the bytes there: through the server, directly to the store, or in parts. */
export const upload = async (job: Job, onSent: OnSent, signal: AbortSignal): Promise<Uploaded> => {
  if (job.multipart) return resumeUpload(job, job.multipart, onSent, signal);
  const { name, body } = job.delivery;
  const hash = await sha256(body);
  const contentType = body.type || "application/octet-stream";
  const json = { name, contentType, bytes: body.size, ...(hash ? { sha256: hash } : {}) };
  signal.throwIfAborted();
  const ticket = await (await api.uploads.$post({ json })).json();
  if (!("url" in ticket)) throw new Error("The server did not return an upload URL");
  if (ticket.packageId !== undefined) return { packageId: ticket.packageId, known: true };
  if (ticket.parts) {
    job.multipart = { ...ticket.parts, taken: new Map() };
    return resumeUpload(job, job.multipart, onSent, signal);
  }
  const isLocal = ticket.url.startsWith("/");
  const headers = { ...ticket.headers, ...(isLocal ? authorization() : {}) };
  const { text } = await put(ticket.url, body, { headers, onSent, signal });
  return isLocal ? { packageId: (JSON.parse(text) as { id: string }).id, known: false } : { known: false };
};

/** Aborts a job and deletes its parts. If this fails, the store deletes them within days. */
export const abortUpload = (job: Job): void => {
  const { multipart } = job;
  job.multipart = undefined;
  if (multipart) void api.uploads.abort.$post({ json: { upload: multipart.upload } }).catch(() => {});
};

import { ApiProblem, api, authorization } from "../data/api.ts";
import type { Delivery } from "./dropped.ts";
import { put } from "./put.ts";
import { type MultipartUpload, putParts } from "./put-parts.ts";

/** Hashing reads the file once more, whole; larger files are sent without it. */
const HASHED_BYTES = 64 * 2 ** 20;

const sha256 = async (body: Blob): Promise<string | undefined> => {
  if (body.size > HASHED_BYTES) return undefined;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await body.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

export interface Uploaded {
  packageId?: string;
  /** The same bytes were here before. */
  known: boolean;
}

/** A delivery on its way, from one try to the next. */
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
    // It is not open any more: the next try begins anew.
    if (error instanceof ApiProblem && (error.status === 404 || error.status === 409)) job.multipart = undefined;
    throw error;
  }
};

/** Asks where to, then sends the bytes there: through the server, to the store itself, or there in parts. */
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
  const own = ticket.url.startsWith("/");
  const headers = { ...ticket.headers, ...(own ? authorization() : {}) };
  const { text } = await put(ticket.url, body, { headers, onSent, signal });
  return own ? { packageId: (JSON.parse(text) as { id: string }).id, known: false } : { known: false };
};

/** Nothing of a job is kept. Where this fails, the store forgets its parts within days. */
export const abortUpload = (job: Job): void => {
  const { multipart } = job;
  job.multipart = undefined;
  if (multipart) void api.uploads.abort.$post({ json: { upload: multipart.upload } }).catch(() => {});
};

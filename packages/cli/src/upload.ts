import { createHash } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { UploadTicket } from "@torrent/web/client";
import pMap from "p-map";
import type { Connection } from "./api/connect.ts";
import { EnvironmentError } from "./errors.ts";

/** Options that a sender may declare for a package. */
export interface DeclaredOptions {
  urgency?: "low" | "normal" | "high" | "critical";
  source?: string;
  deadlineHours?: number;
  tolerateFailedPercent?: number;
}

/** Called with the number of bytes sent and the total. */
export type OnProgress = (bytes: number, of: number) => void;

/** Parts uploaded at the same time; each is at most a few MB in memory. */
const PART_CONCURRENCY = 4;
/** Upload URLs requested together. */
const URL_BATCH = 20;
/** A connection that fails occasionally must not fail the whole upload. */
const MAX_ATTEMPTS = 4;
const FIRST_WAIT_MS = 500;

const putWithRetries = async (name: string, put: () => Promise<Response>): Promise<Response> => {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await put().catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    if (answer instanceof Response && answer.ok) return answer;
    const isRetryable = answer instanceof Error || answer.status >= 500 || answer.status === 429;
    if (!isRetryable || attempt === MAX_ATTEMPTS)
      throw new EnvironmentError(
        `The upload of ${name} failed (${answer instanceof Error ? answer.message : `status ${answer.status}`}); submit it again, uploaded content is not sent twice`,
      );
    await wait(FIRST_WAIT_MS * 2 ** (attempt - 1));
  }
};

/** Uploads one file as the API directs, whole or in parts, and returns the id of its package. */
export const upload = async (
  { api, address, token }: Connection,
  file: string,
  name: string,
  declared: DeclaredOptions,
  sent: OnProgress = () => {},
): Promise<string> => {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  const body = await openAsBlob(file);
  const request = { name, bytes: body.size, sha256: hash.digest("hex"), ...declared };
  const ask = async () => (await (await api.uploads.$post({ json: request })).json()) as UploadTicket;
  const ticket = await ask();
  if (ticket.packageId) return ticket.packageId;
  sent(0, body.size);
  if (ticket.parts) {
    const { upload } = ticket.parts;
    try {
      return await uploadParts(api, ticket.parts, body, name, sent);
    } catch (error) {
      // If the API is unreachable too, the store deletes the parts by itself later.
      await api.uploads.abort.$post({ json: { upload } }).catch(() => {});
      throw error;
    }
  }
  const url = new URL(ticket.url, address);
  // The token is only for the API: a presigned URL needs none.
  const headers: Record<string, string> = { ...ticket.headers };
  if (url.origin === address && token) headers.authorization = `Bearer ${token}`;
  await putWithRetries(name, () => fetch(url, { method: ticket.method, headers, body }));
  sent(body.size, body.size);
  const { packageId } = await ask();
  if (!packageId) throw new EnvironmentError(`${name} was uploaded but not found in the inbox; submit it again`);
  return packageId;
};

const uploadParts = async (
  api: Connection["api"],
  { upload, bytes, count }: NonNullable<UploadTicket["parts"]>,
  body: Blob,
  name: string,
  sent: OnProgress,
): Promise<string> => {
  const done: { part: number; etag: string }[] = [];
  let sentBytes = 0;
  for (let first = 1; first <= count; first += URL_BATCH) {
    const partNumbers = Array.from({ length: Math.min(URL_BATCH, count + 1 - first) }, (_, n) => first + n);
    const batch = await (await api.uploads.parts.$post({ json: { upload, parts: partNumbers } })).json();
    if (!("expiresAt" in batch)) throw new EnvironmentError(`The upload of ${name} was refused; submit it again`);
    await pMap(
      batch.parts,
      async ({ part, url, headers }) => {
        const slice = body.slice((part - 1) * bytes, part * bytes);
        const answer = await putWithRetries(name, () => fetch(url, { method: "PUT", headers, body: slice }));
        done.push({ part, etag: answer.headers.get("etag") ?? "" });
        sentBytes += slice.size;
        sent(sentBytes, body.size);
      },
      { concurrency: PART_CONCURRENCY },
    );
  }
  const completed = await (await api.uploads.complete.$post({ json: { upload, parts: done } })).json();
  if (!("id" in completed)) throw new EnvironmentError(`The upload of ${name} was not completed; submit it again`);
  return completed.id;
};

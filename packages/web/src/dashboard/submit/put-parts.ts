import type { InferResponseType } from "hono/client";
import pMap from "p-map";
import { ApiProblem, api } from "../data/api.ts";
import { type PutOptions, put } from "./put.ts";

/** A multipart upload in progress; it can be resumed after a failure. */
export interface MultipartUpload {
  upload: string;
  /** Bytes of each part except the last. */
  bytes: number;
  count: number;
  /** The uploaded parts and their ETags. */
  taken: Map<number, string>;
}

/** Upload URLs requested together, and parts sent at the same time. */
const CONCURRENCY = 4;
const MAX_ATTEMPTS = 3;
const FIRST_WAIT_MS = 400;

type Addresses = InferResponseType<typeof api.uploads.parts.$post, 200>;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** A refused request would be refused again. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ApiProblem && error.status < 500 && error.status !== 429;

/** A connection that fails occasionally must not fail the whole upload. */
const putPart = async (url: string, body: Blob, options: PutOptions): Promise<string> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const { etag } = await put(url, body, options);
      if (etag === null)
        throw new Error("The storage service did not confirm an uploaded part (no ETag); nothing was submitted");
      return etag;
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || options.signal.aborted || isRefusal(error)) throw error;
      await sleep(FIRST_WAIT_MS * 2 ** (attempt - 1));
    }
  }
};

/**
 * Uploads the missing parts of a large file directly to the store, completes the upload and returns the package's id.
 */
export const putParts = async (
  { upload, bytes, count, taken }: MultipartUpload,
  body: Blob,
  onSent: (bytes: number) => void,
  signal: AbortSignal,
): Promise<string> => {
  const sizeOf = (part: number) => Math.min(bytes, body.size - (part - 1) * bytes);
  const missing = Array.from({ length: count }, (_, n) => n + 1).filter((part) => !taken.has(part));
  const sent = new Map([...taken.keys()].map((part) => [part, sizeOf(part)]));
  // If one part fails permanently, the others stop too.
  const failure = new AbortController();
  const anySignal = AbortSignal.any([signal, failure.signal]);
  const sendPartOf = async ({ part, url, headers }: Addresses["parts"][number]): Promise<void> => {
    const from = (part - 1) * bytes;
    const reportProgress = (loaded: number) => {
      sent.set(part, loaded);
      onSent([...sent.values()].reduce((sum, loadedBytes) => sum + loadedBytes, 0));
    };
    const etag = await putPart(url, body.slice(from, from + bytes), {
      headers,
      onSent: reportProgress,
      signal: anySignal,
    });
    taken.set(part, etag);
  };
  for (let from = 0; from < missing.length; from += CONCURRENCY) {
    const parts = missing.slice(from, from + CONCURRENCY);
    const answer = await api.uploads.parts.$post({ json: { upload, parts } }, { init: { signal } });
    try {
      const addresses = (await answer.json()) as Addresses;
      await pMap(addresses.parts, sendPartOf, { concurrency: CONCURRENCY });
    } catch (error) {
      failure.abort(error);
      throw error;
    }
  }
  const parts = [...taken].map(([part, etag]) => ({ part, etag })).sort((a, b) => a.part - b.part);
  const completed = await api.uploads.complete.$post({ json: { upload, parts } }, { init: { signal } });
  return ((await completed.json()) as { id: string }).id;
};

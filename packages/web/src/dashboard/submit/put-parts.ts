import type { InferResponseType } from "hono/client";
import { api } from "../data/api.ts";
import { type Put, put } from "./put.ts";

export interface Parts {
  upload: string;
  /** Bytes of each part but the last. */
  bytes: number;
  count: number;
}

/** Addresses asked for at a time, and sent to at once. */
const AT_ONCE = 4;
const TRIES = 3;

type Addresses = InferResponseType<typeof api.uploads.parts.$post, 200>;

const sendPart = async (url: string, headers: Record<string, string>, body: Blob, onSent: (bytes: number) => void) => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await put(url, headers, body, onSent);
    } catch (error) {
      if (attempt >= TRIES) throw error;
    }
  }
};

/** Sends a large file to the store itself, part by part, and puts it together; the package's id. */
export const putParts = async (
  { upload, bytes, count }: Parts,
  body: Blob,
  onSent: (bytes: number) => void,
): Promise<string> => {
  const sent = new Array<number>(count).fill(0);
  const done: { part: number; etag: string }[] = [];
  const sendOne = async ({ part, url, headers }: Addresses["parts"][number]): Promise<void> => {
    const answer: Put = await sendPart(url, headers, body.slice((part - 1) * bytes, part * bytes), (loaded) => {
      sent[part - 1] = loaded;
      onSent(sent.reduce((sum, one) => sum + one, 0));
    });
    if (answer.etag === null) throw new Error("The store does not say which part it took; nothing was submitted");
    done.push({ part, etag: answer.etag });
  };
  for (let from = 1; from <= count; from += AT_ONCE) {
    const parts = Array.from({ length: Math.min(AT_ONCE, count - from + 1) }, (_, n) => from + n);
    const answer = await api.uploads.parts.$post({ json: { upload, parts } });
    await Promise.all(((await answer.json()) as Addresses).parts.map(sendOne));
  }
  const json = { upload, parts: done.sort((a, b) => a.part - b.part) };
  const completed = await api.uploads.complete.$post({ json });
  return ((await completed.json()) as { id: string }).id;
};

import { buffer } from "node:stream/consumers";
import type { MemoryObjectStore } from "@torrent/core/testing/memory";
import type { PresignedUploads } from "@torrent/core/unstable";
import { listen } from "./listen.ts";
import type { Running } from "./stage.ts";

/** A store at an address of its own, as a bucket is: parts go from the page to it, and not through the API. */
export interface Store extends Running {
  /** PUTs that were taken. */
  taken: number;
  /** What it does with the next PUT. */
  answer: () => "take" | "hang" | "cut";
}

/** Gives the parts of uploads to `objects` addresses that a browser can send to. */
export const startStore = async (objects: MemoryObjectStore): Promise<Store> => {
  const { uploads } = objects;
  const server = await listen(async (request, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-methods", "PUT");
    response.setHeader("access-control-expose-headers", "etag");
    if (request.method === "OPTIONS") return void response.writeHead(204).end();
    const answer = store.answer();
    if (answer === "cut") request.socket.destroy();
    if (answer !== "take") return;
    const to = new URL(request.url ?? "", server.url).searchParams.get("to") ?? "";
    // Counted at once: what comes at the same time is answered by it.
    store.taken += 1;
    const { status, etag } = await objects.upload(to, await buffer(request));
    response.writeHead(status, { etag: `"${etag}"` }).end();
  });
  const part: PresignedUploads["part"] = async (...asked) => {
    const { url, headers } = await uploads.part(...asked);
    return { url: `${server.url}/?to=${encodeURIComponent(url)}`, headers };
  };
  Object.assign(objects, { uploads: { ...uploads, part } });
  const store: Store = { ...server, taken: 0, answer: () => "take" };
  return store;
};

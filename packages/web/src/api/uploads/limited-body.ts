import { formatBytes } from "@torrent/core/format";
import { Problem } from "../http/problem.ts";

/** Counts the bytes of a body on the way, because it may arrive in chunks without a declared length. */
export async function* limitedBody(body: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limit) throw new Problem("too-large", `A package must not exceed ${formatBytes(limit)}; this one does`);
    yield chunk;
  }
}

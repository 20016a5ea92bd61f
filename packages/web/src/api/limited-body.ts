import { topology } from "@torrent/core";
import { Problem } from "./problem.ts";

/** A body may come in chunks, without its length: it is counted on the way. */
export async function* limitedBody(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > topology.limits.totalBytes)
      throw new Problem("too-large", `A package may hold ${topology.limits.totalBytes} bytes; this has more`);
    yield chunk;
  }
}

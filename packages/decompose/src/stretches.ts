import type { Slice as Place } from "@torrent/core/unstable";
import { Damage, type Stored } from "./member.ts";
import type { Scratch, Spool } from "./scratch.ts";

export interface Stretch {
  stored: Stored;
  /** Where it stands; `undefined` where the content was not cut. */
  place?: Place;
  failure?: Damage;
}

/**
 * Puts content aside that has no lines to cut at: every `limit` bytes a stretch, that holds up to `overlap` bytes of its
 * neighbours besides. Holds nothing in memory but what the spools do.
 */
export async function* stretches(
  input: AsyncIterable<Uint8Array>,
  scratch: Scratch,
  { limit, overlap }: { limit: number; overlap: number },
): AsyncGenerator<Stretch> {
  let current = scratch.spool();
  let next: Spool | undefined;
  let index = 0;
  let read = 0;
  let failure: Damage | undefined;
  const finish = async (): Promise<Stretch> => {
    const stored = await current.finish();
    const start = index * limit;
    const before = index > 0 ? Math.min(overlap, start) : 0;
    const after = Math.max(0, stored.bytes - before - limit);
    const isWhole = index === 0 && next === undefined;
    const place: Place = { index, offset: start - before, line: 1, before, after };
    index++;
    return { stored, ...(isWhole ? {} : { place }) };
  };
  try {
    for await (const chunk of input)
      for (let from = 0; from < chunk.length; ) {
        const border = (index + 1) * limit;
        // Up to the overlap before the border all goes to one spool, from there to the overlap behind it to two.
        const until = read < border - overlap ? border - overlap : read < border ? border : border + overlap;
        const part = chunk.subarray(from, from + until - read);
        if (read >= border - overlap) {
          next ??= scratch.spool();
          await next.write(part);
        }
        await current.write(part);
        read += part.length;
        from += part.length;
        if (read < border + overlap) continue;
        yield await finish();
        current = next!;
        next = undefined;
      }
  } catch (error) {
    if (!(error instanceof Damage)) {
      await Promise.all([current.abandon(), next?.abandon()]);
      throw error;
    }
    failure = error;
  }
  const reached = read > (index + 1) * limit;
  if (next && !reached) {
    await next.abandon();
    next = undefined;
  }
  const first = await finish();
  if (!next) {
    yield { ...first, ...(failure && { failure }) };
    return;
  }
  yield first;
  current = next;
  next = undefined;
  yield { ...(await finish()), ...(failure && { failure }) };
}

import { byRef, compare } from "@torrent/core/unstable";

export { byRef, compare };

/** Places in the order of components, then as they stand in them. */
export const byPlace = (
  a: { component: string; start?: number | undefined; line?: number | undefined },
  b: { component: string; start?: number | undefined; line?: number | undefined },
): number => byRef(a.component, b.component) || (a.start ?? 0) - (b.start ?? 0) || (a.line ?? 0) - (b.line ?? 0);

/** 32 bits of a text, evenly spread: FNV-1a with the last mixing steps of MurmurHash3. */
export const hash = (text: string): number => {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** The first `limit` of two sorted lists put together; of what `same` calls equal, the first one stays. */
export const mergeFirst = <T>(
  lists: readonly (readonly T[])[],
  limit: number,
  order: (a: T, b: T) => number,
  same: (one: T) => string,
): T[] => {
  const seen = new Set<string>();
  const kept: T[] = [];
  for (const one of lists.flat().sort(order)) {
    const name = same(one);
    if (seen.has(name)) continue;
    seen.add(name);
    kept.push(one);
    if (kept.length === limit) break;
  }
  return kept;
};

import type { Counts } from "@torrent/core/unstable";

/** Every name that the choreography counts, in its order, then names that it no longer counts. */
export const namedCounts = (names: readonly string[], counts: Counts): Record<string, number> => ({
  ...Object.fromEntries(names.map((name) => [name, counts[name] ?? 0])),
  ...Object.fromEntries(Object.entries(counts).filter(([name]) => !names.includes(name))),
});

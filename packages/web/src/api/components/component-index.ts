import type { PackageRow, TallyStore } from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";

/** Names and kinds of a package's own components, by ordinal. Unclassified components have neither. */
export interface ComponentIndex {
  complete: boolean;
  kinds: Record<string, number>;
  /** Whether the component has this kind and its lower-cased name contains this text. */
  fits(ordinal: number, kind: string | undefined, text: string | undefined): boolean;
}

const readIndex = async (tally: TallyStore, row: PackageRow): Promise<ComponentIndex> => {
  const count = row.components ?? 0;
  const names: (string | undefined)[] = new Array(count);
  const kindOf: (string | undefined)[] = new Array(count);
  const kinds: Record<string, number> = {};
  let read = 0;
  for await (const { key, plan } of tally.level({ packageId: row.id, round: 1, tree: "", level: 0 })) {
    if (!plan || key.index >= count) continue;
    read += 1;
    names[key.index] = plan.name.toLowerCase();
    kindOf[key.index] = plan.kind;
    kinds[plan.kind] = (kinds[plan.kind] ?? 0) + 1;
  }
  return {
    complete: read === count,
    kinds,
    fits: (ordinal, kind, text) =>
      (kind === undefined || kindOf[ordinal] === kind) &&
      (text === undefined || (names[ordinal]?.includes(text) ?? false)),
  };
};

/** Reads every component's node once and caches the index; about 10 MB for 100,000 components. */
export const componentIndexReader = (tally: TallyStore, now: () => number) => {
  const cached = createCache<ComponentIndex>(now, 4, ({ complete }) => (complete ? 600_000 : 5_000));
  return (row: PackageRow): Promise<ComponentIndex> =>
    cached(`${row.id}/${row.components}`, () => readIndex(tally, row));
};
export type ComponentIndexReader = ReturnType<typeof componentIndexReader>;

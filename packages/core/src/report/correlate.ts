import type { Entity } from "../pass.ts";

/** Distinct entities remembered; past it new ones are counted, not kept, and the report says so. */
const ENTITY_LIMIT = 200_000;
const PLACES_KEPT = 20;

interface Seen {
  kind: string;
  value: string;
  count: number;
  components: Set<string>;
  componentCount: number;
}

export interface SharedEntity {
  kind: string;
  value: string;
  mentions: number;
  /** How many components name it. */
  components: number;
  /** The first of them. */
  places: string[];
}

const order = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Collects entities component by component, and tells which are named in several. */
export const entityIndex = () => {
  const seen = new Map<string, Seen>();
  const byKind = new Map<string, number>();
  let left = 0;
  return {
    add(component: string, entities: readonly Entity[]): void {
      for (const { kind, value, count = 1 } of entities) {
        byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
        const key = `${kind}\u0000${value}`;
        let one = seen.get(key);
        if (!one) {
          if (seen.size >= ENTITY_LIMIT) {
            left += 1;
            continue;
          }
          one = { kind, value, count: 0, components: new Set(), componentCount: 0 };
          seen.set(key, one);
        }
        one.count += count;
        if (one.components.has(component)) continue;
        one.componentCount += 1;
        if (one.components.size < PLACES_KEPT) one.components.add(component);
      }
    },
    /** Named in most components first. */
    top(limit: number, minComponents = 1): SharedEntity[] {
      return [...seen.values()]
        .filter((one) => one.componentCount >= minComponents)
        .sort(
          (a, b) =>
            b.componentCount - a.componentCount ||
            b.count - a.count ||
            order(a.value, b.value) ||
            order(a.kind, b.kind),
        )
        .slice(0, limit)
        .map(({ kind, value, count, components, componentCount }) => ({
          kind,
          value,
          mentions: count,
          components: componentCount,
          places: [...components],
        }));
    },
    shared: () => [...seen.values()].filter((one) => one.componentCount > 1).length,
    byKind: () => Object.fromEntries([...byKind].sort(([a], [b]) => (a < b ? -1 : 1))),
    notKept: () => left,
  };
};

/** Components with the same bytes, by content hash. */
export const duplicates = (components: readonly { ref: string; sha256: string; bytes: number }[]): string[][] => {
  const byHash = new Map<string, string[]>();
  for (const { ref, sha256, bytes } of components)
    if (bytes > 0) byHash.set(sha256, [...(byHash.get(sha256) ?? []), ref]);
  return [...byHash.values()].filter((refs) => refs.length > 1);
};

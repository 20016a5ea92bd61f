import type { ComponentItem } from "../data/queries.ts";

/** A line of the grid: a component, a kind that holds some, or one that is still being read. */
export type Line = { item: ComponentItem; level: 1 | 2 } | { kind: string; size: number; open: boolean } | undefined;

export interface KindGroup {
  kind: string;
  size: number;
  /** What was read of it so far, if it is open. */
  items?: readonly ComponentItem[] | undefined;
}

/** Below an open kind stands what was read of it, and a line that stands for the rest. */
const below = ({ size, items }: KindGroup): number => (items ? items.length + (items.length < size ? 1 : 0) : 0);

/** The lines of a tree of kinds, in the order that they come in. */
export const kindLines = (groups: readonly KindGroup[]) => {
  const starts: number[] = [];
  let count = 0;
  for (const group of groups) {
    starts.push(count);
    count += 1 + below(group);
  }
  return {
    count,
    lineAt(index: number): Line {
      const at = starts.findLastIndex((start) => start <= index);
      const group = groups[at];
      if (!group || index >= count) return undefined;
      const offset = index - (starts[at] ?? 0);
      if (offset === 0) return { kind: group.kind, size: group.size, open: group.items !== undefined };
      const item = group.items?.[offset - 1];
      return item && { item, level: 2 };
    },
    /** Kinds whose rest comes into view. */
    unread: (first: number, last: number): string[] =>
      groups.flatMap((group, at) => {
        const rest = (starts[at] ?? 0) + below(group);
        const more = group.items !== undefined && group.items.length < group.size;
        return more && rest >= first && rest <= last ? [group.kind] : [];
      }),
  };
};

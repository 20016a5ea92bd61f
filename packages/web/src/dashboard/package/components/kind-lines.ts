export interface KindGroup {
  kind: string;
  /** Number of components of this kind. */
  size: number;
  open: boolean;
}

/** A line of the tree: a kind, or the nth component of a kind, from 0. */
export type Place = KindGroup | { kind: string; nth: number };

/** A page of components of one kind. */
export interface KindPage {
  kind: string;
  page: number;
}

/** The lines of a tree of kinds in order; any line is found without iterating over the previous ones. */
export const kindLines = (groups: readonly KindGroup[]) => {
  const starts: number[] = [];
  let count = 0;
  for (const { open, size } of groups) {
    starts.push(count);
    count += 1 + (open ? size : 0);
  }
  return {
    count,
    placeAt(index: number): Place | undefined {
      const at = starts.findLastIndex((start) => start <= index);
      const group = groups[at];
      if (!group || index >= count) return undefined;
      const nth = index - (starts[at] ?? 0) - 1;
      return nth < 0 ? group : { kind: group.kind, nth };
    },
    /** The pages of `length` components that the lines from `first` to `last` need. */
    pagesIn: (first: number, last: number, length: number): KindPage[] =>
      groups.flatMap(({ kind, size, open }, at) => {
        const start = (starts[at] ?? 0) + 1;
        const from = Math.max(0, first - start);
        const to = Math.min(size - 1, last - start);
        if (!open || from > to) return [];
        const [low, high] = [Math.floor(from / length), Math.floor(to / length)];
        return Array.from({ length: high - low + 1 }, (_, n) => ({ kind, page: low + n }));
      }),
  };
};

/** Keeps the first `limit` by an order, out of any number, holding at most twice as many. */
export const topOf = <T>(limit: number, order: (a: T, b: T) => number) => {
  let kept: T[] = [];
  /** Once `limit` are kept, the last of them: what comes after it is not looked at again. */
  let last: T | undefined;
  const cut = (): void => {
    kept = kept.sort(order).slice(0, limit);
    if (kept.length === limit) last = kept.at(-1);
  };
  return {
    add(one: T): void {
      if (last !== undefined && order(one, last) >= 0) return;
      kept.push(one);
      if (kept.length >= 2 * limit) cut();
    },
    sorted(): T[] {
      cut();
      return kept;
    },
  };
};

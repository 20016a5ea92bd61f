/** Keeps the first `limit` by an order, out of any number, holding at most twice as many. */
export const topOf = <T>(limit: number, order: (a: T, b: T) => number) => {
  let kept: T[] = [];
  const cut = (): void => {
    kept = kept.sort(order).slice(0, limit);
  };
  return {
    add(one: T): void {
      kept.push(one);
      if (kept.length >= 2 * limit) cut();
    },
    sorted(): T[] {
      cut();
      return kept;
    },
  };
};

/** Calls `work` for every item, at most `width` at a time; the first error stops it once what runs has ended. */
export const inParallel = async <T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  let next = 0;
  let stopped = false;
  const lane = async (): Promise<void> => {
    while (next < items.length && !stopped)
      await work(items[next++] as T).catch((error: unknown) => {
        stopped = true;
        throw error;
      });
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(width, items.length) }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
};

/** A concurrency limit; the longest waiting is next, so that queues that share one take turns. */
export interface Permits {
  /** False if the signal was aborted first; then nothing is held. */
  acquire(signal: AbortSignal): Promise<boolean>;
  release(): void;
}

export const permits = (limit: number): Permits => {
  if (!Number.isInteger(limit) || limit < 1)
    throw new RangeError(`A limit is ${limit}; it must be a whole number from 1`);
  const waiting = new Set<(granted: boolean) => void>();
  let free = limit;
  return {
    async acquire(signal) {
      if (signal.aborted) return false;
      if (free > 0) {
        free -= 1;
        return true;
      }
      return new Promise((resolve) => {
        const settle = (granted: boolean): void => {
          waiting.delete(settle);
          signal.removeEventListener("abort", give);
          resolve(granted);
        };
        const give = (): void => settle(false);
        waiting.add(settle);
        signal.addEventListener("abort", give, { once: true });
      });
    },
    release() {
      const [next] = waiting;
      if (next) next(true);
      else free += 1;
    },
  };
};

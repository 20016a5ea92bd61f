/**
 * Caches each value for the time that `keepMs` returns for it, so that any number of viewers cost one read. Failures
 * are not cached. Holds at most `size` values and evicts the oldest first.
 */
export const createCache = <T>(now: () => number, size: number, keepMs: (answer: T) => number) => {
  const memory = new Map<string, { until: number; answer: Promise<T> }>();
  return (name: string, load: () => Promise<T>): Promise<T> => {
    const cached = memory.get(name);
    if (cached && now() < cached.until) return cached.answer;
    memory.delete(name);
    const [oldest] = memory.keys();
    if (memory.size >= size && oldest !== undefined) memory.delete(oldest);
    const entry = { until: Number.POSITIVE_INFINITY, answer: load() };
    memory.set(name, entry);
    entry.answer.then(
      (answer) => {
        entry.until = now() + keepMs(answer);
      },
      () => memory.get(name) === entry && memory.delete(name),
    );
    return entry.answer;
  };
};

/**
 * Remembers the answers of a costly pure function of a short text. Forgets all of them when full: inputs repeat in
 * bursts, and a bounded map that is cleared costs nothing per call.
 */
export const memo = <T>(compute: (text: string) => T, capacity = 8192): ((text: string) => T) => {
  const known = new Map<string, T>();
  return (text) => {
    const answer = known.get(text);
    if (answer !== undefined || known.has(text)) return answer as T;
    if (known.size >= capacity) known.clear();
    const computed = compute(text);
    known.set(text, computed);
    return computed;
  };
};

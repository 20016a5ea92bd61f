/** V8 copies shorter substrings, and makes longer ones views of what they were cut from (`SlicedString::kMinLength`). */
const VIEW_CHARS = 13;

/**
 * The same text in memory of its own: a substring would keep the whole window that it was cut from alive.
 */
export const detached = (text: string): string => (text.length < VIEW_CHARS ? text : Buffer.from(text).toString());

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
    const own = detached(text);
    const computed = compute(own);
    known.set(own, computed);
    return computed;
  };
};

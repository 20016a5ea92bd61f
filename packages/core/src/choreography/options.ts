/** Edits (insert, delete, replace) between two words: the Levenshtein distance. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
};

/** The known name that a misspelt one most likely means, if any is close. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const near = known
    .map((name) => ({ name, edits: distance(word.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits)[0];
  return near && near.edits <= Math.max(2, Math.floor(word.length / 3)) ? near.name : undefined;
};

/** `; did you mean "passes"?`, or what there is to choose from. */
export const suggestion = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  if (near !== undefined) return `; did you mean "${near}"?`;
  return known.length === 0 ? "" : `; known are ${known.map((name) => `"${name}"`).join(", ")}`;
};

/**
 * Refuses options that nobody reads.
 *
 * @throws TypeError that names the place, the option and the nearest known one.
 */
export const checkOptions = (place: string, given: unknown, known: readonly string[]): void => {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new TypeError(`${place} must be an object, got ${Array.isArray(given) ? "a list" : String(given)}`);
  for (const name of Object.keys(given))
    if (!known.includes(name)) throw new TypeError(`${place}: unknown option "${name}"${suggestion(name, known)}`);
};

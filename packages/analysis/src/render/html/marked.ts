import { escapeHtml as text } from "../untrusted.ts";

const mark = (whole: string): string => `<mark>${text(whole)}</mark>`;

/** Escaped text in which every occurrence of one of the words is marked; linear in the text. */
const wordsMarked = (whole: string, words: readonly string[]): string => {
  const wanted = [...new Set(words)].filter((word) => word.length >= 3 && word.length <= 200);
  let out = "";
  let from = 0;
  while (from < whole.length) {
    let at = -1;
    let length = 0;
    for (const word of wanted) {
      const found = whole.indexOf(word, from);
      if (found >= 0 && (at < 0 || found < at || (found === at && word.length > length))) {
        at = found;
        length = word.length;
      }
    }
    if (at < 0) break;
    out += text(whole.slice(from, at)) + mark(whole.slice(at, at + length));
    from = at + length;
  }
  return out + text(whole.slice(from));
};

/**
 * A finding's context, escaped, with what was found marked in it: at the place that the pass gave, else wherever one of
 * the words stands.
 */
export const marked = (
  context: string,
  place: readonly [number, number] | undefined,
  words: readonly string[],
): string => {
  const [from = 0, to = 0] = place ?? [];
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= context.length))
    return wordsMarked(context, words);
  return text(context.slice(0, from)) + mark(context.slice(from, to)) + text(context.slice(to));
};

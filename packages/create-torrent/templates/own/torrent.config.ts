import { type Decompose, defineChoreography, definePass, defineReducer, pieceOf } from "@torrent/core";

/**
 * Takes a text apart at its blank lines. The same bytes must give the same pieces in the same order, because a step that
 * is interrupted is repeated. It holds one paragraph in memory, whatever the size of the package.
 */
export const paragraphs: Decompose = async function* (source, { signal }) {
  const decoder = new TextDecoder();
  let rest = "";
  let number = 0;
  const piece = (text: string) => pieceOf(`paragraph ${++number}`, "paragraph", new TextEncoder().encode(text));
  for await (const chunk of source.read()) {
    signal?.throwIfAborted();
    const parts = (rest + decoder.decode(chunk, { stream: true })).split(/\n[ \t]*\n/);
    rest = parts.pop() ?? "";
    for (const part of parts) if (part.trim()) yield piece(part.trim());
  }
  rest += decoder.decode();
  if (rest.trim()) yield piece(rest.trim());
};

/** Counts the words of each paragraph. */
export const count = definePass({
  name: "count",
  version: 1,
  run: async ({ text }) => ({ words: (await text()).split(/\s+/).length }),
});

const total = defineReducer({
  version: 1,
  of: [count],
  empty: () => ({ paragraphs: 0, words: 0 }),
  add: (sum, { results }) => ({ paragraphs: sum.paragraphs + 1, words: sum.words + (results.count?.words ?? 0) }),
  merge: (a, b) => ({ paragraphs: a.paragraphs + b.paragraphs, words: a.words + b.words }),
  finish: (sum) => sum,
});

export default defineChoreography({ name: "{{name}}", decompose: paragraphs, passes: [count], reduce: total });

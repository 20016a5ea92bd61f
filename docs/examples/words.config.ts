import { defineChoreography, definePass, defineReducer, lines } from "@torrent/core";

const count = definePass({
  name: "count",
  version: 1,
  run: async ({ text }) => ({ words: (await text()).trim().split(/\s+/).length }),
});

const total = defineReducer({
  version: 1,
  of: [count],
  empty: () => ({ lines: 0, words: 0 }),
  add: (sum, { results }) => ({ lines: sum.lines + 1, words: sum.words + (results.count?.words ?? 0) }),
  merge: (a, b) => ({ lines: a.lines + b.lines, words: a.words + b.words }),
  finish: (sum) => sum,
});

export default defineChoreography({ name: "words", decompose: lines("line"), passes: [count], reduce: total });

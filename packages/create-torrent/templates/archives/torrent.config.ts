import { defineChoreography, definePass, defineReducer } from "@torrent/core";
import { archives } from "@torrent/decompose";

/** Counts the lines of each text file. */
export const count = definePass({
  name: "count",
  version: 1,
  accepts: ({ kind }) => ["text", "markdown", "csv", "log"].includes(kind),
  // The same file in another package is not counted again.
  cache: "content",
  run: async ({ text }) => ({ lines: (await text()).split("\n").filter((line) => line.trim()).length }),
});

const total = defineReducer({
  version: 1,
  of: [count],
  empty: () => ({ files: 0, lines: 0 }),
  add: (sum, { results }) => ({ files: sum.files + 1, lines: sum.lines + (results.count?.lines ?? 0) }),
  merge: (a, b) => ({ files: a.files + b.files, lines: a.lines + b.lines }),
  finish: (sum) => sum,
});

/** Each file in an archive is a component, also in archives inside it. */
export default defineChoreography({ name: "{{name}}", decompose: archives(), passes: [count], reduce: total });

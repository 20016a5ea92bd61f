import type { Schema } from "../database.ts";

/** Nodes of one round lie together, those of level 0 first: `components` and `level` are one range each. */
export const tallySchema: Schema = {
  version: 1,
  sql: `
    CREATE TABLE nodes (
      package_id TEXT NOT NULL, round INTEGER NOT NULL, level INTEGER NOT NULL, tree TEXT NOT NULL, idx INTEGER NOT NULL,
      expected INTEGER, root INTEGER NOT NULL DEFAULT 0, plan TEXT, opener TEXT, counts TEXT NOT NULL,
      PRIMARY KEY (package_id, round, level, tree, idx)
    ) WITHOUT ROWID;`,
};

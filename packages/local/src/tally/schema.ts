import type { Schema } from "../database.ts";

/**
 * The key lies in an index of its own, so that a settlement rewrites one leaf of the table and nothing else: a node's
 * row is too large to stay within an index page. Nodes of one round lie together in it, those of level 0 first.
 */
export const tallySchema: Schema = {
  version: 2,
  sql: `
    CREATE TABLE nodes (
      id INTEGER PRIMARY KEY,
      package_id TEXT NOT NULL, round INTEGER NOT NULL, level INTEGER NOT NULL, tree TEXT NOT NULL, idx INTEGER NOT NULL,
      expected INTEGER, root INTEGER NOT NULL DEFAULT 0, plan TEXT, opener TEXT, counts TEXT NOT NULL
    );
    CREATE UNIQUE INDEX nodes_by_key ON nodes (package_id, round, level, tree, idx);`,
};

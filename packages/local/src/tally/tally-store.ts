import type { DatabaseSync } from "node:sqlite";
import type { NodeKey, TallyNode, TallyStore } from "@torrent/core/unstable";
import { transaction } from "../database.ts";
import { turn } from "../turn.ts";
import { countsOf, emptyNode, type NodeRow, nodeOf, withSettlement } from "./node-row.ts";

/** Rows read at once by the listings: no read stays open while the caller works. */
const PAGE = 500;

const columns = "id, tree, idx, expected, root, plan, opener, counts";

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value));

/** The tally tree's nodes, one row each, in their own file: settling waits for no other store's writer. */
export const tallyStore = (db: DatabaseSync): TallyStore => {
  const one = db.prepare(
    `SELECT ${columns} FROM nodes WHERE package_id = ? AND round = ? AND level = ? AND tree = ? AND idx = ?`,
  );
  const after = db.prepare(
    `SELECT ${columns} FROM nodes WHERE package_id = ? AND round = ? AND level = ? AND (tree, idx) > (?, ?)
     ORDER BY tree, idx LIMIT ${PAGE}`,
  );
  const insert = db.prepare(
    `INSERT INTO nodes (package_id, round, level, tree, idx, expected, root, plan, opener, counts)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const count = db.prepare("UPDATE nodes SET counts = ? WHERE id = ?");
  const declare = db.prepare("UPDATE nodes SET expected = ?, root = ?, plan = ?, opener = ? WHERE id = ?");

  const find = (key: NodeKey): { id: number; node: TallyNode } | undefined => {
    const row = one.get(key.packageId, key.round, key.level, key.tree, key.index);
    return row && { id: Number(row.id), node: nodeOf(key, row as unknown as NodeRow) };
  };
  const create = (node: TallyNode): void => {
    const { packageId, round, level, tree, index } = node.key;
    const { expected = null, root = false, plan, opener } = node;
    insert.run(packageId, round, level, tree, index, expected, root ? 1 : 0, json(plan), json(opener), countsOf(node));
  };
  async function* walk(packageId: string, round: number, level: number, tree?: string): AsyncIterable<TallyNode> {
    let last = { tree: tree ?? "", idx: -1 };
    for (;;) {
      await turn();
      const rows = after.all(packageId, round, level, last.tree, last.idx) as unknown as NodeRow[];
      for (const row of rows) {
        if (tree !== undefined && row.tree !== tree) return;
        yield nodeOf({ packageId, round, tree: row.tree, level, index: row.idx }, row);
      }
      const end = rows.at(-1);
      if (!end || rows.length < PAGE) return;
      last = end;
    }
  }

  return {
    async settle(key, settlement) {
      await turn();
      return transaction(db, () => {
        const known = find(key);
        if (known?.node.settled.has(settlement.child)) return { first: false, node: known.node };
        const node = withSettlement(known?.node ?? emptyNode(key), settlement);
        if (known) count.run(countsOf(node), known.id);
        else create(node);
        return { first: true, node };
      });
    },
    async expect(key, { expected, root, plan, opener }) {
      await turn();
      return transaction(db, () => {
        const known = find(key);
        if (known?.node.expected !== undefined) return known.node;
        const node: TallyNode = {
          ...(known?.node ?? emptyNode(key)),
          expected,
          ...(root ? { root } : {}),
          ...(plan ? { plan } : {}),
          ...(opener ? { opener } : {}),
        };
        if (known) declare.run(expected, root ? 1 : 0, json(plan), json(opener), known.id);
        else create(node);
        return node;
      });
    },
    async read(key) {
      await turn();
      return find(key)?.node;
    },
    level: ({ packageId, round, tree, level }) => walk(packageId, round, level, tree),
    components: (packageId, round) => walk(packageId, round, 0),
    groups: (packageId, round) => walk(packageId, round, 1),
  };
};

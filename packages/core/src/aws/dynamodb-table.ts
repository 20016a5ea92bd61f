import type { NodeKey } from "../ports/tally-store.ts";

/**
 * One table holds everything. `pk` and `sk` are strings:
 *
 * | item                     | pk                                    | sk                          |
 * | ------------------------ | ------------------------------------- | --------------------------- |
 * | package                  | `p#<package>`                         | `p`                         |
 * | tally node of level 0    | `c#<package>#<round>#<index mod 8>`   | `<tree>#<index>`            |
 * | tally node of level ≥ 1  | `t#<package>#<round>`                 | `<tree>#<level>#<index>`    |
 * | worker's lease           | `w`                                   | `<worker>`                  |
 *
 * A partition takes 1,000 write units a second. Components are spread over 8 of them, so that one package can settle
 * 8,000 tasks and complete 1,000 components a second; reading all components of a round takes 8 queries at the least.
 * Indices are padded to 7 digits, so that a query gives them in order.
 *
 * Indexes, all of packages only (no other item carries their attributes, so settling a task writes no index):
 *
 * - `open`, sparse: packages in an open state by deadline. Where none is open, a query reads nothing.
 * - `by-time`: all packages by the time of their registration.
 * - `by-state`: the packages of one state by the time of their registration.
 *
 * `ttl` (epoch seconds) is on leases, and on every other item where the deployment sets `keepDays`: each update renews it.
 * Whether a lease is over is decided on read, never by the sweeper.
 */
export const tableDefinition = {
  keys: { partition: "pk", sort: "sk" },
  attributes: { pk: "S", sk: "S", open: "S", all: "S", state: "S", deadlineAt: "N", createdAt: "N" },
  indexes: {
    open: { partition: "open", sort: "deadlineAt" },
    "by-time": { partition: "all", sort: "createdAt" },
    "by-state": { partition: "state", sort: "createdAt" },
  },
  ttl: "ttl",
} as const;

export type IndexName = keyof typeof tableDefinition.indexes;

export interface ItemKey {
  pk: string;
  sk: string;
}

const SHARDS = 8;
const padded = (index: number): string => String(index).padStart(7, "0");

export const packageKey = (id: string): ItemKey => ({ pk: `p#${id}`, sk: "p" });

export const leasePartition = "w";
export const leaseKey = (id: string): ItemKey => ({ pk: leasePartition, sk: id });

export const nodeItemKey = ({ packageId, round, tree, level, index }: NodeKey): ItemKey =>
  level === 0
    ? { pk: `c#${packageId}#${round}#${index % SHARDS}`, sk: `${tree}#${padded(index)}` }
    : { pk: treePartition(packageId, round), sk: `${tree}#${level}#${padded(index)}` };

/** Partitions that hold a round's components. */
export const componentPartitions = (packageId: string, round: number): string[] =>
  Array.from({ length: SHARDS }, (_, shard) => `c#${packageId}#${round}#${shard}`);

/** The partition that holds all nodes above a round's components, a hundredth of their number. */
export const treePartition = (packageId: string, round: number): string => `t#${packageId}#${round}`;

/** Partitions and sort key prefix that hold one level of one tree. */
export const levelPartitions = ({
  packageId,
  round,
  tree,
  level,
}: Omit<NodeKey, "index">): { partitions: string[]; prefix: string } =>
  level === 0
    ? { partitions: componentPartitions(packageId, round), prefix: `${tree}#` }
    : { partitions: [treePartition(packageId, round)], prefix: `${tree}#${level}#` };

/** Inverse of {@link nodeItemKey}, for items found by a query. */
export const nodeKeyOf = (packageId: string, round: number, { pk, sk }: ItemKey): NodeKey => {
  const [tree = "", ...rest] = sk.split("#");
  const [level, index] = pk.startsWith("c#") ? [0, rest[0]] : rest;
  return { packageId, round, tree, level: Number(level), index: Number(index) };
};

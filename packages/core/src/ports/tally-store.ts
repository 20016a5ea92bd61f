import type { Failure } from "../errors.ts";
import type { Outcome, Totals } from "../outcome.ts";
import type { Plan } from "../plan.ts";

/**
 * One node of a tally tree. Level 0 is a component (children: the tasks of its plan), level 1 node k covers slots
 * 100k..100k+99 of level 0, and so on. `tree` is `""` for the package's own and `"12.3"` for the subtree that task 3 of
 * slot 12 opened (nested: `"12.3.0.1"`); see `tally/shape.ts`.
 */
export interface NodeKey {
  packageId: string;
  round: number;
  tree: string;
  level: number;
  index: number;
}

/** What is kept of one settled task, in its component's node. Kept small: a level-0 node stays near 1 KB. */
export interface Receipt {
  outcome: Outcome;
  /** The input digest of the result's key, where `succeeded`; see `ids.ts`. */
  input?: string;
  /** The version of the pass that ran; the plan's may be older. */
  version?: number;
  /** Epoch milliseconds, and milliseconds spent. */
  at?: number;
  ms?: number;
  /** Deliveries it took; 1 where nothing was retried. */
  attempts?: number;
  error?: Failure;
}

/** One node as it is after a call; `key` says where it stands. */
export interface TallyNode {
  key: NodeKey;
  /** Children settled; a child is in it once, whatever was redelivered. */
  settled: ReadonlySet<number>;
  /** Those of them below which something failed, expired or was cancelled. */
  failed: ReadonlySet<number>;
  /** Sum over the settled children. */
  totals: Totals;
  /** Set once, when the node is sealed or planned; absent before. */
  expected?: number;
  /** The node is the tree's root; set with `expected` by the seal. */
  root?: boolean;
  /** Level 0 only, set once, with `expected`. */
  plan?: Plan;
  /** Root of a subtree only, set once, with `expected`: how the task that opened it ended, to settle it with. */
  opener?: Receipt;
  /** Level 0 only, by child. */
  receipts: ReadonlyMap<number, Receipt>;
}

export interface Settlement {
  child: number;
  totals: Totals;
  failed: boolean;
  /** Level 0 only. */
  receipt?: Receipt;
}

export interface Expectation {
  expected: number;
  root?: boolean;
  plan?: Plan;
  opener?: Receipt;
}

/**
 * The tally tree's items: pure counting, two writes.
 *
 * Contract: each write is atomic on its one node, durable when it resolves, and reads after it see it. Nothing is
 * atomic across nodes, and nothing needs to be.
 */
export interface TallyStore {
  /**
   * Adds the child to the sets and the totals to the sums, if and only if the child is not settled yet; `first` says
   * whether it did. Returns the node as it is after the call in either case. Creates the node. One write unit.
   */
  settle(key: NodeKey, settlement: Settlement): Promise<{ first: boolean; node: TallyNode }>;
  /** Sets `expected` (and root, plan, opener) if it is not set; a later call with other values changes nothing. Returns the node. */
  expect(key: NodeKey, expectation: Expectation): Promise<TallyNode>;
  /** `undefined` where nothing was written. */
  read(key: NodeKey): Promise<TallyNode | undefined>;
  /** All written nodes of one level of one tree, by index; pages inside. */
  level(key: Omit<NodeKey, "index">): AsyncIterable<TallyNode>;
  /** Every written level-0 node of the round, in every tree; the order is the store's. */
  components(packageId: string, round: number): AsyncIterable<TallyNode>;
  /** Every written level-1 node of the round, in every tree; the order is the store's. */
  groups(packageId: string, round: number): AsyncIterable<TallyNode>;
}

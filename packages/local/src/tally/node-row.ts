import {
  addTotals,
  type NodeKey,
  noTotals,
  type Plan,
  type Receipt,
  type Settlement,
  type TallyNode,
} from "@torrent/core/unstable";

/** What changes with every settlement, apart from the plan, which is written once. */
interface Counts {
  settled: number[];
  failed: number[];
  totals: TallyNode["totals"];
  receipts: [number, Receipt][];
}

export interface NodeRow {
  tree: string;
  idx: number;
  expected: number | null;
  root: number;
  plan: string | null;
  opener: string | null;
  counts: string;
}

export const emptyNode = (key: NodeKey): TallyNode => ({
  key,
  settled: new Set(),
  failed: new Set(),
  totals: noTotals(),
  receipts: new Map(),
});

export const nodeOf = (key: NodeKey, row: NodeRow): TallyNode => {
  const counts: Counts = JSON.parse(row.counts);
  const plan: Plan | undefined = row.plan === null ? undefined : JSON.parse(row.plan);
  const opener: Receipt | undefined = row.opener === null ? undefined : JSON.parse(row.opener);
  return {
    key,
    settled: new Set(counts.settled),
    failed: new Set(counts.failed),
    totals: counts.totals,
    receipts: new Map(counts.receipts),
    ...(row.expected === null ? {} : { expected: row.expected }),
    ...(row.root ? { root: true } : {}),
    ...(plan ? { plan } : {}),
    ...(opener ? { opener } : {}),
  };
};

export const countsOf = (node: TallyNode): string => {
  const counts: Counts = {
    settled: [...node.settled],
    failed: [...node.failed],
    totals: node.totals,
    receipts: [...node.receipts],
  };
  return JSON.stringify(counts);
};

export const withSettlement = (node: TallyNode, { child, failed, totals, receipt }: Settlement): TallyNode => ({
  ...node,
  settled: new Set(node.settled).add(child),
  failed: failed ? new Set(node.failed).add(child) : node.failed,
  totals: addTotals(node.totals, totals),
  receipts: receipt ? new Map(node.receipts).set(child, receipt) : node.receipts,
});

import { FANOUT, isFull, type PackageRow, type TallyStore } from "@torrent/core";
import { type ComponentStatus, componentStatuses } from "./component-schemas.ts";
import { remember } from "./remember.ts";

/** The last place where a component was run. */
export interface Place {
  round: number;
  slot: number;
}

/** Which of a package's own components are done, failed or missing. */
export interface Membership {
  version: string;
  /** Nothing is missing. */
  complete: boolean;
  status(ordinal: number): ComponentStatus;
  place(ordinal: number): Place;
  /** Runs of one status and their length: `d1200f3m17`. */
  runs(): string;
  page(
    status: ComponentStatus | undefined,
    from: number,
    limit: number,
  ): { ordinals: number[]; next?: number; total: number };
}

const MISSING = 2;

const runsOf = (codes: Uint8Array): string => {
  let runs = "";
  for (let at = 0; at < codes.length; ) {
    const code = codes[at] ?? MISSING;
    const start = at;
    while (at < codes.length && codes[at] === code) at += 1;
    runs += `${componentStatuses[code]?.[0]}${at - start}`;
  }
  return runs;
};

/** One byte a component. Round 1 is read by its nodes of level 1; a later round holds few components and is read whole. */
const readMembership = async (tally: TallyStore, row: PackageRow): Promise<Membership> => {
  const count = row.components ?? 0;
  const codes = new Uint8Array(count).fill(MISSING);
  const later = new Map<number, Place>();
  for await (const node of tally.level({ packageId: row.id, round: 1, tree: "", level: 1 })) {
    const base = node.key.index * FANOUT;
    for (const child of node.settled) if (base + child < count) codes[base + child] = node.failed.has(child) ? 1 : 0;
  }
  for (let round = 2; round <= row.round; round += 1)
    for await (const node of tally.components(row.id, round)) {
      const ordinal = Number(node.plan?.component);
      if (node.key.tree !== "" || !(ordinal < count)) continue;
      codes[ordinal] = isFull(node) ? (node.failed.size > 0 ? 1 : 0) : MISSING;
      later.set(ordinal, { round, slot: node.key.index });
    }
  const totals = [0, 0, 0];
  for (const code of codes) totals[code] = (totals[code] ?? 0) + 1;
  return {
    version: totals.join("/"),
    complete: totals[MISSING] === 0,
    status: (ordinal) => componentStatuses[codes[ordinal] ?? MISSING] ?? "missing",
    place: (ordinal) => later.get(ordinal) ?? { round: 1, slot: ordinal },
    runs: () => runsOf(codes),
    page: (status, from, limit) => {
      const wanted = status === undefined ? undefined : componentStatuses.indexOf(status);
      const ordinals: number[] = [];
      let at = from;
      for (; at < count && ordinals.length < limit; at += 1)
        if (wanted === undefined || codes[at] === wanted) ordinals.push(at);
      const more = wanted === undefined ? at < count : codes.indexOf(wanted, at) >= 0;
      return {
        ordinals,
        total: wanted === undefined ? count : (totals[wanted] ?? 0),
        ...(more ? { next: at } : {}),
      };
    },
  };
};

export const membershipReader = (tally: TallyStore, now: () => number) => {
  const remembered = remember<Membership>(now, 32, (members) => (members.complete ? 600_000 : 900));
  return (row: PackageRow): Promise<Membership> =>
    remembered(`${row.id}/${row.round}/${row.components}`, () => readMembership(tally, row));
};
export type MembershipReader = ReturnType<typeof membershipReader>;

import { FANOUT, isFull, type PackageRow, type TallyNode, type TallyStore } from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";
import { type ComponentStatus, componentStatuses } from "./component-status.ts";

/** The round and slot in which a component was run. */
export interface ComponentSlot {
  round: number;
  slot: number;
}

/** Which of a package's own components are done, failed or missing. */
export interface Membership {
  version: string;
  /** No component is missing. */
  complete: boolean;
  status(ordinal: number): ComponentStatus;
  /** Its slot in round 1 and in each later round that ran it again. */
  places(ordinal: number): ComponentSlot[];
  /** Run-length encoded statuses: `d1200f3m17`. */
  runs(): string;
  page(
    status: ComponentStatus | undefined,
    /** Starts at an ordinal and skips the first `skip` matches. */
    where: { from: number; skip: number; limit: number },
    /** Another condition that a component must meet. */
    fits?: (ordinal: number) => boolean,
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

/** Updates the set of passes of a component whose latest run failed. */
const addOutcomes = (failed: Set<string>, node: TallyNode | undefined): void => {
  node?.plan?.tasks.forEach(({ pass }, child) => {
    if (node.failed.has(child)) failed.add(pass);
    else if (node.settled.has(child)) failed.delete(pass);
  });
};

/**
 * Uses one byte per component. Round 1 is read from its nodes of level 1. Later rounds have few components and are read
 * completely; components that they did not run keep their status.
 */
const readMembership = async (tally: TallyStore, row: PackageRow): Promise<Membership> => {
  const count = row.components ?? 0;
  const codes = new Uint8Array(count).fill(MISSING);
  const first = { packageId: row.id, round: 1, tree: "" };
  const reruns = new Map<number, { places: ComponentSlot[]; failed: Set<string> }>();
  for await (const node of tally.level({ ...first, level: 1 })) {
    const base = node.key.index * FANOUT;
    for (const child of node.settled) if (base + child < count) codes[base + child] = node.failed.has(child) ? 1 : 0;
  }
  for (let round = 2; round <= row.round; round += 1)
    for await (const node of tally.components(row.id, round)) {
      const ordinal = Number(node.plan?.component);
      if (node.key.tree !== "" || !(ordinal < count)) continue;
      const rerun = reruns.get(ordinal) ?? { places: [], failed: new Set<string>() };
      if (!reruns.has(ordinal)) addOutcomes(rerun.failed, await tally.read({ ...first, level: 0, index: ordinal }));
      reruns.set(ordinal, rerun);
      rerun.places.push({ round, slot: node.key.index });
      addOutcomes(rerun.failed, node);
      codes[ordinal] = isFull(node) ? (rerun.failed.size > 0 ? 1 : 0) : MISSING;
    }
  const totals = [0, 0, 0];
  for (const code of codes) totals[code] = (totals[code] ?? 0) + 1;
  return {
    version: totals.join("/"),
    complete: totals[MISSING] === 0,
    status: (ordinal) => componentStatuses[codes[ordinal] ?? MISSING] ?? "missing",
    places: (ordinal) => [{ round: 1, slot: ordinal }, ...(reruns.get(ordinal)?.places ?? [])],
    runs: () => runsOf(codes),
    page: (status, { from, skip, limit }, fits) => {
      const code = status === undefined ? undefined : componentStatuses.indexOf(status);
      const matches = (at: number) => (code === undefined || codes[at] === code) && (fits?.(at) ?? true);
      const ordinals: number[] = [];
      let at = from;
      for (let left = skip; at < count && left > 0; at += 1) if (matches(at)) left -= 1;
      for (; at < count && ordinals.length < limit; at += 1) if (matches(at)) ordinals.push(at);
      let next = at;
      while (next < count && !matches(next)) next += 1;
      const counted = code === undefined ? count : (totals[code] ?? 0);
      const total = fits ? codes.reduce((sum, _, ordinal) => sum + (matches(ordinal) ? 1 : 0), 0) : counted;
      return { ordinals, total, ...(next < count ? { next } : {}) };
    },
  };
};

export const membershipReader = (tally: TallyStore, now: () => number) => {
  const cached = createCache<Membership>(now, 32, (members) => (members.complete ? 600_000 : 900));
  return (row: PackageRow): Promise<Membership> =>
    cached(`${row.id}/${row.round}/${row.components}`, () => readMembership(tally, row));
};
export type MembershipReader = ReturnType<typeof membershipReader>;

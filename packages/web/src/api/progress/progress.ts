import {
  addTotals,
  FANOUT,
  isTerminalState,
  noTotals,
  type PackageRow,
  type Progress,
  type TallyStore,
  type Topology,
} from "@torrent/core/unstable";
import { createCache } from "../http/cache.ts";

/** Components of the current round; known once intake has counted. */
export const slotsOf = (row: PackageRow): number | undefined => row.slots ?? row.components;

/** How a round stands, and some of the components that it still waits for. */
export interface RoundProgress extends Progress {
  /** Unsettled slots: all of them, or {@link SAMPLED} at even distances. */
  unsettled: readonly number[];
}

/** One read of the tree serves everyone who asks within this time: 100,000 components are a thousand nodes. */
const FRESH_MS = 900;
/** Components that are looked at one by one to tell what the unsettled are at: a bound on the cost, whatever the package. */
export const SAMPLED = 400;

const evenly = (all: readonly number[], most: number): number[] =>
  all.length <= most ? [...all] : Array.from({ length: most }, (_, n) => all[Math.floor((n * all.length) / most)] ?? 0);

/** Reads the nodes of level 1 only: a hundredth of the components. */
const readStanding = async (
  store: TallyStore,
  packageId: string,
  round: number,
  slots: number,
): Promise<RoundProgress> => {
  const sum = { settled: 0, failed: 0, totals: noTotals() };
  const groups = new Map<number, ReadonlySet<number>>();
  for await (const node of store.level({ packageId, round, tree: "", level: 1 })) {
    sum.settled += node.settled.size;
    sum.failed += node.failed.size;
    sum.totals = addTotals(sum.totals, node.totals);
    groups.set(node.key.index, node.settled);
  }
  const unsettled: number[] = [];
  for (let slot = 0; slot < slots && sum.settled < slots; slot += 1)
    if (!groups.get(Math.floor(slot / FANOUT))?.has(slot % FANOUT)) unsettled.push(slot);
  return { ...sum, unsettled: evenly(unsettled, SAMPLED) };
};

/**
 * How a package's current round stands: read at most about once a second while it moves, and once for all when every
 * component is settled.
 */
export const progressReader = (tally: TallyStore, now: () => number) => {
  const cached = createCache<RoundProgress & { slots: number }>(now, 2_000, ({ settled, slots }) =>
    settled >= slots ? Number.POSITIVE_INFINITY : FRESH_MS,
  );
  return (row: PackageRow): Promise<RoundProgress> => {
    const slots = slotsOf(row);
    if (slots === undefined) return Promise.resolve({ settled: 0, failed: 0, totals: noTotals(), unsettled: [] });
    return cached(`${row.id}/${row.round}/${slots}/${row.state}/${row.updatedAt}`, async () => ({
      ...(await readStanding(tally, row.id, row.round, slots)),
      slots,
    }));
  };
};
export type ProgressReader = ReturnType<typeof progressReader>;

/** Open, and the sweep saw the same count long enough ago. */
export const isStalled = (
  { stallSeconds }: Pick<Topology, "stallSeconds">,
  row: PackageRow,
  settled: number,
  now: number,
): boolean =>
  !isTerminalState(row.state) &&
  row.swept !== undefined &&
  row.swept.settled === settled &&
  now - row.swept.at > stallSeconds * 1000;

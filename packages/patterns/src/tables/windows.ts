import { expectedPerMegabyte } from "../grams/model.ts";
import { checkHash, primaryHash, type Tier, windowWords } from "./tier.ts";

/** One way by which a needle is found: the hash of a window of it, and where in the needle that window stands. */
export interface Entry {
  primary: number;
  check: number;
  needle: number;
  offset: number;
}

/** How many entries a window has already; windows that many needles share cost a comparison for each. */
export type Crowding = Map<number, number>;

const crowdingKey = (primary: number, check: number): number => (primary >>> 0) * 2 ** 21 + (check >>> 11);

/** Windows rarer than this in a megabyte are all the same to us; then the less crowded one is better. */
const RARE_ENOUGH = 0.2;

/** The place at which the needle's `stride` consecutive windows are expected to be met least often. */
const bestPlace = (bytes: Uint8Array, { window, stride }: Tier, crowding: Crowding): number => {
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let place = 0; place + window + stride - 1 <= bytes.length; place++) {
    let cost = 0;
    for (let step = 0; step < stride && cost < lowest; step++) {
      const [low, high] = windowWords(bytes, place + step, window);
      const crowd = crowding.get(crowdingKey(primaryHash(low, high), checkHash(low, high, window))) ?? 0;
      cost += (expectedPerMegabyte(bytes, place + step, window) + RARE_ENOUGH) * (1.5 + crowd);
    }
    if (cost < lowest) {
      lowest = cost;
      best = place;
    }
  }
  return best;
};

const entryAt = (bytes: Uint8Array, offset: number, window: number, needle: number): Entry => {
  const [low, high] = windowWords(bytes, offset, window);
  return { primary: primaryHash(low, high), check: checkHash(low, high, window), needle, offset };
};

/** A needle of one byte is followed by anything: by each of the 128 bytes that folding leaves. */
const loneByteEntries = (byte: number, needle: number): Entry[] =>
  Array.from({ length: 128 }, (_, i) =>
    entryAt(Uint8Array.of(byte, ((i & 0x60) << 1) | 0x20 | (i & 0x1f)), 0, 2, needle),
  );

export const entriesOf = (bytes: Uint8Array, needle: number, tier: Tier, crowding: Crowding): Entry[] => {
  if (bytes.length < tier.window) return loneByteEntries(bytes[0]!, needle);
  const place = bestPlace(bytes, tier, crowding);
  return Array.from({ length: tier.stride }, (_, step) => {
    const entry = entryAt(bytes, place + step, tier.window, needle);
    const key = crowdingKey(entry.primary, entry.check);
    crowding.set(key, (crowding.get(key) ?? 0) + 1);
    return entry;
  });
};

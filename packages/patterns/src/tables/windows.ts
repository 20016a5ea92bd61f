import { expectedPerMegabyte } from "../grams/model.ts";
import { type Tier, windowHash } from "./tier.ts";

/** One way by which a needle is found: the hash of a window of it, and where in the needle that window stands. */
export interface Entry {
  hash: number;
  needle: number;
  offset: number;
}

/** How many entries a window's hash has already; windows that many needles share cost a look at each. */
export type Crowding = Map<number, number>;

/** Windows rarer than this in a megabyte are all the same to us; then the less crowded one is better. */
const RARE_ENOUGH = 0.2;

/** The place at which the needle's `stride` consecutive windows are expected to be met least often. */
const bestPlace = (bytes: Uint8Array, { window, stride }: Tier, crowding: Crowding): number => {
  let best = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let place = 0; place + window + stride - 1 <= bytes.length; place++) {
    let cost = 0;
    for (let step = 0; step < stride && cost < lowest; step++) {
      const crowd = crowding.get(windowHash(bytes, place + step, window)) ?? 0;
      cost += (expectedPerMegabyte(bytes, place + step, window) + RARE_ENOUGH) * (1.5 + crowd);
    }
    if (cost < lowest) {
      lowest = cost;
      best = place;
    }
  }
  return best;
};

const entryAt = (bytes: Uint8Array, offset: number, window: number, needle: number): Entry => ({
  hash: windowHash(bytes, offset, window),
  needle,
  offset,
});

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
    crowding.set(entry.hash, (crowding.get(entry.hash) ?? 0) + 1);
    return entry;
  });
};

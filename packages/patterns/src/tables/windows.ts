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

/** Windows stand within a needle's first bytes, so that a byte tells where. */
const FIRST_BYTES = 256;

/** Of the windows that begin `step` bytes into the needle or a multiple of `stride` later, the one expected least often. */
const bestOffset = (bytes: Uint8Array, { window, stride }: Tier, step: number, crowding: Crowding): number => {
  let best = step;
  let lowest = Number.POSITIVE_INFINITY;
  const end = Math.min(bytes.length, FIRST_BYTES);
  for (let offset = step; offset + window <= end; offset += stride) {
    const expected = expectedPerMegabyte(bytes, offset, window) + RARE_ENOUGH;
    if (1.5 * expected >= lowest) continue;
    const cost = expected * (1.5 + (crowding.get(windowHash(bytes, offset, window)) ?? 0));
    if (cost < lowest) {
      lowest = cost;
      best = offset;
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
  return Array.from({ length: tier.stride }, (_, step) => {
    const entry = entryAt(bytes, bestOffset(bytes, tier, step, crowding), tier.window, needle);
    crowding.set(entry.hash, (crowding.get(entry.hash) ?? 0) + 1);
    return entry;
  });
};

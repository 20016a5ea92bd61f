/**
 * The scan loop in AssemblyScript, 16 bytes a step; match/twin.ts is the same in TypeScript, one word a step. It works in a
 * memory that the host shares among threads; every thread has an instance, an input area and a hits area of its own.
 */

/** A tier's table, as tables/hash-table.ts lays it out: five words, written by match/wasm.ts. */
@unmanaged
class Tier {
  filter: usize;
  buckets: usize;
  records: usize;
  filterShift: u32;
  bucketShift: u32;
}

const FOLD: u32 = 0x20202020;
const K1: u32 = 0x9e3779b1;
const K2: u32 = 0x85ebca6b;
const RECORD_BYTES: u32 = 20;
/** Bytes whose passing steps are queued at a time. */
const STRETCH: u32 = 4096;

let needles: usize = 0;
let hasTriple: bool = false;
let hasPair: bool = false;
let pair = changetype<Tier>(0);
let triple = changetype<Tier>(0);
let small = changetype<Tier>(0);
let medium = changetype<Tier>(0);
let long = changetype<Tier>(0);
/** Room for the addresses of 36 filter bytes. */
let places: usize = 0;
/** Room for the steps of one stretch, and one more. */
let queue: usize = 0;

// Of the scan that is under way.
let input: usize = 0;
let hits: usize = 0;
let limit: u32 = 0;
let found: u32 = 0;

/** Where to go on after a scan that ran out of room; else its limit. */
export let next: u32 = 0;

/** `parameters`: where the needles' bytes are, whether there are triples and pairs, the five tiers; then room for
 * `places` and `queue`. */
export function setup(parameters: usize): void {
  needles = load<u32>(parameters);
  hasTriple = load<u32>(parameters, 4) != 0;
  hasPair = load<u32>(parameters, 8) != 0;
  pair = changetype<Tier>(parameters + 12);
  triple = changetype<Tier>(parameters + 32);
  small = changetype<Tier>(parameters + 52);
  medium = changetype<Tier>(parameters + 72);
  long = changetype<Tier>(parameters + 92);
  places = parameters + 112;
  queue = parameters + 256;
}

function equalFolded(at: usize, needle: usize, length: u32): bool {
  for (let i: u32 = 0; i < length; i++) {
    let byte: u32 = load<u8>(at + i);
    if (byte - 65 < 26) byte |= 32;
    if (byte != <u32>load<u8>(needle + i)) return false;
  }
  return true;
}

function equal(at: usize, needle: usize, length: u32): bool {
  let i: u32 = 0;
  for (; i + 4 <= length; i += 4) if (load<u32>(at + i) != load<u32>(needle + i)) return false;
  for (; i < length; i++) if (load<u8>(at + i) != load<u8>(needle + i)) return false;
  return true;
}

/** The filter let the window at `at` through: compares the needles that share its bucket. */
function look(tier: Tier, hash: u32, at: u32): void {
  const bucket = tier.buckets + ((hash >> tier.bucketShift) << 2);
  const end = tier.records + RECORD_BYTES * load<u32>(bucket, 4);
  for (let record = tier.records + RECORD_BYTES * load<u32>(bucket); record < end; record += RECORD_BYTES) {
    const offsets = load<u32>(record, 8);
    const begin = at - (offsets & 0xffff);
    const length = load<u32>(record, 12) & 0x7fffffff;
    if (<i32>begin < 0 || begin + length > limit) continue;
    const word = length < 4 ? hash : load<u32>(input + begin + (offsets >> 16)) | FOLD;
    if (word != load<u32>(record, 16)) continue;
    const needle = needles + load<u32>(record, 4);
    const same =
      load<i32>(record, 12) < 0 ? equalFolded(input + begin, needle, length) : equal(input + begin, needle, length);
    if (!same) continue;
    store<u32>(hits + (found << 3), load<u32>(record));
    store<u32>(hits + (found << 3), begin, 4);
    found++;
  }
}

/** Puts the addresses of four filter bytes into `places`. */
@inline
function place(hash: v128, tier: Tier, at: usize): void {
  v128.store(places + at, i32x4.add(i32x4.shr_u(hash, tier.filterShift), i32x4.splat(<i32>tier.filter)));
}

/** The filter bytes at the first 16 places. */
@inline
function gather16(places: usize): v128 {
  let bytes = i8x16.splat(0);
  bytes = v128.load_lane<u8>(load<u32>(places, 0), bytes, 0);
  bytes = v128.load_lane<u8>(load<u32>(places, 4), bytes, 1);
  bytes = v128.load_lane<u8>(load<u32>(places, 8), bytes, 2);
  bytes = v128.load_lane<u8>(load<u32>(places, 12), bytes, 3);
  bytes = v128.load_lane<u8>(load<u32>(places, 16), bytes, 4);
  bytes = v128.load_lane<u8>(load<u32>(places, 20), bytes, 5);
  bytes = v128.load_lane<u8>(load<u32>(places, 24), bytes, 6);
  bytes = v128.load_lane<u8>(load<u32>(places, 28), bytes, 7);
  bytes = v128.load_lane<u8>(load<u32>(places, 32), bytes, 8);
  bytes = v128.load_lane<u8>(load<u32>(places, 36), bytes, 9);
  bytes = v128.load_lane<u8>(load<u32>(places, 40), bytes, 10);
  bytes = v128.load_lane<u8>(load<u32>(places, 44), bytes, 11);
  bytes = v128.load_lane<u8>(load<u32>(places, 48), bytes, 12);
  bytes = v128.load_lane<u8>(load<u32>(places, 52), bytes, 13);
  bytes = v128.load_lane<u8>(load<u32>(places, 56), bytes, 14);
  bytes = v128.load_lane<u8>(load<u32>(places, 60), bytes, 15);
  return bytes;
}

@inline
function gather4(places: usize): v128 {
  let bytes = i8x16.splat(0);
  bytes = v128.load_lane<u8>(load<u32>(places, 0), bytes, 0);
  bytes = v128.load_lane<u8>(load<u32>(places, 4), bytes, 1);
  bytes = v128.load_lane<u8>(load<u32>(places, 8), bytes, 2);
  bytes = v128.load_lane<u8>(load<u32>(places, 12), bytes, 3);
  return bytes;
}

/** Three bits of each hash, below those that choose the filter byte. */
@inline
function threeBits(hash: v128, tier: Tier, below: u32): v128 {
  return v128.and(i32x4.shr_u(hash, tier.filterShift - below), i32x4.splat(7));
}

/** One bit of each byte, chosen by three bits of each of 16 hashes. */
@inline
function bits(a: v128, tierA: Tier, b: v128, tierB: Tier, c: v128, tierC: Tier, d: v128, tierD: Tier, below: u32): v128 {
  const ab = i16x8.narrow_i32x4_u(threeBits(a, tierA, below), threeBits(b, tierB, below));
  const cd = i16x8.narrow_i32x4_u(threeBits(c, tierC, below), threeBits(d, tierD, below));
  const powers = i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0);
  return i8x16.swizzle(powers, i8x16.narrow_i16x8_u(ab, cd));
}

/** Which of the bytes hold all of their wanted bits. */
@inline
function passing(bytes: v128, wanted: v128): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.and(bytes, wanted), wanted));
}

/** Lanes 0–3: long windows of four words; 4–7: medium; 8–11: medium, two bytes on; 12–15: small. */
function lookLanes(lanes: u32, at: u32): void {
  for (; lanes; lanes &= lanes - 1) {
    const lane = ctz(lanes);
    const kind = lane >> 2;
    const windowAt = at + ((lane & 3) << 2) + (kind == 2 ? 2 : 0);
    const low = (load<u32>(input + windowAt) | FOLD) * K1;
    if (kind == 0) look(long, low + (load<u32>(input + windowAt, 4) | FOLD) * K2, windowAt);
    else if (kind == 3) look(small, low, windowAt);
    else look(medium, low + (<u32>load<u16>(input + windowAt, 4) | 0x2020) * K2, windowAt);
  }
}

/** Small windows that begin in the middle of four words. */
function lookSmall(lanes: u32, at: u32): void {
  for (; lanes; lanes &= lanes - 1) {
    const windowAt = at + (ctz(lanes) << 2) + 2;
    look(small, (load<u32>(input + windowAt) | FOLD) * K1, windowAt);
  }
}

/** Lane 4s + w: the triple that begins s bytes into word w. */
function lookTriples(lanes: u32, at: u32): void {
  for (; lanes; lanes &= lanes - 1) {
    const lane = ctz(lanes);
    const windowAt = at + ((lane & 3) << 2) + (lane >> 2);
    look(triple, ((load<u32>(input + windowAt) | FOLD) & 0xffffff) * K1, windowAt);
  }
}

function lookPairs(at: u32): void {
  for (const end = at + 16; at < end; at++) {
    const hash = (<u32>load<u16>(input + at) | 0x2020) * K1;
    const byte = <u32>load<u8>(pair.filter + (hash >> pair.filterShift));
    const first = (hash >> (pair.filterShift - 3)) & 7;
    const second = (hash >> (pair.filterShift - 6)) & 7;
    if ((byte >> first) & (byte >> second) & 1) look(pair, hash, at);
  }
}

@inline
function triples(at: usize, tier: Tier): u32 {
  const low24 = i32x4.splat(0xffffff);
  const fold = i32x4.splat(FOLD);
  const k1 = i32x4.splat(K1);
  const h0 = i32x4.mul(v128.and(v128.or(v128.load(at), fold), low24), k1);
  const h1 = i32x4.mul(v128.and(v128.or(v128.load(at, 1), fold), low24), k1);
  const h2 = i32x4.mul(v128.and(v128.or(v128.load(at, 2), fold), low24), k1);
  const h3 = i32x4.mul(v128.and(v128.or(v128.load(at, 3), fold), low24), k1);
  place(h0, tier, 0);
  place(h1, tier, 16);
  place(h2, tier, 32);
  place(h3, tier, 48);
  const first = bits(h0, tier, h1, tier, h2, tier, h3, tier, 3);
  return passing(gather16(places), v128.or(first, bits(h0, tier, h1, tier, h2, tier, h3, tier, 6)));
}

/**
 * Runs the filters over a stretch and queues the steps in which a window passed: place, then lanes of the three kinds.
 * Apart from the looks that follow, so that this loop has no branch that could be guessed wrong. Returns the queue's end.
 */
function filterStretch(from: u32, to: u32): usize {
  const l = long, m = medium, s = small;
  const withTriples = hasTriple, withPairs = hasPair;
  const fold = i32x4.splat(FOLD);
  const k1 = i32x4.splat(K1);
  const k2 = i32x4.splat(K2);
  const low16 = i32x4.splat(0xffff);
  let end = queue;
  for (let at = from; at < to; at += 16) {
    const p = input + at;
    const afterA = v128.or(v128.load(p, 4), fold);
    const afterB = v128.or(v128.load(p, 6), fold);
    const smallA = i32x4.mul(v128.or(v128.load(p), fold), k1);
    const smallB = i32x4.mul(v128.or(v128.load(p, 2), fold), k1);
    const longA = i32x4.add(smallA, i32x4.mul(afterA, k2));
    const mediumA = i32x4.add(smallA, i32x4.mul(v128.and(afterA, low16), k2));
    const mediumB = i32x4.add(smallB, i32x4.mul(v128.and(afterB, low16), k2));
    place(longA, l, 0);
    place(mediumA, m, 16);
    place(mediumB, m, 32);
    place(smallA, s, 48);
    place(smallB, s, 64);
    const wanted = v128.or(
      bits(longA, l, mediumA, m, mediumB, m, smallA, s, 3),
      bits(longA, l, mediumA, m, mediumB, m, smallA, s, 6),
    );
    const wantedB = v128.or(
      bits(smallB, s, smallB, s, smallB, s, smallB, s, 3),
      bits(smallB, s, smallB, s, smallB, s, smallB, s, 6),
    );
    const lanes = passing(gather16(places), wanted);
    const lanesB = passing(gather4(places + 64), wantedB) & 15;
    const lanesTriple: u32 = withTriples ? triples(p, triple) : 0;
    store<u32>(end, at);
    store<u32>(end, lanes, 4);
    store<u32>(end, lanesB, 8);
    store<u32>(end, lanesTriple, 12);
    end += select<usize>(16, 0, (lanes | lanesB | lanesTriple) != 0 || withPairs);
  }
  return end;
}

/** See `Kernel.scan`. `room`: found hits at which it stops. */
export function scan(inputAt: usize, hitsAt: usize, from: u32, to: u32, room: u32): u32 {
  input = inputAt;
  hits = hitsAt;
  limit = to;
  found = 0;
  for (let at = from; at < to; at += STRETCH) {
    const end = filterStretch(at, min(at + STRETCH, to));
    for (let step = queue; step < end; step += 16) {
      const stepAt = load<u32>(step);
      if (found >= room) {
        next = stepAt;
        return found;
      }
      lookLanes(load<u32>(step, 4), stepAt);
      lookSmall(load<u32>(step, 8), stepAt);
      lookTriples(load<u32>(step, 12), stepAt);
      if (hasPair) lookPairs(stepAt);
    }
  }
  next = to;
  return found;
}

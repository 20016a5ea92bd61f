/**
 * The scan loop in AssemblyScript, 16 bytes a step; match/twin.ts is the same in TypeScript, one word a step. It works in a
 * memory that the host shares among threads; every thread has an instance, an input area and a hits area of its own.
 */

/** As tables/filter.ts lays it out; written by match/wasm.ts. */
@unmanaged
class Filter {
  words: usize;
  shift: u32;
}

/** As tables/hash-table.ts lays it out. */
@unmanaged
class Table {
  groups: usize;
  groupBits: u32;
  buckets: usize;
  records: usize;
  shift: u32;
}

const FOLD: u32 = 0x20202020;
const K1: u32 = 0x9e3779b1;
const K2: u32 = 0x85ebca6b;
const NEEDLE_MASK: u32 = 0xffffff;
/** Flag of a needle: see `NOCASE` in tables/tables.ts. */
const NOCASE: u32 = 2;
/** See tables/tier.ts. */
const MEDIUM_FROM: u32 = 7;
const ANY_LENGTH: u32 = 0xffffffff;
/** Bytes whose passing steps are queued at a time. */
const STRETCH: u32 = 4096;

let starts: usize = 0;
let needles: usize = 0;
let flags: usize = 0;
let hasTriple: bool = false;
let hasPair: bool = false;
let pairFilter = changetype<Filter>(0);
let tripleFilter = changetype<Filter>(0);
let wordFilter = changetype<Filter>(0);
let middleFilter = changetype<Filter>(0);
let longFilter = changetype<Filter>(0);
let pair = changetype<Table>(0);
let triple = changetype<Table>(0);
let word = changetype<Table>(0);
let long = changetype<Table>(0);
/** Room for the addresses of 16 filter words. */
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

/** `parameters`: five words, five filters, four tables; then room for `places` and `queue`. */
export function setup(parameters: usize): void {
  starts = load<u32>(parameters);
  needles = load<u32>(parameters, 4);
  flags = load<u32>(parameters, 8);
  hasTriple = load<u32>(parameters, 12) != 0;
  hasPair = load<u32>(parameters, 16) != 0;
  pairFilter = changetype<Filter>(parameters + 20);
  tripleFilter = changetype<Filter>(parameters + 28);
  wordFilter = changetype<Filter>(parameters + 36);
  middleFilter = changetype<Filter>(parameters + 44);
  longFilter = changetype<Filter>(parameters + 52);
  pair = changetype<Table>(parameters + 60);
  triple = changetype<Table>(parameters + 80);
  word = changetype<Table>(parameters + 100);
  long = changetype<Table>(parameters + 120);
  places = parameters + 144;
  queue = parameters + 208;
}

/** `fold`: 0x20 in every byte where upper case counts as lower case, else 0. */
function equal(at: usize, needle: usize, length: u32, fold: v128): bool {
  for (let i: u32 = 0; i < length; i += 16) {
    const bytes = v128.load(at + i);
    const upper = i8x16.lt_u(i8x16.sub(bytes, i8x16.splat(65)), i8x16.splat(26));
    const same = i8x16.bitmask(i8x16.eq(v128.or(bytes, v128.and(upper, fold)), v128.load(needle + i)));
    const wanted = length - i < 16 ? (1 << (length - i)) - 1 : 0xffff;
    if ((same & wanted) != wanted) return false;
  }
  return true;
}

/** The check of a record held: compares the needle, if it is shorter than `below`. */
function compare(needle: u32, begin: u32, below: u32): void {
  const from = load<u32>(starts + (needle << 2));
  const length = load<u32>(starts + (needle << 2), 4) - from;
  if (length >= below || <i32>begin < 0 || begin + length > limit) return;
  const fold = i8x16.splat(load<u8>(flags + needle) & NOCASE ? 0x20 : 0);
  if (!equal(input + begin, needles + from, length, fold)) return;
  store<u32>(hits + (found << 3), needle);
  store<u32>(hits + (found << 3), begin, 4);
  found++;
}

/** The address of a bucket's first record; records are three halves of a word. */
@inline
function recordsOf(table: Table, bucket: u32): usize {
  const group = load<u32>(table.groups + ((bucket >> table.groupBits) << 2));
  return table.records + (group + load<u16>(table.buckets + (bucket << 1))) * 6;
}

/** The filter let the window at `at` through: looks at the needles of less than `below` bytes that share its bucket. */
function look(table: Table, hash: u32, at: u32, below: u32): void {
  const bucket = hash >> table.shift;
  const end = recordsOf(table, bucket + 1);
  for (let record = recordsOf(table, bucket); record < end; record += 6) {
    const needle = load<u32>(record);
    const check = ((load<u32>(input + at + (<i32>needle >> 24)) | FOLD) * K2) >> 24;
    if (check == load<u8>(record, 4)) compare(needle & NEEDLE_MASK, at - load<u8>(record, 5), below);
  }
}

/** Of needles of fewer than five bytes, for which the hash is checked. */
function lookShort(table: Table, hash: u32, at: u32): void {
  const bucket = hash >> table.shift;
  const end = recordsOf(table, bucket + 1);
  const check = (hash * K2) >> 24;
  for (let record = recordsOf(table, bucket); record < end; record += 6)
    if (check == load<u8>(record, 4))
      compare(load<u32>(record) & NEEDLE_MASK, at - load<u8>(record, 5), ANY_LENGTH);
}

/** Puts the addresses of four filter words into `places`. */
@inline
function place(hash: v128, filter: Filter, at: usize): void {
  v128.store(places + at, i32x4.add(i32x4.shl(i32x4.shr_u(hash, filter.shift), 2), i32x4.splat(<i32>filter.words)));
}

/** Minus two to the power of five bits of each hash. As floats: there is no shift by different counts. All are in range, so
 * that every machine gives the same. */
@inline
function minusPower(hash: v128, shift: u32): v128 {
  const exponents = i32x4.shl(v128.and(i32x4.shr_u(hash, shift), i32x4.splat(31)), 23);
  return i32x4.relaxed_trunc_f32x4_s(i32x4.add(exponents, i32x4.splat(0xbf800000)));
}

/** Which of four filter words, whose addresses are at a place, hold both bits of their hash. */
@inline
function passing(hash: v128, filter: Filter, at: usize): v128 {
  let words = v128.load32_zero(load<u32>(places + at));
  words = v128.load_lane<u32>(load<u32>(places + at, 4), words, 1);
  words = v128.load_lane<u32>(load<u32>(places + at, 8), words, 2);
  words = v128.load_lane<u32>(load<u32>(places + at, 12), words, 3);
  const first = i32x4.neg(minusPower(hash, filter.shift - 5));
  const both = v128.or(first, i32x4.neg(minusPower(hash, filter.shift - 10)));
  return i32x4.eq(v128.and(words, both), both);
}

@inline
function tripleHash(at: usize): v128 {
  const folded = v128.or(v128.load(at), i32x4.splat(FOLD));
  return i32x4.mul(v128.and(folded, i32x4.splat(0xffffff)), i32x4.splat(K1));
}

/** Bit 4s + w: whether the triple passes that begins s bytes into word w. */
@inline
function passingTriples(at: usize, filter: Filter): u32 {
  const h0 = tripleHash(at);
  const h1 = tripleHash(at + 1);
  const h2 = tripleHash(at + 2);
  const h3 = tripleHash(at + 3);
  place(h0, filter, 0);
  place(h1, filter, 16);
  place(h2, filter, 32);
  place(h3, filter, 48);
  const low = i16x8.narrow_i32x4_s(passing(h0, filter, 0), passing(h1, filter, 16));
  const high = i16x8.narrow_i32x4_s(passing(h2, filter, 32), passing(h3, filter, 48));
  return <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(low, high));
}

/**
 * Runs the filters over a stretch and queues the steps in which a window passed: the place, and one bit for each window.
 * Apart from the looks that follow, so that this loop has no branch that could be guessed wrong. Returns the queue's end.
 */
function filterStretch(from: u32, to: u32): usize {
  const l = longFilter, w = wordFilter, m = middleFilter, t = tripleFilter;
  const withTriples = hasTriple, withPairs = hasPair;
  const fold = i32x4.splat(FOLD);
  const k1 = i32x4.splat(K1);
  const k2 = i32x4.splat(K2);
  const none = i32x4.splat(0);
  let end = queue;
  for (let at = from; at < to; at += 16) {
    const p = input + at;
    const wordHash = i32x4.mul(v128.or(v128.load(p), fold), k1);
    const middleHash = i32x4.mul(v128.or(v128.load(p, 2), fold), k1);
    const longHash = i32x4.add(wordHash, i32x4.mul(v128.or(v128.load(p, 4), fold), k2));
    place(longHash, l, 0);
    place(wordHash, w, 16);
    place(middleHash, m, 32);
    const aligned = i16x8.narrow_i32x4_s(passing(longHash, l, 0), passing(wordHash, w, 16));
    const middle = i16x8.narrow_i32x4_s(passing(middleHash, m, 32), none);
    let windows = <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(aligned, middle));
    if (withTriples) windows |= passingTriples(p, t) << 16;
    store<u32>(end, at);
    store<u32>(end, windows, 4);
    end += select<usize>(8, 0, windows != 0 || withPairs);
  }
  return end;
}

/** Bits 0–3: long windows of four words; 4–7: words; 8–11: words from two bytes on; 16–31: triples. */
function lookAt(windows: u32, at: u32): void {
  for (; windows; windows &= windows - 1) {
    const bit = ctz(windows);
    const windowAt = at + ((bit & 3) << 2);
    const p = input + windowAt;
    const kind = bit >> 2;
    if (kind == 0) look(long, (load<u32>(p) | FOLD) * K1 + (load<u32>(p, 4) | FOLD) * K2, windowAt, ANY_LENGTH);
    else if (kind == 1) look(word, (load<u32>(p) | FOLD) * K1, windowAt, ANY_LENGTH);
    else if (kind == 2) look(word, (load<u32>(p, 2) | FOLD) * K1, windowAt + 2, MEDIUM_FROM);
    else lookShort(triple, ((load<u32>(p + (kind & 3)) | FOLD) & 0xffffff) * K1, windowAt + (kind & 3));
  }
}

function lookPairs(at: u32): void {
  const words = pairFilter.words;
  const shift = pairFilter.shift;
  for (const end = at + 16; at < end; at++) {
    const hash = (<u32>load<u16>(input + at) | 0x2020) * K1;
    const bits = load<u32>(words + ((hash >> shift) << 2));
    if ((bits >> (hash >> (shift - 5))) & (bits >> (hash >> (shift - 10))) & 1) lookShort(pair, hash, at);
  }
}

/** See `Kernel.scan`. `room`: found hits at which it stops. */
export function scan(inputAt: usize, hitsAt: usize, from: u32, to: u32, room: u32): u32 {
  input = inputAt;
  hits = hitsAt;
  limit = to;
  found = 0;
  for (let at = from; at < to; at += STRETCH) {
    const end = filterStretch(at, min(at + STRETCH, to));
    for (let step = queue; step < end; step += 8) {
      const stepAt = load<u32>(step);
      if (found >= room) {
        next = stepAt;
        return found;
      }
      lookAt(load<u32>(step, 4), stepAt);
      if (hasPair) lookPairs(stepAt);
    }
  }
  next = to;
  return found;
}

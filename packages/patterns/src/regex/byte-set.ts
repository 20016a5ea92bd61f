/** The edge of the input, as a neighbour that assertions look at. */
export const EDGE = 256;
export const SYMBOL_COUNT = 257;

/** Membership of each byte, and of the edge. */
export type ByteSet = Uint8Array;

export const byteSet = (...ranges: readonly (number | readonly [number, number])[]): ByteSet => {
  const set = new Uint8Array(SYMBOL_COUNT);
  for (const range of ranges) {
    const [from, to] = typeof range === "number" ? [range, range] : range;
    set.fill(1, from, to + 1);
  }
  return set;
};

export const union = (...sets: readonly ByteSet[]): ByteSet => {
  const all = new Uint8Array(SYMBOL_COUNT);
  for (const set of sets) for (let i = 0; i < SYMBOL_COUNT; i++) all[i]! |= set[i]!;
  return all;
};

/** Every byte that is not in the set; the edge is no byte. */
export const otherBytes = (set: ByteSet): ByteSet => set.map((member, i) => (i === EDGE ? 0 : member ^ 1));

/** Everything that is not in the set, the edge too where it is not. */
export const complement = (set: ByteSet): ByteSet => set.map((member) => member ^ 1);

export const withBothCases = (set: ByteSet): ByteSet =>
  set.map((member, i) => {
    const lower = i | 0x20;
    const letter = i < 128 && lower >= 97 && lower <= 122;
    return letter ? set[i & ~0x20]! | set[lower]! : member;
  });

export const membersOf = (set: ByteSet): number[] => {
  const members: number[] = [];
  for (let i = set.indexOf(1); i >= 0; i = set.indexOf(1, i + 1)) members.push(i);
  return members;
};

export const digits = byteSet([48, 57]);
export const wordBytes = byteSet([48, 57], [65, 90], 95, [97, 122]);
/** JavaScript's, of which only these are ASCII: tab, line feed, vertical tab, form feed, carriage return, space. */
export const blanks = byteSet([9, 13], 32);
export const lineEnds = byteSet(10, 13);
export const anyByte = byteSet([0, 255]);

/** What a token may begin with that makes a closer look worth it, by its first three letters. */
export const MONTH = 1;
export const USER = 2;
export const HOST = 4;
export const FOR = 8;
export const LATITUDE = 16;
export const GEO_URI = 32;
export const ARN = 64;
export const DEFANGED_SCHEME = 128;

const index = (a: number, b: number, c: number): number => ((a & 31) << 10) | ((b & 31) << 5) | (c & 31);

const table = new Uint8Array(1 << 15);
const flag = (bits: number, words: string): void => {
  for (const word of words.split(" "))
    table[index(word.charCodeAt(0), word.charCodeAt(1), word.charCodeAt(2))]! |= bits;
};
flag(MONTH, "jan feb mar apr may jun jul aug sep oct nov dec");
flag(USER, "use usr log rus sus dus una sam tar sub acc rem");
flag(HOST, "hos ser mac nod com wor dho sho rho ins");
flag(FOR, "for");
flag(LATITUDE, "lat");
flag(GEO_URI, "geo");
flag(ARN, "arn");
flag(DEFANGED_SCHEME, "hxx htt fxp meo");

/** Flags of the three letters at `at`; other bytes give flags of no meaning, so the recogniser looks again. */
export const flagsAt = (bytes: Uint8Array, at: number): number =>
  table[index(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0)]!;

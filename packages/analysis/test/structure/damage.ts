import fc from "fast-check";

/** One way in which a file gets damaged, at a place given as a share of its length. */
export type Damage =
  | { kind: "cut"; at: number }
  | { kind: "flip"; at: number; mask: number }
  | { kind: "fill"; at: number; length: number; value: number }
  | { kind: "repeat"; at: number; length: number; times: number }
  | { kind: "drop"; at: number; length: number }
  | { kind: "insert"; at: number; bytes: Uint8Array };

const at = fc.integer({ min: 0, max: 9999 }).map((share) => share / 10_000);
const length = fc.integer({ min: 1, max: 64 });

/** Values that length fields, offsets and counts break on. */
const value = fc.constantFrom(0, 1, 0x7f, 0x80, 0xff);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ kind: fc.constant("cut" as const), at }),
  fc.record({ kind: fc.constant("flip" as const), at, mask: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant("fill" as const), at, length, value }),
  fc.record({ kind: fc.constant("repeat" as const), at, length, times: fc.integer({ min: 1, max: 200 }) }),
  fc.record({ kind: fc.constant("drop" as const), at, length }),
  fc.record({ kind: fc.constant("insert" as const), at, bytes: fc.uint8Array({ minLength: 1, maxLength: 32 }) }),
);

export const damages = fc.array(damage, { minLength: 1, maxLength: 6 });

const inflict = (bytes: Uint8Array, one: Damage): Uint8Array => {
  const place = Math.floor(one.at * bytes.length);
  const before = bytes.subarray(0, place);
  switch (one.kind) {
    case "cut":
      return before;
    case "flip": {
      const copy = Uint8Array.from(bytes);
      if (place < copy.length) copy[place] = (copy[place] as number) ^ one.mask;
      return copy;
    }
    case "fill":
      return Uint8Array.from(bytes).fill(one.value, place, place + one.length);
    case "repeat": {
      const part = bytes.subarray(place, place + one.length);
      return Buffer.concat([before, ...Array<Uint8Array>(one.times).fill(part), bytes.subarray(place)]);
    }
    case "drop":
      return Buffer.concat([before, bytes.subarray(place + one.length)]);
    case "insert":
      return Buffer.concat([before, one.bytes, bytes.subarray(place)]);
  }
};

export const damaged = (bytes: Uint8Array, all: readonly Damage[]): Uint8Array => all.reduce(inflict, bytes);

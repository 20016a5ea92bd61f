import { gzipSync } from "node:zlib";
import { TerminalError } from "@torrent/core/unstable";
import fc from "fast-check";
import { expect, test } from "vitest";
import { samples } from "../../../scripts/samples/build.ts";
import type { Files } from "./support/archives.ts";
import { tarOf, zipOf } from "./support/archives.ts";
import { take } from "./support/take.ts";

const segment = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .map((text) => text.replace(/[\p{C}\\/:!]/gu, "_"))
  .filter((text) => !/^\.{1,2}$/.test(text) && text === text.normalize() && text.isWellFormed());

/** Contents that are pieces and not containers by themselves, now and then an archive. */
const content = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: "grapheme", maxLength: 300 }).map((text) => Buffer.from(`text ${text}`)) },
  { weight: 3, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from([0, 1, ...bytes])) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 200_000 }).map((size) => Buffer.alloc(size, "\u0000\u0001binary")),
  },
);

const tree = fc
  .dictionary(
    fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join("/")}.dat`),
    content,
    { maxKeys: 12, noNullPrototype: true },
  )
  .filter((files) => new Set(Object.keys(files)).size === Object.keys(files).length);

const sorted = (pairs: readonly (readonly [string, Uint8Array])[]): [string, string][] =>
  pairs.map(([name, bytes]): [string, string] => [name, Buffer.from(bytes).toString("base64")]).sort();

test.each<[string, (files: Files) => Promise<Buffer>]>([
  ["zip", (files) => zipOf(files)],
  ["tar", (files) => tarOf(files)],
  ["tar.gz", async (files) => gzipSync(await tarOf(files))],
])("whatever is put into a %s comes out with its name and bytes", async (extension, pack) => {
  await fc.assert(
    fc.asyncProperty(tree, async (files) => {
      const taken = await take(`p.${extension}`, await pack(files));
      expect(sorted(taken.map((piece) => [piece.name, piece.content]))).toEqual(
        sorted(Object.entries(files).map(([name, bytes]) => [`p.${extension}!/${name}`, bytes])),
      );
      for (const piece of taken) expect(piece.defect).toBeUndefined();
    }),
    { numRuns: 40 },
  );
});

test("the same bytes give the same pieces in the same order, nested archives included", async () => {
  await fc.assert(
    fc.asyncProperty(tree, tree, async (outer, inner) => {
      const bytes = await zipOf({ ...outer, "in.zip": await zipOf(inner), "in.tar.gz": gzipSync(await tarOf(inner)) });
      expect(await take("p.zip", bytes)).toEqual(await take("p.zip", bytes));
    }),
    { numRuns: 15 },
  );
});

/** What damage may do: pieces or a `TerminalError`; never another error, and the same at every try. */
const outcome = async (name: string, bytes: Uint8Array): Promise<unknown> => {
  try {
    return (await take(name, bytes, { ratioFloorBytes: 4 << 20 })).map((piece) => [
      piece.name,
      piece.sha256,
      piece.defect?.kind,
    ]);
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    expect(error.kind).toMatch(/^[a-z]+(?:-[a-z]+)+$/);
    expect(error.message).toContain(name);
    return [error.kind, error.message];
  }
};

const corpus = new Map([...(await samples())].filter(([name]) => !name.includes("/")));
corpus.set(
  "nested.zip",
  await zipOf({ "a.tar": await tarOf({ "x.txt": "x\n".repeat(500) }), "b.gz": gzipSync("b\n".repeat(500)) }),
);

test.each([...corpus.keys()])("%s, cut anywhere, gives pieces or a rejection, the same each time", async (name) => {
  const whole = corpus.get(name)!;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
      const cut = whole.subarray(0, length);
      expect(await outcome(name, cut)).toEqual(await outcome(name, cut));
    }),
    { numRuns: 25 },
  );
});

test.each([...corpus.keys()])(
  "%s with bytes changed anywhere gives pieces or a rejection, the same each time",
  async (name) => {
    const whole = corpus.get(name)!;
    const change = fc.tuple(
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 0, max: 255 }),
      fc.boolean(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const damaged = Buffer.from(whole);
        // Half of the changes go to the last kilobyte, where a zip keeps its directory.
        for (const [place, value, late] of changes) {
          const span = late ? Math.min(1024, damaged.length) : damaged.length;
          damaged[damaged.length - span + Math.floor(place * span)] = value;
        }
        expect(await outcome(name, damaged)).toEqual(await outcome(name, damaged));
      }),
      { numRuns: 25 },
    );
  },
);

test("noise behind any archive's first bytes gives pieces or a rejection", async () => {
  const starts = [
    "PK\x03\x04",
    "PK\x05\x06",
    "\x1f\x8b\x08",
    "\x28\xb5\x2f\xfd",
    "From a 10:00\nA: b\n",
    "From: a\nTo: b\n",
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 3000 }), async (start, noise) => {
      await outcome("x", Buffer.concat([Buffer.from(start, "latin1"), noise]));
    }),
    { numRuns: 150 },
  );
});

import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { tarOf, zipOf } from "./support/archives.ts";
import { rejection } from "./support/rejection.ts";
import { take } from "./support/take.ts";

const zeros = Buffer.alloc(4 << 20);
const tight = { ratio: 20, ratioFloorBytes: 1 << 20 };

test.each([
  ["zip", async () => zipOf({ "zeros.bin": zeros })],
  ["gzip", async () => gzipSync(zeros)],
  ["zstd", async () => zstdCompressSync(zeros)],
  ["tar.gz", async () => gzipSync(await tarOf({ "zeros.bin": zeros }))],
  ["nested zip", async () => zipOf({ "in.zip": await zipOf({ "zeros.bin": zeros }), "other.bin": Buffer.alloc(9) })],
])("a %s bomb is rejected by its ratio", async (_, build) => {
  const error = await rejection(take("bomb", await build(), tight));
  expect(error.kind).toBe("ratio-limit");
  expect(error.message).toContain("bomb");
});

test("a package that unpacks to too many bytes is rejected", async () => {
  const error = await rejection(
    take("big.zip", await zipOf({ "a.bin": zeros, "b.bin": zeros }), { totalBytes: 6 << 20 }),
  );
  expect(error.kind).toBe("size-limit");
  expect(error.message).toContain('"big.zip" unpacks to more than 6 MiB');
});

test("a plain file beyond the total is rejected", async () => {
  expect((await rejection(take("big.bin", zeros, { totalBytes: 1 << 20 }))).kind).toBe("size-limit");
});

test("too many components are rejected", async () => {
  const files = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`${i}.txt`, `${i}`]));
  for (const bytes of [await zipOf(files), await tarOf(files)]) {
    const error = await rejection(take("many", bytes, { components: 10 }));
    expect(error.kind).toBe("component-limit");
    expect(error.message).toContain("More than 10 components");
  }
});

test("an archive of nothing but directories hits the limit too", async () => {
  const tar = await tarOf(
    {},
    Array.from({ length: 50 }, (_, i) => ({ name: `d${i}/`, type: "directory" as const })),
  );
  expect((await rejection(take("dirs.tar", tar, { components: 10 }))).kind).toBe("component-limit");
});

test("an archive nested too deep stays one component, with a defect", async () => {
  let nested: Uint8Array = await zipOf({ "core.txt": "core\n" });
  for (let level = 0; level < 3; level++) nested = await zipOf({ "level.zip": nested, "side.txt": "side\n" });
  const taken = await take("p.zip", nested, { depth: 2 });
  expect(taken.map((piece) => [piece.name, piece.kind, piece.defect?.kind])).toEqual([
    ["p.zip!/level.zip!/level.zip!/level.zip", "archive", "depth-limit"],
    ["p.zip!/level.zip!/level.zip!/side.txt", "text", undefined],
    ["p.zip!/level.zip!/side.txt", "text", undefined],
    ["p.zip!/side.txt", "text", undefined],
  ]);
  expect(taken[0]!.defect!.message).toContain("2 levels deep");
  expect((await take("again.zip", taken[0]!.content)).map((piece) => piece.content.toString())).toEqual(["core\n"]);
});

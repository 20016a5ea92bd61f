import { gunzipSync } from "node:zlib";
import { defaultTopology, type PackageSource } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose/unstable";
import { expect, test } from "vitest";
import { zipOf } from "./support/archives.ts";
import { gzipQuine } from "./support/quine.ts";
import { rawZip } from "./support/raw-zip.ts";
import { rejection } from "./support/rejection.ts";
import { scratchDir, take } from "./support/take.ts";

const MILLIONS = 10_000_000;

/** Takes a package apart that exists only as far as it is read; tells how much that was. */
const takeVirtual = async (source: Omit<PackageSource, "read">, at: (start: number, end: number) => Buffer) => {
  let read = 0;
  let pieces = 0;
  const whole: PackageSource = {
    ...source,
    async *read(range) {
      const end = Math.min(range?.end ?? source.bytes, source.bytes);
      for (let place = range?.start ?? 0; place < end; place += 65_536) {
        const chunk = at(place, Math.min(end, place + 65_536));
        read += chunk.length;
        yield chunk;
      }
    },
  };
  const limits = { ...defaultTopology.limits, components: 2000 };
  const error = await rejection(
    (async () => {
      for await (const piece of decompose(whole, { limits, scratchDir })) {
        pieces++;
        await piece.release();
      }
    })(),
  );
  return { error, read, pieces };
};

/** A file of equal parts, repeated. */
const repeated =
  (part: Buffer) =>
  (start: number, end: number): Buffer => {
    const from = start - (start % part.length);
    const copies = Math.ceil((end - from) / part.length);
    return Buffer.concat(Array.from({ length: copies }, () => part)).subarray(start - from, end - from);
  };

test("a tar of ten million entries is rejected after as many as are allowed, and the rest is never read", async () => {
  const header = Buffer.alloc(512);
  header.write("a.txt");
  header.write("0000644\u00000000000\u00000000000\u000000000000000\u000000000000000\u0000        0", 100);
  header.write("ustar\u000000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\u0000 `, 148);
  const { error, read, pieces } = await takeVirtual({ name: "many.tar", bytes: MILLIONS * 512 }, repeated(header));
  expect(error.kind).toBe("component-limit");
  expect(error.message).toContain("send the package in parts");
  expect(pieces).toBe(2000);
  expect(read).toBeLessThan(2 * 2 ** 20);
});

test("a zip of ten million entries is rejected as well, without its directory being held", async () => {
  const one = rawZip([{ name: "a.txt" }]);
  const entryAt = one.indexOf("PK\u0001\u0002");
  const endAt = one.indexOf("PK\u0005\u0006");
  const local = one.subarray(0, entryAt);
  const entry = one.subarray(entryAt, endAt);
  const directory = MILLIONS * entry.length;
  const locals = MILLIONS * local.length;
  // Zip64: the counts and the directory's place stand in a record of their own, and where that is in a second one.
  const record = Buffer.alloc(56);
  record.write("PK\u0006\u0006", "latin1");
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(MILLIONS), 24);
  record.writeBigUInt64LE(BigInt(MILLIONS), 32);
  record.writeBigUInt64LE(BigInt(directory), 40);
  record.writeBigUInt64LE(BigInt(locals), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\u0006\u0007", "latin1");
  locator.writeBigUInt64LE(BigInt(locals + directory), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22, 0xff);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt32LE(0, 4);
  end.writeUInt16LE(0, 20);
  const tail = Buffer.concat([record, locator, end]);
  const parts: [number, (start: number, end: number) => Buffer][] = [
    [locals, repeated(local)],
    [directory, repeated(entry)],
    [tail.length, (from, to) => tail.subarray(from, to)],
  ];
  const { error, read, pieces } = await takeVirtual(
    { name: "many.zip", bytes: locals + directory + tail.length },
    (start, stop) => {
      const found: Buffer[] = [];
      let base = 0;
      for (const [length, make] of parts) {
        const from = Math.max(start, base);
        const to = Math.min(stop, base + length);
        if (from < to) found.push(make(from - base, to - base));
        base += length;
      }
      return Buffer.concat(found);
    },
  );
  expect(error.kind).toBe("component-limit");
  expect(pieces).toBe(2000);
  expect(read).toBeLessThan(16 * 2 ** 20);
});

test("a zip of zips of zips, sixteen each, as 42.zip is, is rejected by its ratio before it has cost much", async () => {
  let nest: Uint8Array = await zipOf({ "0.bin": Buffer.alloc(4 * 2 ** 20) });
  for (let level = 0; level < 4; level++)
    nest = await zipOf(Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`${i}.zip`, nest])));
  expect(nest.length).toBeLessThan(2 ** 20);
  const error = await rejection(take("42.zip", nest, { ratioFloorBytes: 8 * 2 ** 20 }));
  expect(error.kind).toBe("ratio-limit");
});

test("a gzip that unpacks to itself, byte for byte, ends at the depth limit, with the reason", async () => {
  const quine = gzipQuine();
  expect(gunzipSync(quine).equals(quine)).toBe(true);
  const taken = await take("r.gz", quine);
  expect(taken.map(({ kind, defect }) => [kind, defect?.kind])).toEqual([["archive", "depth-limit"]]);
  expect(taken[0]!.content.equals(quine)).toBe(true);
  expect(taken[0]!.defect!.message).toContain("Archives are opened 5 levels deep");
});

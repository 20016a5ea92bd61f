import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import type { PackageSource } from "@torrent/core/unstable";
import { defaultTopology } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose/unstable";
import { expect, test } from "vitest";
import { docx, ods, xlsx } from "../../../scripts/samples/documents.ts";
import { tarOf, zipOf } from "./support/archives.ts";
import { rawZip } from "./support/raw-zip.ts";
import { rejection } from "./support/rejection.ts";
import { scratchDir, take, text } from "./support/take.ts";

test("a zip64 is a zip", async () => {
  const zip = await zipOf({ "a.txt": "alpha\n", "b.txt": "beta\n" }, { forceZip64Format: true });
  expect(text(await take("p.zip", zip))).toEqual({ "p.zip!/a.txt": "alpha\n", "p.zip!/b.txt": "beta\n" });
});

test("an entry that is compressed by Zstandard is read", async () => {
  const content = Buffer.from("alpha\n".repeat(1000));
  const [piece] = await take(
    "p.zip",
    rawZip([{ name: "a.txt", content, packed: zstdCompressSync(content), method: 93 }]),
  );
  expect(piece!.defect).toBeUndefined();
  expect(piece!.content.equals(content)).toBe(true);
});

test("streams that were put one behind the other are read to the end", async () => {
  for (const [name, pack] of [
    ["a.txt.gz", gzipSync],
    ["a.txt.zst", zstdCompressSync],
  ] as const)
    expect(text(await take(name, Buffer.concat([pack("one\n"), pack("two\n")])))).toEqual({
      [`${name}!/a.txt`]: "one\ntwo\n",
    });
});

test("a Zstandard stream of many frames, with checksums and skippable ones, is read to its end at any damage", async () => {
  const part = Buffer.from(Array.from({ length: 30_000 }, (_, i) => `line ${i * 7919}\n`).join(""));
  const params = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };
  const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);
  const frames = [zstdCompressSync(part, params), skippable, zstdCompressSync(part), zstdCompressSync("")];
  const whole = Buffer.concat([...frames, zstdCompressSync("end\n")]);
  const [piece] = await take("a.txt.zst", whole);
  expect(piece!.defect).toBeUndefined();
  expect(piece!.content.equals(Buffer.concat([part, part, Buffer.from("end\n")]))).toBe(true);

  const torn = await take("a.txt.zst", whole.subarray(0, frames[0]!.length + 200));
  expect(torn[0]!.defect?.kind).toBe("truncated-archive");
  expect(torn[0]!.content.subarray(0, part.length).equals(part)).toBe(true);

  const trailing = await take("a.txt.zst", Buffer.concat([frames[0]!, Buffer.from("no frame")]));
  expect(trailing[0]!.defect?.kind).toBe("damaged-archive");
  expect(trailing[0]!.content.equals(part)).toBe(true);
});

test("tars that were put one behind the other are read to the end", async () => {
  const both = Buffer.concat([await tarOf({ "a.txt": "1\n" }), await tarOf({ "b.txt": "2\n" })]);
  expect(Object.keys(text(await take("p.tar", both)))).toEqual(["p.tar!/a.txt", "p.tar!/b.txt"]);
});

test("documents that are zips stay one component, delivered alone or within a package", async () => {
  const documents = {
    "a.docx": await docx(["Hello"]),
    "b.xlsx": await xlsx("S", [["x", 1]]),
    "c.ods": await ods("S", [["x", 1]]),
  };
  for (const [name, bytes] of Object.entries(documents)) {
    const [piece, ...rest] = await take(name, bytes);
    expect(rest).toEqual([]);
    expect(piece).toMatchObject({ name, kind: "office", bytes: bytes.length });
    expect(piece!.content.equals(bytes)).toBe(true);
  }
  const within = await take("p.zip", await zipOf(documents));
  expect(within.map((piece) => [piece.name, piece.kind])).toEqual([
    ["p.zip!/a.docx", "office"],
    ["p.zip!/b.xlsx", "office"],
    ["p.zip!/c.ods", "office"],
  ]);
});

test.each([
  ["app.jar", { "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n", "application.properties": "key=x\n" }],
  ["shop.war", { "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n", "WEB-INF/classes/app.properties": "key=x\n" }],
  ["app.apk", { "AndroidManifest.xml": "\u0003\0\b\0", "assets/config.json": "{}\n" }],
  ["delivery.zip", { "a.txt": "a\n", "META-INF/MANIFEST.MF": "Manifest-Version: 1.0\n" }],
  ["lib.nupkg", { "_rels/.rels": "<x/>", "[Content_Types].xml": "<x/>", "lib.nuspec": "<x/>" }],
  ["tool.vsix", { "[Content_Types].xml": "<x/>", "extension.vsixmanifest": "<x/>", "extension/package.json": "{}" }],
  ["part.3mf", { "[Content_Types].xml": "<x/>", "_rels/.rels": "<x/>", "3D/3dmodel.model": "<x/>" }],
  ["lib.whl", { "lib/__init__.py": "x = 1\n", "lib-1.dist-info/METADATA": "Name: lib\n" }],
  ["map.kmz", { "doc.kml": "<kml/>" }],
  ["layout.idml", { mimetype: "application/vnd.adobe.indesign-idml-package", "designmap.xml": "<x/>" }],
])("%s, a zip that is no document, is taken apart", async (name, files) => {
  const members = Object.keys(files).map((member) => `p.zip!/${name}!/${member}`);
  const taken = await take("p.zip", await zipOf({ [name]: await zipOf(files) }));
  expect(taken.map((piece) => piece.name)).toEqual(members);
  expect(taken.every(({ defect }) => defect === undefined)).toBe(true);
});

test("a file that merely has the name of a document's part makes no document of an archive", async () => {
  expect((await take("p.zip", await zipOf({ "[Content_Types].xml": "<x/>", "a.txt": "a\n" }))).length).toBe(2);
});

/** A zip of `count` entries that is written only where it is read, and how much of it was. */
const virtualZip = (count: number): { source: PackageSource; read: () => number } => {
  const one = rawZip([{ name: "00000000", content: Buffer.from("x") }]);
  const local = one.subarray(0, 39);
  const central = one.subarray(39, 39 + 54);
  const centralAt = count * local.length;
  const record = Buffer.alloc(56 + 20 + 22);
  const end = centralAt + count * central.length;
  record.write("PK\x06\x06", "latin1");
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(count * central.length), 40);
  record.writeBigUInt64LE(BigInt(centralAt), 48);
  record.write("PK\x06\x07", 56, "latin1");
  record.writeBigUInt64LE(BigInt(end), 64);
  record.writeUInt32LE(1, 72);
  record.write("PK\x05\x06", 76, "latin1");
  record.fill(0xff, 76 + 8, 76 + 20);
  let read = 0;
  const at = (position: number): Buffer => {
    if (position >= end) return record.subarray(position - end);
    const [part, start] = position < centralAt ? [local, 0] : [central, centralAt];
    const index = Math.floor((position - start) / part.length);
    const bytes = Buffer.from(part);
    bytes.write(String(index).padStart(8, "0"), part === local ? 30 : 46);
    if (part === central) bytes.writeUInt32LE(index * local.length, 42);
    return bytes.subarray((position - start) % part.length);
  };
  const bytes = end + record.length;
  const source: PackageSource = {
    name: "many.zip",
    bytes,
    async *read(range = { start: 0, end: bytes }) {
      for (let position = range.start; position < range.end; ) {
        const part = at(position).subarray(0, range.end - position);
        position += part.length;
        read += part.length;
        yield part;
      }
    },
  };
  return { source, read: () => read };
};

test("a zip of ten million entries hits the component limit after reading as many, and no list of them is read", async () => {
  const { source, read } = virtualZip(10_000_000);
  let pieces = 0;
  const taking = (async () => {
    for await (const piece of decompose(source, {
      limits: { ...defaultTopology.limits, components: 2000 },
      scratchDir,
    })) {
      pieces++;
      await piece.release();
    }
  })();
  expect((await rejection(taking)).kind).toBe("component-limit");
  expect(pieces).toBe(2000);
  expect(source.bytes).toBeGreaterThan(900_000_000);
  expect(read()).toBeLessThan(8 << 20);
});

test("a JSON of 200 MB on one line becomes slices, and what is held stays small", async () => {
  const line = Buffer.from(`{"key":"${"é".repeat(2000)}"},`);
  const count = Math.ceil(200e6 / line.length);
  const block = Buffer.concat([Buffer.from("["), line]);
  const source: PackageSource = {
    name: "huge.json",
    bytes: count * line.length + 1,
    async *read() {
      yield block;
      for (let i = 1; i < count; i++) yield line;
    },
  };
  let bytes = 0;
  const slices: (number | undefined)[] = [];
  const before = process.memoryUsage().arrayBuffers;
  let held = 0;
  for await (const piece of decompose(source, { limits: defaultTopology.limits, scratchDir })) {
    expect(piece.kind).toBe("json");
    // What it shares with its neighbours is theirs.
    bytes += piece.bytes - (piece.slice?.before ?? 0) - (piece.slice?.after ?? 0);
    slices.push(piece.slice?.index);
    held = Math.max(held, process.memoryUsage().arrayBuffers - before);
    await piece.release();
  }
  expect(bytes).toBe(source.bytes);
  expect(slices).toEqual(Array.from({ length: 12 }, (_, i) => i));
  expect(held).toBeLessThan(150e6);
});

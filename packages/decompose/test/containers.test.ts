import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { tarOf, zipOf } from "./support/archives.ts";
import { take, text } from "./support/take.ts";

const files = { "a.txt": "alpha\n", "b/c.json": '{"c":1}', "d.bin": Buffer.from([0, 1, 2, 0, 255]) };
const contents = (container: string) => ({
  [`${container}!/a.txt`]: "alpha\n",
  [`${container}!/b/c.json`]: '{"c":1}',
  [`${container}!/d.bin`]: files["d.bin"].toString(),
});

test("a plain file is one piece under the package's name", async () => {
  const [piece, ...rest] = await take("notes.txt", Buffer.from("hello\n"));
  expect(rest).toEqual([]);
  expect(piece).toMatchObject({ name: "notes.txt", kind: "text", bytes: 6 });
  expect(piece!.sha256).toBe("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03");
});

test("a zip is its files", async () => {
  expect(text(await take("p.zip", await zipOf(files)))).toEqual(contents("p.zip"));
});

test("a tar, plain or compressed, is its files, and compression adds no level to their names", async () => {
  const tar = await tarOf(files);
  expect(text(await take("p.tar", tar))).toEqual(contents("p.tar"));
  expect(text(await take("p.tar.gz", gzipSync(tar)))).toEqual(contents("p.tar.gz"));
  expect(text(await take("p.tgz", gzipSync(tar)))).toEqual(contents("p.tgz"));
  expect(text(await take("p.tar.zst", zstdCompressSync(tar)))).toEqual(contents("p.tar.zst"));
});

test("a compressed file is the file", async () => {
  expect(text(await take("a.log.gz", gzipSync("one\n")))).toEqual({ "a.log.gz!/a.log": "one\n" });
  expect(text(await take("a.log.zst", zstdCompressSync("one\n")))).toEqual({ "a.log.zst!/a.log": "one\n" });
});

test("archives within archives are opened, and names tell the way", async () => {
  const inner = gzipSync(await tarOf({ "deep.txt": "deep\n" }));
  const outer = await zipOf({ "mid.zip": await zipOf({ "in.tar.gz": inner }), "top.txt": "top\n" });
  expect(text(await take("p.zip", outer))).toEqual({
    "p.zip!/mid.zip!/in.tar.gz!/deep.txt": "deep\n",
    "p.zip!/top.txt": "top\n",
  });
});

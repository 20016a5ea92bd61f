import { crc32 } from "node:zlib";
import { expect, test } from "vitest";
import { tarOf, zipOf } from "./support/archives.ts";
import { type RawEntry, rawZip } from "./support/raw-zip.ts";
import { rejection } from "./support/rejection.ts";
import { take, text } from "./support/take.ts";

const entry = (name: string | Buffer, content = "content\n"): RawEntry => ({
  name,
  content: Buffer.from(content),
  flags: 0,
});

test.each([
  ["line ends", Buffer.from("\r\n\r\n")],
  ["zeros up to a sector", Buffer.alloc(512)],
  ["zeros up to a tape block", Buffer.alloc(300_000)],
])("a zip with %s behind it is read, and says so", async (_, padding) => {
  const taken = await take("p.zip", Buffer.concat([await zipOf({ "a.txt": "a\n", "b.txt": "b\n" }), padding]));
  expect(text(taken)).toMatchObject({ "p.zip!/a.txt": "a\n", "p.zip!/b.txt": "b\n" });
  expect(taken.flatMap(({ warning }) => warning ?? [])).toContain(
    `The archive stands within other bytes: 0 before it, ${padding.length} behind it`,
  );
  expect(taken.every(({ defect }) => defect === undefined)).toBe(true);
});

test("what stands before and behind a zip becomes components of its own", async () => {
  const zip = await zipOf({ "a.txt": "a\n" });
  const taken = await take(
    "p.zip",
    Buffer.concat([Buffer.from("HTTP/1.1 200 OK\n\n"), zip, Buffer.from("key=value\n")]),
  );
  expect(text(taken)).toEqual({
    "p.zip!/[bytes before the archive]": "HTTP/1.1 200 OK\n\n",
    "p.zip!/[bytes behind the archive]": "key=value\n",
    "p.zip!/a.txt": "a\n",
  });
});

test("a zip whose directory counts the bytes before it is read as well", async () => {
  const stub = Buffer.from("#!/bin/sh\nexec unzip $0\n");
  const zip = rawZip([entry("a.txt")]);
  const end = zip.lastIndexOf("PK\u0005\u0006");
  zip.writeUInt32LE(zip.readUInt32LE(end + 16) + stub.length, end + 16);
  const directory = zip.indexOf("PK\u0001\u0002");
  zip.writeUInt32LE(stub.length, directory + 42);
  expect(text(await take("p.zip", Buffer.concat([stub, zip])))["p.zip!/a.txt"]).toBe("content\n");
});

test("a zip within a zip may stand within other bytes too", async () => {
  const inner = Buffer.concat([Buffer.from("stub stub\n"), await zipOf({ "a.txt": "a\n" })]);
  expect(text(await take("p.zip", await zipOf({ "in.jar": inner })))).toMatchObject({ "p.zip!/in.jar!/a.txt": "a\n" });
});

test("a file that is named .zip and holds none is still refused", async () => {
  expect((await rejection(take("p.zip", Buffer.from("no archive at all\n".repeat(20))))).kind).toBe("not-an-archive");
});

test("a program without a zip in it stays what it is", async () => {
  const [piece, ...rest] = await take("tool.exe", Buffer.concat([Buffer.from("MZ"), Buffer.alloc(900, 0x90)]));
  expect(rest).toEqual([]);
  expect(piece).toMatchObject({ name: "tool.exe", bytes: 902 });
  expect(piece?.defect).toBeUndefined();
});

test("backslashes between folders are read as slashes, and a folder is no file", async () => {
  const zip = rawZip([entry("dir\\sub\\", ""), entry("dir\\sub\\a.txt"), entry("dir\\b.csv")]);
  const taken = await take("p.zip", zip);
  expect(taken.map(({ name }) => name)).toEqual(["p.zip!/dir/sub/a.txt", "p.zip!/dir/b.csv"]);
  expect(taken.every(({ defect }) => defect === undefined)).toBe(true);
});

test.each([
  ["Shift_JIS, with a backslash as a trail byte", "95 5c 8e a6 83 5c 2e 74 78 74", "表示ソ.txt"],
  ["Shift_JIS", "90 56 82 b5 82 a2 83 65 83 4c 83 58 83 67 2e 74 78 74", "新しいテキスト.txt"],
  ["code page 866", "8f e0 a8 a2 a5 e2 2e 74 78 74", "Привет.txt"],
  ["code page 437", "47 72 94 e1 65 2e 74 78 74", "Größe.txt"],
])("names in %s are read", async (_, hex, name) => {
  const zip = rawZip([entry(Buffer.from(hex.replaceAll(" ", ""), "hex"))]);
  const [piece] = await take("p.zip", zip);
  expect(piece?.name).toBe(`p.zip!/${name}`);
  expect(piece?.defect).toBeUndefined();
});

test("names of a tar in a charset of East Asia are read", async () => {
  const tar = await tarOf({ "x.txt": "x\n" });
  const raw = Buffer.from("955c8ea6835c2e747874", "hex");
  raw.copy(tar, 0);
  tar.fill(0, raw.length, 100);
  tar.write("        ", 148, "latin1");
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  expect((await take("p.tar", tar))[0]?.name).toBe("p.tar!/表示ソ.txt");
});

test("a checksum that is wrong is still a defect of its entry", async () => {
  const zip = rawZip([{ ...entry("a.txt"), crc: crc32(Buffer.from("other")) }]);
  const [piece] = await take("p.zip", Buffer.concat([zip, Buffer.from("\n\n")]));
  expect(piece?.defect?.kind).toBe("damaged-entry");
});

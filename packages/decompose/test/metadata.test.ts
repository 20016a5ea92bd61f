import { zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { parsePax } from "../src/tar-header.ts";
import { tarOf } from "./support/archives.ts";
import { rejection } from "./support/rejection.ts";
import { take } from "./support/take.ts";

const record = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return `${length}${rest}`;
};

/** One header of a tar and its body. */
const header = (type: string, body: string, name = "meta"): Buffer => {
  const block = Buffer.alloc(512);
  block.write(name);
  const size = Buffer.byteLength(body).toString(8).padStart(11, "0");
  const zero = "\u0000";
  block.write(["0000644", "0000000", "0000000", size, "00000000000", `        ${type}`].join(zero), 100);
  block.write("ustar\u000000", 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}${zero} `, 148);
  const padded = Buffer.alloc(Math.ceil(Buffer.byteLength(body) / 512) * 512);
  padded.write(body);
  return Buffer.concat([block, padded]);
};

test("of a PAX header only the records are kept that are used, and of a name no more than any system allows", () => {
  const others = Array.from({ length: 1000 }, (_, i) => record(`SCHILY.xattr.${i}`, "x".repeat(50)));
  const records = parsePax(
    Buffer.from([...others, record("path", "a".repeat(100_000)), record("size", "12"), record("pathx", "y")].join("")),
  );
  expect([...records.keys()]).toEqual(["path", "size"]);
  expect(records.get("path")?.length).toBe(32_768);
  expect(records.get("size")?.buffer.byteLength).toBe(2);
});

test("global headers that grow with every entry cost what they hold, once", async () => {
  const parts: Buffer[] = [];
  for (let entry = 0; entry < 2000; entry++) {
    const records = Array.from({ length: 200 }, (_, i) => record(`k${entry}.${i}`, "v"));
    parts.push(header("g", records.join("")), header("0", "text\n", `${entry}.txt`));
  }
  const taken = await take("pax.tar", Buffer.concat(parts));
  expect(taken).toHaveLength(2000);
  expect(taken.at(-1)).toMatchObject({ name: "pax.tar!/1999.txt" });
});

test("a global name is that of every entry, until another one", async () => {
  const tar = Buffer.concat([
    header("g", record("path", "shared.txt")),
    header("0", "one\n", "1.txt"),
    header("x", record("path", "own.txt")),
    header("0", "two\n", "2.txt"),
    header("0", "three\n", "3.txt"),
  ]);
  expect((await take("p.tar", tar)).map(({ name }) => name)).toEqual([
    "p.tar!/shared.txt",
    "p.tar!/own.txt",
    "p.tar!/shared.txt",
  ]);
});

test.each(["g", "x", "L", "K"])("headers of type %s count as entries do", async (type) => {
  const body = "gx".includes(type) ? record("comment", "x") : "name";
  const tar = Buffer.concat([...Array.from({ length: 50 }, () => header(type, body)), header("0", "text\n")]);
  expect((await rejection(take("meta.tar", tar, { components: 10 }))).kind).toBe("component-limit");
});

const skippable = (bytes: number): Buffer => {
  const frame = Buffer.alloc(8 + bytes);
  frame.writeUInt32LE(0x184d2a53);
  frame.writeUInt32LE(bytes, 4);
  return frame;
};

test("skippable frames of Zstandard are passed over, however many", async () => {
  const content = zstdCompressSync(await tarOf({ "a.txt": "alpha\n", "b.txt": "beta\n" }));
  const many = Buffer.concat([content, ...Array.from({ length: 300_000 }, () => skippable(0)), skippable(70_000)]);
  const taken = await take("skip.tar.zst", many);
  expect(taken.map((piece) => piece.content.toString())).toEqual(["alpha\n", "beta\n"]);
  expect(taken.every(({ defect }) => defect === undefined)).toBe(true);
});

test("a Zstandard stream that ends within a skippable frame is truncated", async () => {
  const torn = Buffer.concat([zstdCompressSync(Buffer.from("text\n")), skippable(1000).subarray(0, 500)]);
  const [piece] = await take("torn.txt.zst", torn);
  expect(piece).toMatchObject({ defect: { kind: "truncated-archive" } });
  expect(piece?.content.toString()).toBe("text\n");
});

test("a Zstandard stream of nothing but tiny frames is damaged, after as many as are allowed", async () => {
  const frame = zstdCompressSync(Buffer.from("x"));
  const [piece] = await take("tiny.txt.zst", Buffer.concat(Array.from({ length: 110_000 }, () => frame)));
  expect(piece).toMatchObject({ defect: { kind: "damaged-archive", message: expect.stringContaining("tiny frames") } });
  expect(piece?.bytes).toBeGreaterThan(100_000);
});

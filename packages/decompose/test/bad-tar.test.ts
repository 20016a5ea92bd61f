import { gzipSync, zstdCompressSync } from "node:zlib";
import { defaultTopology } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose/unstable";
import { expect, test } from "vitest";
import { tarOf, zipOf } from "./support/archives.ts";
import { rejection } from "./support/rejection.ts";
import { packageOf, scratchDir, take } from "./support/take.ts";

const faults = (taken: Awaited<ReturnType<typeof take>>) =>
  taken.map((piece) => [piece.name, piece.content.toString(), piece.defect?.kind ?? piece.warning]);

/** Random-looking, so that compression keeps its size. */
const noise = (bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  let state = 1;
  for (let at = 0; at < bytes; at++) {
    state = (state * 48271) % 0x7fffffff;
    buffer[at] = state >> 8;
  }
  return buffer;
};

test.each([
  ["tar.gz", gzipSync],
  ["tar.zst", zstdCompressSync],
  ["tar", (bytes: Buffer) => bytes],
] as const)(
  "a truncated %s gives the pieces so far, and the torn one with a defect that names it",
  async (extension, pack) => {
    const big = noise(400_000);
    const packed = pack(await tarOf({ "a.txt": "alpha\n", "big.bin": big, "never.txt": "never\n" }));
    const torn = packed.subarray(0, 300_000);
    const first = await take(`p.${extension}`, torn);
    expect(first.map((piece) => [piece.name, piece.defect?.kind])).toEqual([
      [`p.${extension}!/a.txt`, undefined],
      [`p.${extension}!/big.bin`, "truncated-archive"],
    ]);
    const kept = first[1]!.content;
    expect(kept.length).toBeGreaterThan(200_000);
    expect(big.subarray(0, kept.length).equals(kept)).toBe(true);
    expect(first[1]!.defect!.message).toContain(`"p.${extension}!/big.bin"`);
    expect((await take(`p.${extension}`, torn)).map((piece) => piece.sha256)).toEqual(
      first.map((piece) => piece.sha256),
    );
  },
);

test("a tar that is torn between entries has a defect of its own", async () => {
  const tar = await tarOf({ "a.txt": "alpha\n", "b.txt": "beta\n" });
  expect(faults(await take("p.tar", tar.subarray(0, 1024 + 100)))).toEqual([
    ["p.tar!/a.txt", "alpha\n", undefined],
    ["p.tar", "", "truncated-archive"],
  ]);
});

test("a tar with a damaged header gives what came before and a defect", async () => {
  const tar = await tarOf({ "a.txt": "alpha\n", "b.txt": "beta\n" });
  tar[1024 + 10] = 7;
  expect(faults(await take("p.tar", tar))).toEqual([
    ["p.tar!/a.txt", "alpha\n", undefined],
    ["p.tar", "", "damaged-archive"],
  ]);
});

test("a gzip that is damaged at its start rejects the package, and is kept within one", async () => {
  const gz = gzipSync(noise(5000));
  gz.fill(0xff, 10);
  expect((await rejection(take("a.log.gz", gz))).kind).toBe("damaged-archive");
  const [piece] = await take("p.zip", await zipOf({ "a.log.gz": gz }));
  expect(piece).toMatchObject({ name: "p.zip!/a.log.gz", kind: "archive", defect: { kind: "damaged-archive" } });
  expect(piece!.content.equals(gz)).toBe(true);
});

test("a damaged gzip checksum is a defect of what it held", async () => {
  const gz = gzipSync("alpha\n");
  gz[gz.length - 8]! ^= 1;
  expect(faults(await take("a.txt.gz", gz))).toEqual([["a.txt.gz!/a.txt", "alpha\n", "damaged-archive"]]);
});

test("an archive of a format that is not taken apart is kept, with a defect that says so", async () => {
  const rar = Buffer.from("Rar!\x1a\x07\x01\x00rest", "latin1");
  const [piece] = await take("p.zip", await zipOf({ "old.rar": rar }));
  expect(piece).toMatchObject({ kind: "archive", defect: { kind: "unsupported-archive" } });
  expect((await rejection(take("old.rar", rar))).message).toContain("send it as zip or tar");
});

test("links and devices are named, empty and never followed", async () => {
  const tar = await tarOf({}, [
    { name: "sym", type: "symlink", linkname: "/etc/passwd" },
    { name: "hard", type: "link", linkname: "../x" },
    { name: "null", type: "character-device" },
    { name: "disk", type: "block-device" },
    { name: "pipe", type: "fifo" },
    { name: "dir/", type: "directory" },
  ]);
  expect(faults(await take("p.tar", tar))).toEqual([
    ["p.tar!/sym", "", 'A symbolic link to "/etc/passwd", not followed'],
    ["p.tar!/hard", "", 'A hard link to "../x", not followed'],
    ["p.tar!/null", "", "A character device, not opened"],
    ["p.tar!/disk", "", "A block device, not opened"],
    ["p.tar!/pipe", "", "A named pipe, not opened"],
  ]);
});

test("unsafe and repeated names of a tar are told as those of a zip are", async () => {
  const tar = await tarOf({}, [
    { name: "../up.txt", content: "up\n" },
    { name: "/abs.txt", content: "abs\n" },
    { name: "a.txt", content: "1\n" },
    { name: "a.txt", content: "2\n" },
  ]);
  expect(faults(await take("p.tar", tar))).toEqual([
    ["p.tar!/../up.txt", "up\n", "unsafe-name"],
    ["p.tar!//abs.txt", "abs\n", "unsafe-name"],
    ["p.tar!/a.txt", "1\n", undefined],
    ["p.tar!/a.txt", "2\n", "The name was here before"],
  ]);
});

test("a name of 2,000 bytes is shortened, and one that is not UTF-8 repaired", async () => {
  const [long] = await take("p.tar", await tarOf({ [`${"d/".repeat(950)}${"n".repeat(100)}`]: "x" }));
  expect(long!.warning).toBe("The name has 2007 bytes and was shortened");
  const tar = await tarOf({ "aXb.txt": "x" });
  tar[1] = 0xff;
  // The checksum is the sum of the header's bytes: 0xff for "X" (0x58).
  tar.write((Number.parseInt(tar.toString("latin1", 148, 154), 8) + 0xff - 0x58).toString(8).padStart(6, "0"), 148);
  expect(await take("p.tar", tar)).toMatchObject([
    { name: "p.tar!/a\ufffdb.txt", warning: expect.stringContaining("not valid UTF-8") },
  ]);
});

test("a sender's note that a file could not be read is a failed piece with that reason", async () => {
  const tar = await tarOf({}, [{ name: "locked.txt", pax: { "TORRENT.error": "EACCES: permission denied" } }]);
  const [piece] = await take("p.tar", tar);
  expect(piece).toMatchObject({
    name: "p.tar!/locked.txt",
    bytes: 0,
    defect: { kind: "unreadable-file", message: '"p.tar!/locked.txt": EACCES: permission denied' },
  });
});

test("a header that claims to be huge is damage, not memory", async () => {
  const tar = await tarOf({}, [{ name: "n".repeat(300), content: "x" }]);
  tar.write("77777777777", 124);
  const sum = tar.subarray(0, 512).reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  tar.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  expect((await rejection(take("p.tar", tar))).message).toContain("claims 8589934591 bytes");
});

test("an empty tar yields nothing", async () => {
  expect(await take("p.tar", await tarOf({}))).toEqual([]);
  expect(await take("p.tgz", gzipSync(await tarOf({})))).toEqual([]);
});

test("a tar of endlessly many entries hits the component limit without its entries being held", async () => {
  const one = (await tarOf({ "same.txt": "x" })).subarray(0, 1024);
  const block = Buffer.concat(Array.from({ length: 64 }, () => one));
  let delivered = 0;
  const endless = {
    ...packageOf("endless.tar", block),
    bytes: 10_000_000 * 1024,
    async *read() {
      for (;;) {
        delivered += block.length;
        yield block;
      }
    },
  };
  const taking = (async () => {
    for await (const piece of decompose(endless, {
      limits: { ...defaultTopology.limits, components: 5000 },
      scratchDir,
    }))
      await piece.release();
  })();
  expect((await rejection(taking)).kind).toBe("component-limit");
  expect(delivered).toBeLessThan(8 << 20);
});

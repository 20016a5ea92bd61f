import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { packFolder } from "@torrent/decompose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { take, text } from "./support/take.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "torrent-folder-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const fill = async (root: string): Promise<void> => {
  await mkdir(join(root, "sub/deeper"), { recursive: true });
  await writeFile(join(root, "z.txt"), "last\n");
  await writeFile(join(root, "a.txt"), "first\n");
  await writeFile(join(root, "empty.dat"), "");
  await writeFile(join(root, "sub/deeper/big.bin"), Buffer.alloc(1_500_000, "\u0000\u0001x"));
};

test("a folder becomes a tar of its files, sorted by name", async () => {
  await fill(dir);
  const taken = await take("notes.tar", await buffer(packFolder(dir)));
  expect(taken.map((piece) => [piece.name, piece.bytes, piece.kind])).toEqual([
    ["notes.tar!/a.txt", 6, "text"],
    ["notes.tar!/empty.dat", 0, "empty"],
    ["notes.tar!/sub/deeper/big.bin", 1_500_000, "binary"],
    ["notes.tar!/z.txt", 5, "text"],
  ]);
});

test("the same contents give the same bytes, whatever the times and the order of writing", async () => {
  const other = join(dir, "other");
  const one = join(dir, "one");
  await mkdir(other);
  await mkdir(one);
  await fill(one);
  await writeFile(join(other, "z.txt"), "last\n");
  await fill(other);
  await utimes(join(other, "a.txt"), 1, 1);
  const hash = async (root: string) =>
    createHash("sha256")
      .update(await buffer(packFolder(root)))
      .digest("hex");
  expect(await hash(one)).toBe(await hash(other));
});

test("links are named and not followed", async () => {
  await symlink("/etc/passwd", join(dir, "link"));
  await symlink("..", join(dir, "loop"));
  const taken = await take("f.tar", await buffer(packFolder(dir)));
  expect(taken.map((piece) => [piece.name, piece.bytes, piece.warning])).toEqual([
    ["f.tar!/link", 0, 'A symbolic link to "/etc/passwd", not followed'],
    ["f.tar!/loop", 0, 'A symbolic link to "..", not followed'],
  ]);
});

test("names of any length and alphabet come through", async () => {
  const name = `${"ä".repeat(110)}.txt`;
  await mkdir(join(dir, "x".repeat(200)));
  await writeFile(join(dir, "x".repeat(200), name), "long\n");
  expect(text(await take("f.tar", await buffer(packFolder(dir))))).toEqual({
    [`f.tar!/${"x".repeat(200)}/${name}`]: "long\n",
  });
});

test("an empty folder is an empty package", async () => {
  expect(await take("f.tar", await buffer(packFolder(dir)))).toEqual([]);
});

test("a folder that cannot be read is a terminal error that names it", async () => {
  await expect(buffer(packFolder(join(dir, "missing")))).rejects.toMatchObject({
    name: "TerminalError",
    kind: "unreadable-folder",
    message: expect.stringContaining(join(dir, "missing")),
  });
});

test("a consumer that stops early ends the packing", async () => {
  await fill(dir);
  for await (const chunk of packFolder(dir)) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
});

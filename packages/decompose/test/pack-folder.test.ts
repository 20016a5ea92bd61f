import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { packFolder } from "@torrent/decompose/unstable";
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

test("what cannot be read is told in the package, and the rest is there", async () => {
  await fill(dir);
  const server = createServer().listen(join(dir, "sub/socket"));
  await once(server, "listening");
  try {
    const taken = await take("f.tar", await buffer(packFolder(dir)));
    expect(taken.length).toBe(5);
    expect(taken.find((piece) => piece.defect)).toMatchObject({
      name: "f.tar!/sub/socket",
      defect: { kind: "unreadable-file", message: '"f.tar!/sub/socket": The file could not be read: it is a socket' },
    });
  } finally {
    server.close();
  }
});

test.skipIf(process.getuid?.() === 0)(
  "a file and a folder without permission are told, each by its reason",
  async () => {
    await writeFile(join(dir, "locked.txt"), "secret");
    await mkdir(join(dir, "locked"));
    await chmod(join(dir, "locked.txt"), 0);
    await chmod(join(dir, "locked"), 0);
    try {
      const taken = await take("f.tar", await buffer(packFolder(dir)));
      expect(taken.map((piece) => [piece.name, piece.defect?.kind])).toEqual([
        ["f.tar!/locked/", "unreadable-file"],
        ["f.tar!/locked.txt", "unreadable-file"],
      ]);
    } finally {
      await chmod(join(dir, "locked"), 0o700);
    }
  },
);

test("a pipe is named and nobody waits for its writer", async () => {
  execFileSync("mkfifo", [join(dir, "pipe")]);
  const [piece] = await take("f.tar", await buffer(packFolder(dir)));
  expect(piece!.warning).toBe("A named pipe, not opened");
});

test("a consumer that stops early ends the packing", async () => {
  await fill(dir);
  for await (const chunk of packFolder(dir)) {
    expect(chunk.length).toBeGreaterThan(0);
    break;
  }
});

test("a large file is packed without a listener left for each block", async () => {
  await writeFile(join(dir, "large.bin"), Buffer.alloc(16 << 20));
  const warned: Error[] = [];
  const warn = (warning: Error) => warned.push(warning);
  process.on("warning", warn);
  const bytes = await buffer(packFolder(dir));
  await new Promise(setImmediate);
  process.off("warning", warn);
  expect(bytes.length).toBeGreaterThan(16 << 20);
  expect(warned).toEqual([]);
});

import { mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import type { Limits, PackageSource, Piece } from "@torrent/core/unstable";
import { defaultTopology } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose/unstable";
import { afterEach, beforeEach, expect, test } from "vitest";
import { tarOf, zipOf } from "./support/archives.ts";
import { packageOf } from "./support/take.ts";

let scratchDir: string;
beforeEach(async () => {
  scratchDir = await mkdtemp(join(tmpdir(), "torrent-scratch-"));
});
afterEach(() => rm(scratchDir, { recursive: true, force: true }));

const open = (source: PackageSource, limits: Partial<Limits> = {}, signal?: AbortSignal) =>
  decompose(source, { limits: { ...defaultTopology.limits, ...limits }, scratchDir, ...(signal && { signal }) });

/** Scratch files that this process still holds open; their names are gone from the folder. */
const scratchFiles = async (): Promise<string[]> => {
  const targets = await Promise.all(
    (await readdir("/proc/self/fd")).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => "")),
  );
  return targets.filter((target) => target.startsWith(scratchDir));
};

/** More than stays in memory, and no more than that: 40 of them are compressed and read many times here. */
const big = (fill: number): Buffer => Buffer.alloc(5 << 18, Buffer.from([0, fill, 7]));
const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.bin`, big(i)]));

test("forty pieces can be held unreleased, each read twice, and releasing them frees every scratch file", async () => {
  const pieces: Piece[] = [];
  for await (const piece of open(packageOf("p.tar", await tarOf(many)))) pieces.push(piece);
  expect(await readdir(scratchDir)).toEqual([]);
  for (const [i, piece] of pieces.entries())
    for (let time = 0; time < 2; time++) expect((await buffer(piece.body())).equals(big(i))).toBe(true);
  expect((await scratchFiles()).length).toBe(40);
  await Promise.all(pieces.map((piece) => piece.release()));
  await Promise.all(pieces.map((piece) => piece.release()));
  expect(await scratchFiles()).toEqual([]);
});

test("small pieces that are not released go to scratch files rather than fill the memory", async () => {
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.bin`, Buffer.alloc(900_000, i)]));
  const pieces: Piece[] = [];
  for await (const piece of open(packageOf("p.tar", await tarOf(files)))) pieces.push(piece);
  const held = (await scratchFiles()).length;
  expect(held).toBeGreaterThan(20);
  expect(held).toBeLessThan(60);
  for (const [i, piece] of pieces.entries()) expect((await buffer(piece.body()))[0]).toBe(i);
  await Promise.all(pieces.map((piece) => piece.release()));
  expect(await scratchFiles()).toEqual([]);
});

test.each(["zip", "tar"])("a consumer that stops early leaves no scratch file of a %s", async (extension) => {
  const inner = await zipOf(many, { compress: false });
  const bytes =
    extension === "zip" ? await zipOf({ "in.zip": inner }, { compress: false }) : await tarOf({ "in.zip": inner });
  let count = 0;
  for await (const _ of open(packageOf(`p.${extension}`, bytes))) if (++count === 3) break;
  expect(await scratchFiles()).toEqual([]);
  expect(await readdir(scratchDir)).toEqual([]);
});

test("a consumer that throws leaves no scratch file", async () => {
  const taking = async (): Promise<void> => {
    for await (const _ of open(packageOf("p.tar", await tarOf(many)))) throw new Error("no more");
  };
  await expect(taking()).rejects.toThrow("no more");
  expect(await scratchFiles()).toEqual([]);
});

test("a rejected package leaves no scratch file, released or not", async () => {
  const taking = async (): Promise<void> => {
    for await (const _ of open(packageOf("p.tar", await tarOf(many)), { components: 5 }));
  };
  await expect(taking()).rejects.toMatchObject({ kind: "component-limit" });
  expect(await scratchFiles()).toEqual([]);
});

test("an abort ends the taking apart with the signal's reason", async () => {
  const controller = new AbortController();
  const taking = async (): Promise<void> => {
    for await (const piece of open(packageOf("p.tar", await tarOf(many)), {}, controller.signal)) {
      await piece.release();
      controller.abort(new Error("cancelled"));
    }
  };
  await expect(taking()).rejects.toThrow("cancelled");
  expect(await scratchFiles()).toEqual([]);
});

test.each(["zip", "tar.gz", "tar", "bin"])(
  "a source that fails to be read is no defect of a %s: the failure is thrown for a retry",
  async (extension) => {
    const bytes = extension === "zip" ? await zipOf(many, { compress: false }) : await tarOf(many);
    const source = packageOf(`p.${extension}`, bytes);
    const failing: PackageSource = {
      ...source,
      async *read(range) {
        let at = range?.start ?? 0;
        for await (const chunk of source.read(range)) {
          at += chunk.length;
          if (at > 8 << 20 && at < 40 << 20) throw new Error("connection reset");
          yield chunk;
        }
      },
    };
    const taking = async (): Promise<void> => {
      for await (const piece of open(failing)) await piece.release();
    };
    await expect(taking()).rejects.toThrow("connection reset");
    expect(await scratchFiles()).toEqual([]);
  },
);

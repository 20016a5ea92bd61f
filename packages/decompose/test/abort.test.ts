import { gzipSync, zstdCompressSync } from "node:zlib";
import type { PackageSource } from "@torrent/core/unstable";
import { defaultTopology } from "@torrent/core/unstable";
import { decompose, takeEmbedded } from "@torrent/decompose/unstable";
import { expect, test } from "vitest";
import { tarOf, zipOf } from "./support/archives.ts";
import { scratchDir } from "./support/take.ts";

const never = new Promise<never>(() => {});

/** Gives the first bytes and then no more, as a network does that has stopped answering. */
const stalling = (name: string, bytes: Uint8Array, given: number, onStall: () => void): PackageSource => ({
  name,
  bytes: bytes.length,
  async *read(range) {
    const start = range?.start ?? 0;
    if (start < given) yield bytes.subarray(start, Math.min(given, range?.end ?? given));
    if ((range?.end ?? bytes.length) <= given) return;
    onStall();
    await never;
  },
});

const noise = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7919 + (i >> 7)) & 255));

test.each([
  ["a.tar", (tar: Buffer) => tar, 2000],
  ["a.tar.gz", (tar: Buffer) => gzipSync(tar), 2000],
  ["a.tar.zst", (tar: Buffer) => zstdCompressSync(tar), 2000],
  ["a.bin", () => noise, 2000],
  ["a.txt", () => Buffer.from("line\n".repeat(50_000)), 2000],
  ["a.mbox", () => Buffer.from("From a@b Mon Nov 23 09:18:05 2026\nSubject: x\n\nhello\n".repeat(5000)), 2000],
  ["a.eml", () => Buffer.from(`From: a@b\nSubject: x\n\n${"hello\n".repeat(50_000)}`), 2000],
])(
  "taking %s apart ends with the signal's reason, though its source has stopped answering",
  async (name, build, given) => {
    const bytes = build(await tarOf({ "noise.bin": noise }));
    const controller = new AbortController();
    const reason = new Error("out of time");
    const source = stalling(name, bytes, given, () => controller.abort(reason));
    const taking = async () => {
      for await (const piece of decompose(source, {
        limits: defaultTopology.limits,
        scratchDir,
        signal: controller.signal,
      }))
        await piece.release();
    };
    await expect(taking()).rejects.toBe(reason);
  },
);

test("taking a zip apart ends with the signal's reason, though its directory cannot be read", async () => {
  const bytes = await zipOf({ "noise.bin": noise });
  const controller = new AbortController();
  const reason = new Error("out of time");
  const source = stalling("a.zip", bytes, 0, () => controller.abort(reason));
  const taking = decompose(source, { limits: defaultTopology.limits, scratchDir, signal: controller.signal });
  await expect(taking[Symbol.asyncIterator]().next()).rejects.toBe(reason);
});

test("files within a document are not taken once the signal is aborted", async () => {
  const controller = new AbortController();
  const reason = new Error("out of time");
  const files = async function* () {
    yield { name: "first.txt", content: one() };
    controller.abort(reason);
    yield { name: "second.txt", content: one() };
  };
  const one = async function* () {
    yield Buffer.from("text\n");
  };
  const names: string[] = [];
  const options = { limits: defaultTopology.limits, scratchDir, signal: controller.signal };
  const taking = async () => {
    for await (const piece of takeEmbedded({ name: "d.pdf", bytes: 100 }, files(), options)) {
      names.push(piece.name);
      await piece.release();
    }
  };
  await expect(taking()).rejects.toBe(reason);
  expect(names).toEqual(["d.pdf!/first.txt"]);
});

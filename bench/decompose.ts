/** Takes apart a tar.gz and a zip of about 1 GB each, in a process of its own, and reports its peak RSS and its speed. */
import { execFile } from "node:child_process";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip } from "node:zlib";
import { defaultTopology, type PackageSource } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose/unstable";
import tar from "tar-stream";
import yazl from "yazl";
import { atMost, type BenchResult, round } from "./bench.ts";

const MIB = 2 ** 20;
const MTIME = new Date(0);

interface File {
  name: string;
  bytes: number;
  /** One block, repeated until the file has its size. */
  block: Buffer;
}

const noise = (bytes: number): Buffer => {
  const block = Buffer.alloc(bytes);
  let state = 0x9e3779b9;
  for (let at = 0; at < bytes; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    block.writeInt32LE(state, at);
  }
  return block;
};

const lines = (bytes: number): Buffer => {
  const random = noise(bytes / 8);
  const text: string[] = [];
  for (let at = 0; at + 16 < random.length; at += 16)
    text.push(
      `2026-02-02T08:${10 + (at % 50)}:00Z INFO request=${random.toString("hex", at, at + 8)} user=${random.readUInt16LE(at + 8)} took ${random.readUInt16LE(at + 10)} ms for GET /api/orders/${random.readUInt32LE(at + 12)}\n`,
    );
  return Buffer.from(text.join("")).subarray(0, bytes);
};

/** 0.9 GiB of binaries that do not compress, 0.4 GiB of logs, 4,000 small texts. */
const content = (): File[] => {
  const binary = noise(4 * MIB);
  const log = lines(4 * MIB);
  return [
    ...Array.from({ length: 46 }, (_, i) => ({ name: `bin/${i}.dat`, bytes: 20 * MIB, block: binary })),
    ...Array.from({ length: 10 }, (_, i) => ({ name: `logs/${i}.log`, bytes: 40 * MIB, block: log })),
    ...Array.from({ length: 4000 }, (_, i) => ({ name: `notes/${i}.txt`, bytes: 4096, block: log.subarray(0, 4096) })),
  ];
};

function* chunks({ bytes, block }: File): Iterable<Buffer> {
  for (let at = 0; at < bytes; at += block.length) yield block.subarray(0, Math.min(block.length, bytes - at));
}

const writeTarGz = async (path: string, files: readonly File[]): Promise<void> => {
  const pack = tar.pack();
  const writing = pipeline(pack, createGzip({ level: 1 }), createWriteStream(path));
  for (const file of files)
    await pipeline(Readable.from(chunks(file)), pack.entry({ name: file.name, size: file.bytes, mtime: MTIME }));
  pack.finalize();
  await writing;
};

const writeZip = async (path: string, files: readonly File[]): Promise<void> => {
  const zip = new yazl.ZipFile();
  for (const file of files)
    zip.addReadStreamLazy(file.name, { mtime: MTIME, size: file.bytes, compressionLevel: 1 }, (give) =>
      give(null, Readable.from(chunks(file))),
    );
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
};

interface Measured {
  pieces: number;
  unpacked: number;
  seconds: number;
  peakRssMB: number;
}

/** Reads every piece once, as the upload of a component does. */
const measure = async (path: string): Promise<Measured> => {
  const { size } = await stat(path);
  const source: PackageSource = {
    name: basename(path),
    bytes: size,
    read: (range) => createReadStream(path, { start: range?.start, end: (range?.end ?? size) - 1 }),
  };
  const start = performance.now();
  let pieces = 0;
  let unpacked = 0;
  for await (const piece of decompose(source, {
    limits: defaultTopology.limits,
    scratchDir: join(path, "..", "scratch"),
  })) {
    for await (const chunk of piece.body()) unpacked += chunk.length;
    await piece.release();
    pieces++;
  }
  const seconds = (performance.now() - start) / 1000;
  return { pieces, unpacked, seconds, peakRssMB: process.resourceUsage().maxRSS / 1024 };
};

const runFile = promisify(execFile);

export const run = async (): Promise<BenchResult> => {
  const dir = await mkdtemp(join(tmpdir(), "torrent-bench-"));
  try {
    const result: BenchResult = { rows: [], targets: [] };
    for (const [name, write] of [
      ["mixed.tar.gz", writeTarGz],
      ["mixed.zip", writeZip],
    ] as const) {
      const path = join(dir, name);
      await write(path, content());
      const packageMB = (await stat(path)).size / MIB;
      const child = await runFile(process.execPath, ["--conditions=@torrent/source", import.meta.filename, path]);
      const { pieces, unpacked, seconds, peakRssMB } = JSON.parse(child.stdout) as Measured;
      result.rows.push({
        package: name,
        packageMB: round(packageMB),
        unpackedMB: round(unpacked / MIB),
        pieces,
        seconds: round(seconds),
        unpackedMBps: round(unpacked / MIB / seconds),
        peakRssMB: round(peakRssMB),
      });
      result.targets.push(atMost(`${name}: peak RSS in MB`, round(peakRssMB), 512));
      await rm(path);
    }
    return result;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

if (import.meta.main) console.log(JSON.stringify(await measure(process.argv[2] ?? "")));

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ArtefactError, buildPack, compile, Database, generatePack, PackError, scanBytes } from "../src/index.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "torrent-pack-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text);
  return join(folder, name);
};

describe("building a pack", () => {
  it("compiles files of several formats into one artefact that finds their rules", async () => {
    const definitions = await file("a.ndjson", '{"id":"one","kind":"literal","value":"first-needle"}\n');
    const words = await file("words.txt", "second-needle\n");
    const summary = await buildPack([definitions, words], join(folder, "out", "pack.bin"));
    expect(summary).toMatchObject({ rules: 2, literals: 2, regexes: 0, quarantined: [] });
    const artefact = new Uint8Array(await readFile(summary.out));
    expect(artefact.byteLength).toBe(summary.bytes);
    for (const database of [Database.load(artefact), await Database.open(summary.out)]) {
      const found = scanBytes(database, Buffer.from("first-needle SECOND-needle"));
      expect(found.map(({ rule }) => database.rule(rule).id)).toEqual(["one", "word-1"]);
    }
  });

  it("refuses packs with errors, naming file and line, and writes nothing", async () => {
    const bad = await file("bad.ndjson", '{"id":"one","kind":"literal","value":"x"}\n{"id":"two"}\n');
    const out = join(folder, "never.bin");
    const failure = await buildPack([bad], out).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PackError);
    expect((failure as PackError).message).toContain(`${bad}:2: two: `);
    await expect(readFile(out)).rejects.toThrow("ENOENT");
  });

  it("is addressed by content: the same definitions give the same bytes", () => {
    const [a, b] = [1, 1].map((seed) => compile(generatePack({ count: 500, regexes: 0.1, seed })));
    expect(a!.summary.content).toBe(b!.summary.content);
    expect(compile(generatePack({ count: 500, seed: 2 })).summary.content).not.toBe(a!.summary.content);
  });

  it("is loaded from wherever its bytes stand, a Buffer or the middle of another array", () => {
    const { artefact } = compile(generatePack({ count: 10 }));
    const inside = Buffer.alloc(artefact.byteLength + 3);
    inside.set(artefact, 3);
    for (const bytes of [Buffer.from(artefact), inside.subarray(3)])
      expect(Database.load(bytes).rule(9)).toEqual(Database.load(artefact).rule(9));
  });

  it("stays within 20 MB for 65,536 definitions", () => {
    const { artefact, summary } = compile(generatePack());
    expect(summary.rules).toBe(65_536);
    expect(artefact.byteLength).toBeLessThanOrEqual(20e6);
  });

  it("is checked when it is loaded, from bytes or from a file: kind of file, version, length, checksum", async () => {
    const { artefact } = compile(generatePack({ count: 10 }));
    const damaged = (change: (bytes: Uint8Array) => void): Uint8Array => {
      const copy = artefact.slice();
      change(copy);
      return copy;
    };
    const refused = async (bytes: Uint8Array, why: RegExp): Promise<void> => {
      expect(() => Database.load(bytes)).toThrow(ArtefactError);
      expect(() => Database.load(bytes)).toThrow(why);
      const path = join(folder, "damaged.bin");
      await writeFile(path, bytes);
      await expect(Database.open(path)).rejects.toThrow(why);
    };
    await refused(Buffer.from("no artefact at all ".repeat(20)), /not a pattern artefact/);
    await refused(
      damaged((bytes) => bytes.set([9], 4)),
      /format 9/,
    );
    await refused(artefact.slice(0, -16), /cut short/);
    for (const at of [300, 5000, artefact.length - 20])
      await refused(
        damaged((bytes) => bytes.set([bytes[at]! ^ 1], at)),
        /checksum/,
      );
    await refused(new Uint8Array(3), /shorter than its header/);
  });
});

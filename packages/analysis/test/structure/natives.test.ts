import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TerminalError } from "@torrent/core/unstable";
import { strToU8, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { stopIsolated } from "../../src/passes/isolate/index.ts";
import type { Compound } from "../../src/passes/structure/parse/compound.ts";
import { oleFiles } from "../../src/passes/structure/parse/embedded/ole.ts";
import { facts, found, rules, runStructure } from "./context.ts";
import { databaseOf, equalValues, pageGraph, runawayRun, schemaGraph } from "./fixtures/hostile-databases.ts";

afterAll(stopIsolated);

describe("a hostile database of SQLite", () => {
  it("has its stored columns read, and none that its author computes", async () => {
    const huge = Array.from({ length: 8 }, (_, i) => `b${i} TEXT AS (printf('%.*c', 300000000, 'a'))`);
    const slow = "c TEXT AS (instr(printf('%.*c', 20000000, 'a'), printf('%.*c', 10000000, 'a') || 'b'))";
    const kept = "d TEXT AS ('kept ' || a) STORED";
    const statement = `CREATE TABLE t (a TEXT, ${[...huge, slow, kept].join()})`.replaceAll("'", "''");
    const output = await runStructure(
      "row.db",
      // By the schema: an insert would compute them.
      databaseOf(`CREATE TABLE t (a TEXT); INSERT INTO t VALUES ('plain');
        PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '${statement}';`),
    );
    expect(output.text).toBe("a\nplain");
    expect(facts(output).sqlite.tables[0].columns).toEqual(
      expect.arrayContaining([
        { name: "a", type: "TEXT" },
        { name: "b7", type: "TEXT", generated: true },
        { name: "d", type: "TEXT", generated: true },
      ]),
    );
  });

  it("has no table of a module read, however its statement is written", async () => {
    const output = await runStructure(
      "module.db",
      databaseOf(`CREATE TABLE t (a); INSERT INTO t VALUES ('read'); CREATE VIRTUAL TABLE v USING dbstat;
        PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = 'CREATE /* a */ VIRTUAL TABLE v USING dbstat' WHERE name = 'v';`),
    );
    expect(output.text).toBe("a\nread");
    expect(facts(output).sqlite.tables).toContainEqual({ name: "v", virtual: true });
  });

  it("is counted no further than its file has room for, where its pages lead to each other", async () => {
    const output = await runStructure("graph.db", pageGraph(15));
    expect(rules(output)).toEqual(["malformed-database"]);
    expect(output.truncated).toBe(true);
  });

  it("is not opened where the pages of its schema lead to each other, which SQLite would read for ever", async () => {
    const output = await runStructure("schema.db", schemaGraph(15));
    expect(found(output, "unreadable-sqlite")).toMatchObject([
      { title: expect.stringContaining("lead to each other") },
    ]);
  });

  it("has a default that stands for many cells read as often as the file could hold it", async () => {
    const statement = `CREATE TABLE t (a, b DEFAULT ''${"x".repeat(100_000)}'')`;
    const rows = Array.from({ length: 100 }, (_, i) => `(${i})`).join();
    const output = await runStructure(
      "default.db",
      databaseOf(`CREATE TABLE t (a); INSERT INTO t VALUES ${rows};
        PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = '${statement}';`),
    );
    const lines = output.text?.split("\n") ?? [];
    expect(lines[1]).toMatch(/^0\tx{4000}$/);
    expect(lines.length).toBeLessThan(10);
    expect(output.truncated).toBe(true);
  });

  it("has cells left out that are longer than is read, and says that something is missing", async () => {
    const output = await runStructure(
      "long.db",
      databaseOf("CREATE TABLE t (a, b); INSERT INTO t VALUES (printf('%.*c', 9000000, 'x'), 'next');"),
    );
    expect(output.text).toBe("a\tb\n\tnext");
    expect(output.truncated).toBe(true);
  });

  it("leaves no copy behind, and removes those of processes that are no more", async () => {
    const copies = () => readdirSync(tmpdir()).filter((name) => name.startsWith("torrent-sqlite-"));
    const before = copies();
    const stale = join(tmpdir(), "torrent-sqlite-4194305-dead");
    const old = join(tmpdir(), `torrent-sqlite-${process.pid}-old`);
    for (const folder of [stale, old]) {
      mkdirSync(folder);
      writeFileSync(join(folder, "copy.db"), "x");
    }
    utimesSync(old, 0, 0);
    await runStructure("t.db", databaseOf("CREATE TABLE t (a);"));
    expect(copies().filter((name) => !before.includes(name))).toEqual([]);
    for (const folder of [stale, old]) rmSync(folder, { recursive: true, force: true });
  });
});

describe("a hostile file of Parquet", () => {
  it("has no column unpacked whose few bytes stand for millions of values", async () => {
    const bytes = equalValues();
    expect(bytes.length).toBeLessThan(300);
    const output = await runStructure("equal.parquet", bytes);
    expect(found(output, "column-too-large")).toMatchObject([{ context: "equal" }]);
    expect(facts(output).parquet).toMatchObject({ rows: 5_000_000, columns: [{ name: "equal" }] });
    expect(output.truncated).toBe(true);
  });

  it("ends its own parser only, where a run is longer than its page says", async () => {
    // A parser that had read something before would be given a second chance.
    await stopIsolated();
    const error = await runStructure("run.parquet", runawayRun()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TerminalError);
    // Which limit it meets first is the machine's affair.
    expect(["parser-died", "parser-timeout"]).toContain((error as TerminalError).kind);
    expect(facts(await runStructure("t.db", databaseOf("CREATE TABLE t (a);")))).toHaveProperty("sqlite");
  });
});

describe("other formats in which little stands for much", () => {
  it("are read: a hundred thousand keys of YAML", async () => {
    const text = Array.from({ length: 100_000 }, (_, i) => `key${i}: value`).join("\n");
    const output = await runStructure("keys.yaml", text);
    expect(facts(output).yaml).toMatchObject({ documents: 1, invalidDocuments: 0, keys: 100_000 });
  });

  it("are read once: sheets of a workbook that are all one part", async () => {
    const sheets = Array.from({ length: 400 }, (_, i) => `<sheet name="s${i}" r:id="r${i}"/>`).join("");
    const relations = Array.from({ length: 400 }, (_, i) => `<Relationship Id="r${i}" Target="worksheets/one.xml"/>`);
    const workbook = zipSync({
      "[Content_Types].xml": strToU8("<Types/>"),
      "xl/workbook.xml": strToU8(`<workbook>${sheets}</workbook>`),
      "xl/_rels/workbook.xml.rels": strToU8(`<Relationships>${relations.join("")}</Relationships>`),
      "xl/worksheets/one.xml": strToU8(`<s>${"<row><c><v>1</v></c></row>".repeat(1000)}</s>`),
    });
    const output = await runStructure("one.xlsx", workbook);
    expect(output.text?.split("\n")).toHaveLength(1000);
    expect(facts(output).office.sheets[1]).toMatchObject({ name: "s1", rows: 0 });
  });

  it("are cut: one long text of a workbook that stands in every cell", async () => {
    const workbook = zipSync({
      "[Content_Types].xml": strToU8("<Types/>"),
      "xl/workbook.xml": strToU8('<workbook><sheet name="s" r:id="r"/></workbook>'),
      "xl/_rels/workbook.xml.rels": strToU8('<R><Relationship Id="r" Target="worksheets/s.xml"/></R>'),
      "xl/worksheets/s.xml": strToU8(`<s><row>${'<c t="s"><v>0</v></c>'.repeat(10_000)}</row></s>`),
      "xl/sharedStrings.xml": strToU8(`<sst><si><t>${"S".repeat(1_000_000)}</t></si></sst>`),
    });
    const output = await runStructure("cells.xlsx", workbook);
    expect(output.text?.split("\t")[0]).toHaveLength(32_767);
    expect(output.text?.length).toBeLessThan(2_000_000);
    expect(output.truncated).toBe(true);
  });

  it("are taken one at a time: streams of a compound file that are all the same bytes", () => {
    const bytes = Buffer.alloc(1000);
    let reads = 0;
    const entries = Array.from({ length: 5000 }, (_, i) => {
      const path = `__attach_version1.0_#${i.toString(16).padStart(8, "0")}/__substg1.0_37010102`;
      return { name: "x", path, bytes: bytes.length, isStream: true, start: 0 };
    });
    const compound = {
      entries,
      read: () => {
        reads++;
        return bytes;
      },
    };
    for (const { name } of oleFiles(compound as unknown as Compound)) if (name === "attachment-3.bin") break;
    expect(reads).toBe(3);
  });

  it("have keys that stand twice found in YAML", async () => {
    const output = await runStructure("twice.yaml", "a: 1\nb:\n  c: 2\n  c: 3\na: 4\n");
    expect(found(output, "duplicate-key").map(({ line }) => line)).toEqual([5, 4]);
    expect(facts(output).yaml.invalidDocuments).toBe(1);
  });

  it("are read once: sections of an ELF that all hold the whole file", async () => {
    const sections = 400;
    const file = Buffer.alloc(2 ** 20, 0x90);
    Buffer.from("7f454c46020101000000000000000000", "hex").copy(file);
    file.writeBigUInt64LE(64n, 40);
    file.writeUInt16LE(64, 58);
    file.writeUInt16LE(sections, 60);
    file.writeUInt16LE(0, 62);
    for (let i = 0; i < sections; i++) {
      const at = 64 + i * 64;
      file.fill(0, at, at + 64);
      file.writeUInt32LE(1, at + 4);
      file.writeBigUInt64LE(BigInt(file.length), at + 32);
    }
    const output = await runStructure("tool.elf", file);
    const entropies = facts(output).executable.sections.filter(
      (section: { entropy?: number }) => section.entropy !== undefined,
    );
    expect(entropies).toHaveLength(2);
    expect(rules(output)).toContain("overlapping-sections");
  });
});

import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PassContext } from "../../src/analysis-pass.ts";
import { patterns } from "../../src/index.ts";

let folder = "";
let cacheFolder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "torrent-rules-"));
  cacheFolder = join(folder, "cache");
  await mkdir(join(folder, "rules"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, text: string | Uint8Array) => writeFile(join(folder, "rules", name), text);
const rule = (id: string, value: string, kind = "literal") => JSON.stringify({ id, kind, value });
const ndjson = () => patterns("./rules/*.ndjson", { folder, cacheFolder });

const contextOf = (text: string): PassContext => ({
  component: { name: "a.log", kind: "log", bytes: text.length, sha256: "0" },
  async *bytes() {
    yield Buffer.from(text);
  },
  whole: async () => Buffer.from(text),
  upstream: () => undefined,
  signal: new AbortController().signal,
});

const found = async (pass: ReturnType<typeof patterns>, text: string) => {
  const { findings = [] } = await pass.run(contextOf(text));
  return findings.map(({ rule }) => rule).sort();
};

describe("patterns from rule files", () => {
  it("finds the rules of every file that a glob names", async () => {
    await write("a.ndjson", rule("first", "needle"));
    await write("b.ndjson", rule("second", "acme_[0-9]{4}", "regex"));
    expect(await found(ndjson(), "a needle and acme_1234")).toEqual(["first", "second"]);
  });

  it("reads each format by the end of the file's name", async () => {
    await write("g.toml", `[[rules]]\nid = "badge"\nregex = '''badge-[0-9]{6}'''\n`);
    await write("words.txt", "# names\nprometheus\n");
    await write("s.yar", 'rule marker { strings: $a = "MARKER-77" condition: $a }');
    await write(
      "sigma.yml",
      "title: Dump\nid: dump\ndetection:\n  keywords:\n    - procdump64\n  condition: keywords\n",
    );
    const pass = patterns(["rules/*.toml", "rules/*.txt", "rules/*.y*"], { folder, cacheFolder });
    const rules = await found(pass, "badge-123456 Prometheus MARKER-77 procdump64");
    expect(rules).toHaveLength(4);
    expect(rules).toEqual(expect.arrayContaining(["gitleaks-badge", "word-2"]));
  });

  it("compiles once for each content, and takes what it kept from then on", async () => {
    await write("a.ndjson", rule("first", "needle"));
    expect(await readdir(folder)).not.toContain("cache");
    await found(ndjson(), "x");
    const [kept = ""] = await readdir(cacheFolder);
    const [other] = await Promise.all([ndjson(), write("a.ndjson", rule("other", "haystack"))]);
    expect(await found(other, "needle haystack")).toEqual(["first"]);
    await found(ndjson(), "x");
    expect(await readdir(cacheFolder)).toHaveLength(2);
    await writeFile(join(cacheFolder, kept), "damaged");
    await write("a.ndjson", rule("first", "needle"));
    expect(await found(ndjson(), "needle haystack")).toEqual(["first"]);
  });

  it("works where the cache folder cannot be written", async () => {
    await write("a.ndjson", rule("first", "needle"));
    await writeFile(join(folder, "file"), "");
    const pass = patterns("rules/a.ndjson", { folder, cacheFolder: join(folder, "file", "cache") });
    expect(await found(pass, "needle")).toEqual(["first"]);
  });

  it("has another version with other rules, so that stored results of the old ones are not used", async () => {
    await write("a.ndjson", rule("first", "needle"));
    const { version } = ndjson();
    expect(ndjson().version).toBe(version);
    expect(Number.isSafeInteger(version)).toBe(true);
    expect(patterns("rules/a.ndjson", { folder, slowLane: false }).version).not.toBe(version);
    await write("a.ndjson", rule("first", "needles"));
    expect(ndjson().version).not.toBe(version);
  });

  it("refuses to compile rules that changed after the version was worked out", async () => {
    await write("a.ndjson", rule("first", "needle"));
    const pass = ndjson();
    await write("a.ndjson", rule("first", "other"));
    await expect(found(pass, "needle")).rejects.toMatchObject({ kind: "rules-changed" });
  });

  it("names file and line of a rule that cannot be used when it is defined", async () => {
    await write("a.ndjson", `${rule("first", "needle")}\n{"id": "half`);
    expect(ndjson).toThrow(/rules\/a\.ndjson:2: not JSON/);
    await write("a.ndjson", `\n${JSON.stringify({ id: "x", kind: "litteral", value: "y" })}`);
    expect(ndjson).toThrow(/rules\/a\.ndjson:2: x: kind/);
  });

  it("names file and line of a rule in an imported format at its first use, and retries nothing", async () => {
    await write("g.toml", "a = 1\nb = = 2");
    const pass = patterns("rules/g.toml", { folder, cacheFolder });
    await expect(found(pass, "x")).rejects.toMatchObject({
      name: "TerminalError",
      message: expect.stringMatching(/g\.toml:2: not TOML/),
    });
    expect(await readdir(folder)).not.toContain("cache");
  });

  it("refuses a glob that no file matches, a file that is no text, and an unknown option", async () => {
    expect(() => patterns("rules/*.json5", { folder })).toThrow(
      `patterns("rules/*.json5"): no file in ${folder} matches`,
    );
    await write("a.ndjson", Buffer.from([0xff, 0xfe, 0x00]));
    expect(ndjson).toThrow(/rules\/a\.ndjson in .* cannot be read as a rule file/);
    // @ts-expect-error JavaScript users are told too.
    expect(() => patterns("rules/a.ndjson", { slowlane: true })).toThrow(/slowlane/);
  });
});

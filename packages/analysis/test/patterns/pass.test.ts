import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPack, compile, Database, Definition, expandExample, ownContent } from "@torrent/patterns";
import { describe, expect, it } from "vitest";
import type { PassContext, PassOutput } from "../../src/analysis-pass.ts";
import { patternsPass, patternsPassOf } from "../../src/passes/patterns/index.ts";
import { scanStream } from "../../src/passes/patterns/scan.ts";

interface Given {
  /** What structure analysis extracted. */
  text?: string;
  signal?: AbortSignal;
  chunk?: number;
}

const contextOf = (bytes: Uint8Array, { text, signal, chunk = 7 }: Given = {}): PassContext => ({
  component: { name: "a.log", kind: "log", bytes: bytes.length, sha256: "0" },
  async *bytes() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  },
  whole: async () => bytes,
  upstream: (): PassOutput | undefined => (text === undefined ? undefined : { text }),
  signal: signal ?? new AbortController().signal,
});

const run = (text: string | Buffer, given?: Given): Promise<PassOutput> =>
  patternsPass.run(contextOf(typeof text === "string" ? Buffer.from(text) : text, given));

const rule = (id: string, value: string, extra: Partial<Definition> = {}): Definition =>
  Definition.parse({ id, kind: "literal", value, ...extra });

const databaseOf = (...definitions: Definition[]): Database => Database.load(compile(definitions).artefact);

describe("the patterns pass", () => {
  it("tells rule, severity, place, line and surroundings of what it finds", async () => {
    const needle = rule("needle-rule", "needle", { title: "A needle", severity: "low", tags: ["x"] });
    const pass = patternsPassOf(() => databaseOf(needle));
    const { findings, facts, truncated } = await pass.run(contextOf(Buffer.from("one\ntwo hay needle hay\nthree")));
    expect(findings).toEqual([
      {
        rule: "needle-rule",
        title: "A needle",
        severity: "low",
        tags: ["x"],
        start: 12,
        end: 18,
        line: 2,
        context: "two hay needle hay",
        mark: [8, 14],
      },
    ]);
    expect(facts).toEqual({ matches: { "needle-rule": 1 }, bytes: 28 });
    expect(truncated).toBeUndefined();
  });

  it("shows no more of a secret than tells its kind", async () => {
    const secret = expandExample("AKIA<upper:16>");
    const { findings } = await run(`id = ${secret} # production`);
    expect(findings).toMatchObject([
      { rule: "aws-access-key-id", severity: "high", context: `id = ${secret.slice(0, 6)}… # production` },
    ]);
  });

  it("shows no secret in the surroundings of another finding", async () => {
    const text = `DB_PASSWORD=Qw7rty9Zx API_KEY=${expandExample("<hex:32>")} url https://bob:Sw0rdfish9@git.example.org/x`;
    const { findings = [] } = await run(text);
    expect(findings.map(({ rule: id }) => id)).toEqual(["password-assignment", "api-key-assignment", "url-password"]);
    expect(JSON.stringify(findings)).not.toMatch(/Qw7rty9Zx|a7f29c4e8b16d035|Sw0rdfish9/);
    expect(findings[0]!.context).toMatch(/^DB_PASSWORD=… API_KEY=a7f29c… url/);
  });

  it("reports a secret once, by the rule that says most", async () => {
    const { findings } = await run(`SLACK_TOKEN=${expandExample("xoxb-<digit:12>-<digit:12>-<alnum:24>")}\n`);
    expect(findings!.map(({ rule: id }) => id)).toEqual(["slack-bot-token"]);
  });

  it("counts what a document's bytes and its text have in common once, and shows where it stands", async () => {
    const text = expandExample("key AKIA<upper:16> and");
    const twice = `${text}\n${text}`;
    const { findings, facts } = await run(`{\\rtf1 ${twice}}`, { text: twice });
    expect(findings!.map(({ rule: id, start }) => [id, start])).toEqual([
      ["aws-access-key-id", 11],
      ["aws-access-key-id", 40],
    ]);
    expect(facts!.matches).toEqual({ "aws-access-key-id": 2 });
  });

  it("reports what a text only speaks of, and what stands for a secret, as info", async () => {
    const { findings } = await run("password = 'changeme99'\nsee AKIAIOSFODNN7EXAMPLE\n");
    expect(findings!.map(({ severity }) => severity)).toEqual(["info", "info"]);
  });

  it("keeps surroundings within 200 characters, whatever the bytes around are", async () => {
    const pass = patternsPassOf(() => databaseOf(rule("long", "x".repeat(500))));
    const bytes = Buffer.concat([Buffer.alloc(300, 0x01), Buffer.from("x".repeat(500)), Buffer.alloc(300, 0xf0)]);
    const [finding] = (await pass.run(contextOf(bytes))).findings!;
    expect(finding!.context!.length).toBeLessThanOrEqual(200);
    expect(finding!.context).toMatch(/^·x+…x+·$/);
  });

  it("finds the same however the bytes arrive, across the borders of its blocks", async () => {
    const pass = patternsPassOf(() => databaseOf(rule("needle", "needle")));
    const bytes = Buffer.alloc(3 * 2 ** 20 + 17, "hay\n");
    for (let at = 2 ** 20 - 3; at < bytes.length; at += 2 ** 20) bytes.write("needle", at);
    const whole = await pass.run(contextOf(bytes, { chunk: bytes.length }));
    expect(whole.findings!.map(({ start }) => start)).toEqual([2 ** 20 - 3, 2 ** 21 - 3, 3 * 2 ** 20 - 3]);
    expect(whole.findings!.map(({ line }) => line)).toEqual(
      whole.findings!.map(({ start }) => bytes.subarray(0, start).toString("latin1").split("\n").length),
    );
    expect(await pass.run(contextOf(bytes, { chunk: 65_537 }))).toEqual(whole);
  });

  it("keeps the first findings of a rule and the gravest of all, and says that it cut", async () => {
    const database = databaseOf(
      rule("common", "aaaa", { severity: "info" }),
      rule("grave", "bbbb", { severity: "critical" }),
    );
    const bytes = Buffer.from(`${"aaaa.".repeat(50)}${"bbbb.".repeat(4)}`);
    const { findings, truncated, counts } = await scanStream({ database }, [bytes], new AbortController().signal, {
      bounds: { perRule: 8, total: 6 },
    });
    expect(findings.map(({ rule: id }) => id)).toEqual(["common", "common", "grave", "grave", "grave", "grave"]);
    expect(findings.slice(0, 2).map(({ start }) => start)).toEqual([0, 5]);
    expect(truncated).toBe(true);
    expect(counts).toEqual({ common: 50, grave: 4 });
  });

  it("looks into the text that structure analysis extracted, and says where an offset counts", async () => {
    const { findings } = await run("%PDF-1.7", { text: expandExample("the key AKIA<upper:16>") });
    expect(findings).toMatchObject([
      { rule: "aws-access-key-id", tags: ["secret", "token", "extracted-text", "offset:8"] },
    ]);
    expect(findings![0]!.start).toBeUndefined();
  });

  it.each(["utf-16le", "utf-16be"] as const)("reads %s, with a mark and without", async (encoding) => {
    const text = expandExample("the key is AKIA<upper:16>, keep it");
    for (const mark of ["\ufeff", ""]) {
      const bytes = Buffer.from(mark + text, "utf16le");
      if (encoding === "utf-16be") bytes.swap16();
      const { findings } = await run(bytes);
      const start = 2 * (mark.length + 11);
      expect(findings).toMatchObject([{ rule: "aws-access-key-id", start, end: start + 40, line: 1 }]);
    }
  });

  it("reads UTF-16 once, and tells the place and the line in the file", async () => {
    const text = expandExample("first\nthe key is AKIA<upper:16>");
    const context = contextOf(Buffer.from(text, "utf16le"));
    const upstream = (): PassOutput => ({ facts: { family: "text", format: "text", charset: "utf-16le" } });
    const { findings } = await patternsPass.run({ ...context, upstream });
    expect(findings).toMatchObject([{ rule: "aws-access-key-id", line: 2, start: 34, end: 74 }]);
  });

  it("may have a pack of a deployment's own, built into a file, and its slow lane", async () => {
    const folder = await mkdtemp(join(tmpdir(), "torrent-pack-"));
    try {
      const badges = { id: "badge", kind: "regex", value: "[A-Z]\\d{7}", title: "Badge" };
      await writeFile(join(folder, "own.ndjson"), `${JSON.stringify(badges)}\n`);
      const { out, quarantined } = await buildPack([join(folder, "own.ndjson")], join(folder, "own.pack"));
      expect(quarantined).toMatchObject([{ id: "badge", lane: "slow", reason: "no-usable-atom" }]);
      const found = async (slowLane: boolean): Promise<unknown> => {
        const pass = patternsPassOf(() => Database.open(out), { name: "badges", version: 7, slowLane });
        expect([pass.name, pass.version]).toEqual(["badges", 7]);
        return (await pass.run(contextOf(Buffer.from("seen: K1234567")))).findings;
      };
      expect(await found(false)).toEqual([]);
      expect(await found(true)).toMatchObject([{ rule: "badge", start: 6, end: 14 }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("stops when its task is cancelled", async () => {
    const controller = new AbortController();
    controller.abort(new Error("cancelled"));
    await expect(run("anything", { signal: controller.signal })).rejects.toThrow("cancelled");
  });

  it("has a version of its own for every content of its pack", () => {
    const versions: Record<string, number> = {
      "1e6ababca8556abc2aaf5d33bffe030d1f4c36c9dad1e637ecc5ad6ac61b6072": 2,
      "44fdcb23156961b52eabbaafa29bb7a19158c6c59b27a64aebcaaa7a8c5c04a8": 3,
      "958315ed845648255e5f6d7c8741a305ee0fb8042f1d54753d493b6a57b5f094": 4,
      "3d8fc82ae8238e32cbefa80acfdd37f940abc9f18917388196bd629e8018cbb3": 5,
      e5044563d65520f085d396ed6175a98aded9b98b5b7de85f8c4eb6808cdd766b: 6,
      "00cbc0c445986146d2b86bce3e8aff175e7cb53a89b85895256e04f0818fe75a": 7,
    };
    expect(versions[ownContent]).toBe(patternsPass.version);
  });

  it("takes every component that is not empty, and estimates in proportion to its bytes", () => {
    const facts = { name: "a", kind: "binary", bytes: 0, sha256: "0" };
    expect(patternsPass.accepts(facts)).toBe(false);
    expect(patternsPass.accepts({ ...facts, bytes: 1 })).toBe(true);
    const [small, large] = [1e6, 1e9].map((bytes) => patternsPass.estimate({ ...facts, bytes }));
    expect(large!.seconds).toBeGreaterThan(10 * small!.seconds);
    expect(large!.memoryMB).toBe(small!.memoryMB);
  });
});

import { tmpdir } from "node:os";
import { buffer } from "node:stream/consumers";
import { type ComponentFacts, limits as defaultLimits } from "@torrent/core/unstable";
import { decompose } from "@torrent/decompose/unstable";
import { compile, Database, Definition } from "@torrent/patterns";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PassContext, PassOutput } from "../src/analysis-pass.ts";
import { entitiesPass } from "../src/passes/entities/index.ts";
import { patternsPassOf } from "../src/passes/patterns/index.ts";
import { structurePass } from "../src/passes/structure/index.ts";

const rule = (id: string, value = id, kind: "literal" | "regex" = "literal"): Definition =>
  Definition.parse({ id, kind, value });

const database = Database.load(
  compile([
    rule("needle"),
    rule("two-lines", "two\nlines"),
    rule("x"),
    rule("long", `BEGIN ${"0123456789".repeat(100)} END`),
    rule("key", "key=[0-9a-f]{32}", "regex"),
    rule("element", "<open>[^<]{0,900}</open>", "regex"),
    rule("word", "\\bwhole\\b", "regex"),
  ]).artefact,
);
const patterns = patternsPassOf(() => database);

const contextOf = (component: ComponentFacts, bytes: Buffer, upstream?: PassOutput): PassContext => ({
  component,
  async *bytes() {
    for (let at = 0; at < bytes.length; at += 7919) yield bytes.subarray(at, at + 7919);
  },
  whole: async () => Uint8Array.from(bytes),
  upstream: () => upstream,
  signal: new AbortController().signal,
});

interface Found {
  matches: Record<string, number>;
  findings: string[];
  entities: Map<string, { count: number; start: number }>;
  lines: number;
  structure: string[];
  rows: number;
  headers: unknown[];
  pieces: number;
}

const place = ({ rule: id, start, end, line }: NonNullable<PassOutput["findings"]>[number]): string =>
  `${id} ${start}-${end} line ${line}`;

/** What all passes find in a file, cut at `sliceBytes` as intake cuts it. */
const analyse = async (name: string, text: Buffer, sliceBytes: number): Promise<Found> => {
  const source = {
    name,
    bytes: text.length,
    async *read() {
      yield text;
    },
  };
  const limits = { ...defaultLimits, sliceBytes, binarySliceBytes: Math.max(sliceBytes, 40_000) };
  const found: Found = {
    matches: {},
    findings: [],
    entities: new Map(),
    lines: 0,
    structure: [],
    rows: 0,
    headers: [],
    pieces: 0,
  };
  for await (const piece of decompose(source, { limits, scratchDir: tmpdir() })) {
    const bytes = await buffer(piece.body());
    await piece.release();
    found.pieces++;
    const shape = await structurePass.run(contextOf(piece, bytes));
    const matched = await patterns.run(contextOf(piece, bytes));
    const named = await entitiesPass.run(contextOf(piece, bytes));
    for (const [id, count] of Object.entries(matched.facts?.matches as Record<string, number>))
      found.matches[id] = (found.matches[id] ?? 0) + count;
    found.findings.push(...(matched.findings ?? []).map(place));
    for (const { kind, value, count = 1, start } of named.entities ?? []) {
      const known = found.entities.get(`${kind} ${value}`);
      found.entities.set(`${kind} ${value}`, { count: count + (known?.count ?? 0), start: known?.start ?? start });
    }
    found.lines += (shape.facts?.text as { lines?: number } | undefined)?.lines ?? 0;
    const table = shape.facts?.table as { rows: number; hasHeader?: boolean } | undefined;
    found.rows += table?.rows ?? 0;
    found.headers.push(table?.hasHeader);
    found.structure.push(...(shape.findings ?? []).map(place));
  }
  return found;
};

const words = [
  "needle",
  "needless",
  "two\nlines",
  "whole",
  "wholesome",
  "x",
  `BEGIN ${"0123456789".repeat(100)} END`,
  "key=00112233445566778899aabbccddeeff",
  `<open>${"inside ".repeat(100)}</open>`,
  "ann@example.com",
  "10.20.30.40",
  "https://example.org/a/rather/long/path?with=query",
  "2026-01-05T09:00:00Z",
  "GB29 NWBK 6016 1331 9268 19",
  "filler filler filler",
  "Grüße aus Köln",
];

/** 60 to 90 KB of them. `gaps` decides where lines end; with blanks only, all is one line but for what holds its own. */
const shapes = fc.record({
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  gaps: fc.constantFrom([" "], ["\n", " ", " "], [" ", " ", " ", " ", "\n\n"]),
  bytes: fc.integer({ min: 60_000, max: 90_000 }),
  sliceBytes: fc.integer({ min: 17_000, max: 40_000 }),
});

const textOf = ({ seed, gaps, bytes }: { seed: number; gaps: readonly string[]; bytes: number }): Buffer => {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const parts: string[] = [];
  for (let length = 0; length < bytes; ) {
    const part = `${words[next(words.length)]}${gaps[next(gaps.length)]}`;
    parts.push(part);
    length += part.length;
  }
  return Buffer.from(parts.join(""));
};

describe("a file in slices", () => {
  it("has the same matches and entities as in one piece, at the same places of the file, each once", async () => {
    await fc.assert(
      fc.asyncProperty(shapes, async (shape) => {
        const text = textOf(shape);
        const whole = await analyse("a.log", text, text.length);
        const cut = await analyse("a.log", text, shape.sliceBytes);
        expect(whole.pieces).toBe(1);
        expect(cut.pieces).toBeGreaterThan(1);
        expect(cut.matches).toEqual(whole.matches);
        expect(cut.findings).toEqual(expect.arrayContaining(whole.findings));
        expect([...cut.entities].toSorted()).toEqual([...whole.entities].toSorted());
      }),
      { numRuns: 12 },
    );
  });

  it("has each of its lines counted once, and anomalies of its lines at their places in the file", async () => {
    const lines = Array.from({ length: 4000 }, (_, i) =>
      i % 1000 === 500 ? `2026-01-05T09:00:00Z hidden\u202e ${i}` : `2026-01-05T09:00:00Z request ${i} served`,
    );
    const text = Buffer.from(`${lines.join("\n")}\n`);
    const whole = await analyse("a.log", text, text.length);
    const cut = await analyse("a.log", text, 30_000);
    expect(cut.pieces).toBeGreaterThan(3);
    expect(whole.lines).toBe(4000);
    expect(cut.lines).toBe(4000);
    const controls = (found: Found): string[] => found.structure.filter((one) => one.startsWith("bidirectional"));
    expect(controls(whole)).toHaveLength(4);
    expect(controls(cut)).toEqual(controls(whole));
  });

  it("that is a table is cut between its records, and only the first slice is asked for a header", async () => {
    const rows = Array.from({ length: 3000 }, (_, i) => `name ${i},"said ""${i}"",\nand went\non, ""long""",city`);
    const text = Buffer.from(`who,what,where\n${rows.join("\n")}\n`);
    const whole = await analyse("a.csv", text, text.length);
    const cut = await analyse("a.csv", text, 20_011);
    expect(cut.pieces).toBeGreaterThan(3);
    expect([whole.rows, cut.rows]).toEqual([3000, 3000]);
    expect([whole.structure, cut.structure]).toEqual([[], []]);
    expect(cut.headers).toEqual([true, ...Array(cut.pieces - 1).fill(false)]);
  });

  it("of UTF-16 has its matches once, with the lines of the file", async () => {
    const text = Buffer.from(`\ufeff${"a line of some words\nneedle ".repeat(3000)}`, "utf16le");
    const whole = await analyse("a.txt", text, text.length);
    const cut = await analyse("a.txt", text, 40_000);
    expect(cut.pieces).toBeGreaterThan(2);
    expect(whole.matches.needle).toBe(3000);
    expect(cut.matches).toEqual(whole.matches);
    expect(cut.findings[0]).toMatch(/line 2$/);
    const line = (one: string): number => Number(/line (\d+)$/.exec(one)?.[1]);
    expect(line(cut.findings.at(-1) ?? "")).toBeGreaterThan(2000);
  });

  it("is cut where it is a huge binary as well, and no match is lost or counted twice", async () => {
    const bytes = Buffer.alloc(200_000, "\u0000\u0001\u0002abc");
    for (let at = 39_997; at + 6 < bytes.length; at += 20_000) bytes.write("needle", at);
    const whole = await analyse("a.bin", bytes, bytes.length);
    const cut = await analyse("a.bin", bytes, 40_000);
    expect([whole.pieces, cut.pieces]).toEqual([1, 5]);
    expect(cut.matches).toEqual(whole.matches);
    expect(cut.findings).toEqual(whole.findings.map((one) => expect.stringContaining(one.split(" line")[0]!)));
  });
});

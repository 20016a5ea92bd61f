import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JsonScanner } from "../../src/passes/structure/json/scanner.ts";
import { facts, found, runStructure } from "./context.ts";
import { jsonLinesSample, jsonSample } from "./fixtures/texts.ts";

interface Seen {
  objects: number;
  arrays: number;
  keys: number;
  scalars: number;
  depth: number;
}

const scan = (text: string, chunk: number): Seen & { error: boolean } => {
  const seen = { objects: 0, arrays: 0, keys: 0, scalars: 0, depth: 0 };
  let depth = 0;
  const scanner = new JsonScanner({
    open(kind) {
      if (kind === "object") seen.objects++;
      else seen.arrays++;
      seen.depth = Math.max(seen.depth, ++depth);
    },
    close: () => void depth--,
    key: () => void seen.keys++,
    scalar: () => void seen.scalars++,
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) scanner.write(bytes.subarray(at, at + chunk));
  scanner.end();
  return { ...seen, error: scanner.error !== undefined };
};

const count = (value: unknown): Seen => {
  const seen = { objects: 0, arrays: 0, keys: 0, scalars: 0, depth: 0 };
  const visit = (one: unknown, depth: number): void => {
    if (typeof one !== "object" || one === null) {
      seen.scalars++;
      return;
    }
    seen.depth = Math.max(seen.depth, depth);
    if (Array.isArray(one)) {
      seen.arrays++;
      for (const child of one) visit(child, depth + 1);
    } else {
      seen.objects++;
      for (const child of Object.values(one)) {
        seen.keys++;
        visit(child, depth + 1);
      }
    }
  };
  visit(value, 1);
  return seen;
};

const documentsIn = (text: string): number => {
  const scanner = new JsonScanner({ open() {}, close() {}, key() {}, scalar() {} });
  scanner.write(Buffer.from(text));
  return scanner.documents + Number(scanner.error !== undefined && scanner.documents > 0);
};

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe("the JSON scanner", () => {
  it("sees in any chunks what JSON.parse sees whole", () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 9 }), (text, chunk) => {
        expect(scan(text, chunk)).toEqual({ ...count(JSON.parse(text)), error: false });
      }),
    );
  });

  it("refuses and accepts what JSON.parse refuses and accepts", () => {
    const noise = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "a",
      "1",
      "-",
      "0",
      ".",
      "e",
      " ",
      "true",
      "null",
      '"k"',
      "\\",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(noise, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), (parts, chunk) => {
        const text = parts.join("");
        // Escapes are skipped, not checked: `"\x"` is the one liberty.
        fc.pre(!text.includes("\\"));
        // Documents that follow each other are taken one after the other; JSON.parse knows one only.
        fc.pre(documentsIn(text) < 2);
        expect(scan(text, chunk).error).toBe(!parses(text));
      }),
      { numRuns: 3000 },
    );
  });
});

describe("a JSON document", () => {
  it("is profiled: schema, depth, counts", async () => {
    const { json } = facts(await runStructure("d.json", jsonSample()));
    expect(json).toMatchObject({ valid: true, depth: 4, objects: 6, arrays: 3 });
    const item = json.schema.properties.items.items;
    expect(item.properties.id.type).toEqual({ integer: 1, number: 1 });
    expect(item.properties.extra).toMatchObject({ type: "null", optional: 0.5 });
  });

  it("is told where it breaks", async () => {
    const output = await runStructure("d.json", '{"a": [1, 2, }');
    expect(facts(output).json.valid).toBe(false);
    expect(found(output, "malformed-json")[0]).toMatchObject({ start: 13 });
  });

  it("is told where a key stands twice", async () => {
    expect(found(await runStructure("d.json", '{"a": 1, "b": {"a": 1}, "a": 2}'), "duplicate-key")).toMatchObject([
      { start: 24 },
    ]);
  });

  it("of a hundred thousand levels is described, not followed", async () => {
    const output = await runStructure("d.json", "[".repeat(100_000) + "]".repeat(100_000));
    expect(facts(output).json).toMatchObject({ valid: true, depth: 100_000 });
    expect(found(output, "deep-nesting")[0]).toMatchObject({ start: 99_999 });
  });

  it("deeper than a million levels is given up, not held", async () => {
    const output = await runStructure("d.json", "[".repeat(2 ** 20 + 5));
    expect(found(output, "malformed-json")[0]?.title).toContain("1048576 levels");
  });
});

describe("JSON lines", () => {
  it("are profiled: one schema, shapes, lines that are no JSON", async () => {
    const output = await runStructure("d.jsonl", jsonLinesSample());
    expect(facts(output).jsonLines).toMatchObject({ records: 200, malformed: 1, depth: 2, shapeCount: 2 });
    expect(facts(output).jsonLines.schema.properties.id.type).toBe("integer");
    expect(found(output, "malformed-record")[0]).toMatchObject({ line: 91, context: "{broken" });
    expect(found(output, "odd-record")[0]).toMatchObject({ line: 121, context: "error" });
  });

  it("are told by their name where one record fills the sample", async () => {
    const long = JSON.stringify({ id: "x".repeat(100_000) });
    expect(facts(await runStructure("d.ndjson", `${long}\n${long}\n`)).jsonLines).toMatchObject({ records: 2 });
  });

  it("of a megabyte and more are counted, not parsed", async () => {
    const long = JSON.stringify({ id: "x".repeat(2 ** 20) });
    const output = await runStructure("d.jsonl", `{"id":"a"}\n${long}\n{"id":"b"}\n`);
    expect(facts(output).jsonLines).toMatchObject({ records: 3, tooLong: 1, malformed: 0 });
    expect(found(output, "record-too-long")[0]).toMatchObject({ line: 2, start: 11, end: 11 + long.length });
  });
});

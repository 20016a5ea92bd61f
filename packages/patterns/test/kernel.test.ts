import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile, Database, Definition, type Kernel, twinKernel, wasmKernel } from "../src/index.ts";
import { kernelModule } from "../src/match/kernel-module.ts";
import { compileKernel } from "../tools/compile-kernel.ts";

const INPUT_BYTES = 4096;

const hitsOf = (kernel: Kernel, bytes: Uint8Array): string[] => {
  kernel.input.fill(0).set(bytes);
  const found: string[] = [];
  let from = 0;
  do {
    const count = kernel.scan(from, bytes.length);
    for (let i = 0; i < 2 * count; i += 2) found.push(`${kernel.hits[i]}@${kernel.hits[i + 1]}`);
    from = kernel.next;
  } while (from < bytes.length);
  return found.sort();
};

const word = fc.string({ unit: fc.constantFrom("a", "b", "B", "[", "{", "\u00e9"), minLength: 1, maxLength: 18 });

describe("the compiled kernel", () => {
  it("is what its source compiles to", async () => {
    expect(Buffer.from(await compileKernel()).toString("base64")).toBe(kernelModule);
  });

  it("reports what its TypeScript twin reports", () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ value: word, nocase: fc.boolean() }), { minLength: 1, maxLength: 20 }),
        fc.array(word, { maxLength: 40 }),
        (values, texts) => {
          const definitions = values.map((value, i) => Definition.parse({ id: `r${i}`, kind: "literal", ...value }));
          const database = Database.load(compile(definitions).artefact);
          const bytes = Buffer.from(texts.flatMap((text, i) => [text, values[i % values.length]!.value]).join(""));
          const expected = hitsOf(twinKernel(database.tables, INPUT_BYTES), bytes);
          expect(hitsOf(wasmKernel(database, INPUT_BYTES), bytes)).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("goes on where its room for hits ended", () => {
    const values = ["a", "aa", "aaa", "aaaaa", "aaaaaaa", "aaaaaaaaaaa"];
    const definitions = values.flatMap((value) =>
      Array.from({ length: 5 }, (_, i) => Definition.parse({ id: `${value}${i}`, kind: "literal", value })),
    );
    const database = Database.load(compile(definitions).artefact);
    const bytes = Buffer.alloc(INPUT_BYTES, "a");
    const expected = values.reduce((sum, { length }) => sum + 5 * (INPUT_BYTES - length + 1), 0);
    for (const kernel of [wasmKernel(database, INPUT_BYTES), twinKernel(database.tables, INPUT_BYTES)]) {
      const found = hitsOf(kernel, bytes);
      expect(found).toHaveLength(expected);
      expect(new Set(found).size).toBe(expected);
    }
  });
});

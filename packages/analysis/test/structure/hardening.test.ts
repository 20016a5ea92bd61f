import { TerminalError } from "@torrent/core/unstable";
import fc from "fast-check";
import { zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import type { PassOutput } from "../../src/analysis-pass.ts";
import { stopIsolated } from "../../src/passes/isolate/index.ts";
import { structurePass } from "../../src/passes/structure/index.ts";
import { limits } from "../../src/passes/structure/limits.ts";
import { contextOf, facts, found, rules, runStructure } from "./context.ts";
import { damaged, damages } from "./damage.ts";
import { fixtures } from "./fixtures/index.ts";

afterAll(stopIsolated);

/** Ends with a bounded result, or with an error that names what killed the parser; never otherwise. */
const survives = async (name: string, bytes: Uint8Array): Promise<void> => {
  const output = await runStructure(name, bytes, { chunk: 1000 }).catch((error: unknown): PassOutput => {
    expect(error).toBeInstanceOf(TerminalError);
    expect(["parser-died", "parser-timeout"]).toContain((error as TerminalError).kind);
    return {};
  });
  const { facts: told = {}, findings = [], text = "" } = output;
  expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThanOrEqual(limits.facts + 100);
  expect(findings.length).toBeLessThanOrEqual(limits.findings);
  expect(text.length).toBeLessThanOrEqual(limits.text);
  for (const { start = 0, end = bytes.length, line = 1 } of findings) {
    expect(Number.isInteger(start) && Number.isInteger(end) && line >= 1).toBe(true);
    expect(start).toBeGreaterThanOrEqual(0);
    expect(start).toBeLessThanOrEqual(end);
    expect(end).toBeLessThanOrEqual(bytes.length);
  }
};

describe("damaged files", () => {
  const whole = fixtures().filter(({ bytes }) => bytes.length > 0);

  it.each(whole.map((fixture) => [fixture.name, fixture] as const))(
    "of every format end as a result or as a named failure: %s",
    async (_, { name, bytes }) => {
      await fc.assert(
        fc.asyncProperty(damages, (all) => survives(name, damaged(bytes, all))),
        { numRuns: 40 },
      );
    },
  );

  it("may be any bytes under any name", async () => {
    const names = fc.constantFrom(...whole.map(({ name }) => name));
    await fc.assert(fc.asyncProperty(names, fc.uint8Array({ maxLength: 300 }), survives), { numRuns: 200 });
  });

  it("may begin as one format and go on as another", async () => {
    const one = fc.constantFrom(...whole);
    await fc.assert(
      fc.asyncProperty(one, one, (a, b) =>
        survives(a.name, Buffer.concat([a.bytes.subarray(0, 600), b.bytes.subarray(0, 4000)])),
      ),
      { numRuns: 100 },
    );
  });
});

describe("hostile inputs", () => {
  it.each(["a", " ", "<", '"', "{", "[", "-", ",", "\n", "a,", "<a>", "&x;", '"\n', "2026-01-05 "])(
    "of %j a hundred thousand times are read in every text format",
    async (unit) => {
      const text = Buffer.from(unit.repeat(100_000 / unit.length));
      for (const extension of ["txt", "log", "csv", "json", "jsonl", "yaml", "xml", "html", "py"])
        await survives(`x.${extension}`, text);
    },
  );

  it("cost no more memory than their limits: a document that unpacks a thousandfold", async () => {
    const bomb = zipSync({
      "[Content_Types].xml": new Uint8Array(2),
      "word/document.xml": new Uint8Array(130 * 2 ** 20),
    });
    const output = await runStructure("bomb.docx", bomb);
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect(found(output, "member-too-large")).toMatchObject([{ context: "word/document.xml" }]);
  });

  it("do not make a size stated too small unpack to more", async () => {
    const zip = Buffer.from(zipSync({ "word/document.xml": new Uint8Array(2 ** 20), "a.txt": new Uint8Array(1) }));
    const directory = zip.indexOf("PK\u0001\u0002");
    zip.writeUInt32LE(10, directory + 24);
    await survives("liar.docx", zip);
  });

  it("larger than what is parsed whole are described by their start, and say so", async () => {
    const context = contextOf("big.xml", Buffer.from("<?xml version='1.0'?><a/>"));
    const big = {
      ...context,
      component: { ...context.component, bytes: 2 ** 30 },
      whole: () => Promise.reject(new Error("read whole")),
    };
    const output = await structurePass.run(big);
    expect(facts(output)).toMatchObject({ family: "xml" });
    expect(rules(output)).toEqual(["too-large-to-parse-whole"]);
    expect(output.truncated).toBe(true);
  });

  it("stop when the task is cancelled", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled");
    controller.abort(reason);
    for (const name of ["a.log", "a.json", "a.pdf"])
      await expect(runStructure(name, "%PDF-1.7\n", { signal: controller.signal })).rejects.toBe(reason);
  });
});

describe("what the pass hands back", () => {
  it("is cut at its limits, and says so", async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => (i % 2 ? "a,b,c" : "=1,2")).join("\n");
    const output = await runStructure("t.csv", `h,i\n${rows}\n`);
    expect(found(output, "ragged-row")).toHaveLength(limits.findingsPerRule);
    expect(facts(output).anomalies["ragged-row"]).toBe(500);
    expect(output.truncated).toBe(true);
  });

  it("keeps facts of a table of very many columns within their limit", async () => {
    const header = Array.from({ length: 5000 }, (_, i) => `a_rather_long_column_name_${i}`).join(",");
    const row = Array.from({ length: 5000 }, (_, i) => i).join(",");
    const output = await runStructure("t.csv", `${header}\n${row}\n${row}\n`);
    expect(Buffer.byteLength(JSON.stringify(output.facts))).toBeLessThanOrEqual(limits.facts);
    expect(facts(output).table).toMatchObject({ columnCount: 5000, rows: 2 });
  });

  it("says nothing of the file's name but what follows from its extension", async () => {
    const output = await runStructure("secret-project/acquisition.png", "not a picture\n");
    expect(JSON.stringify(output)).not.toContain("acquisition");
  });
});

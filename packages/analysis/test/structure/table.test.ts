import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Distinct } from "../../src/passes/structure/table/distinct.ts";
import { RecordReader, type TableRecord } from "../../src/passes/structure/table/records.ts";
import { facts, found, runStructure } from "./context.ts";
import { csvSample } from "./fixtures/texts.ts";

const read = (text: string, chunk = 64, delimiter = ","): TableRecord[] => {
  const records: TableRecord[] = [];
  const reader = new RecordReader({ delimiter, isClear: true }, (record) => records.push(record));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) reader.write(bytes.subarray(at, at + chunk));
  reader.end();
  return records;
};

describe("a table", () => {
  it("is profiled: delimiter, header, types, nulls, distinct values, ranges", async () => {
    const { table } = facts(await runStructure("t.csv", csvSample()));
    expect(table).toMatchObject({ delimiter: ",", hasHeader: true, rows: 200, raggedRows: 1, columnCount: 5 });
    const [id, name, day, amount, flag] = table.columns;
    expect(id).toMatchObject({
      name: "id",
      type: "integer",
      nullRate: 0,
      distinct: 200,
      distinctRate: 1,
      min: 0,
      max: 199,
    });
    expect(name).toMatchObject({ name: "name", type: "text" });
    expect(day).toMatchObject({ name: "day", type: "date", distinct: 28 });
    expect(amount).toMatchObject({ name: "amount", type: "number", max: 298.5 });
    expect(flag.nullRate).toBeCloseTo(0.25, 1);
    expect(flag.values).toEqual([{ value: "x", count: expect.any(Number) }]);
  });

  it("names its anomalies with line and bytes", async () => {
    const text = csvSample();
    const output = await runStructure("t.csv", text);
    const [ragged] = found(output, "ragged-row");
    expect(ragged).toMatchObject({ line: 52, context: "50,only three,2026-01-01" });
    expect(text.slice(ragged?.start, ragged?.end)).toBe("50,only three,2026-01-01");
    expect(found(output, "odd-cell")[0]).toMatchObject({ line: 102, context: "lots" });
    expect(found(output, "formula-cell")[0]).toMatchObject({ line: 152, context: "=HYPERLINK(1)" });
  });

  it.each([";", "\t", "|"])("is told by its delimiter %j without a name", async (delimiter) => {
    const text = `${["id", "name", "when"].join(delimiter)}\n${Array.from({ length: 9 }, (_, i) => [i, `n${i}`, "x"].join(delimiter)).join("\n")}`;
    expect(facts(await runStructure("component", text)).table).toMatchObject({ delimiter, hasHeader: true, rows: 9 });
  });

  it("has no header where its first row is like the others", async () => {
    const { table } = facts(await runStructure("t.csv", "1,2\n3,4\n5,6\n"));
    expect(table).toMatchObject({ hasHeader: false, rows: 3 });
    expect(table.columns[0].name).toBe("column 1");
  });

  it("does not take prose with commas for a table", async () => {
    const prose = "First, we go.\nThen we wait, and wait, and wait some more, for hours.\nNothing.\nAt last, rain.\n";
    expect(facts(await runStructure("a.txt", prose)).family).toBe("text");
  });

  it("keeps line ends within quotes in their field", () => {
    expect(read('a,"b\nc",d\n1,2,3\n').map(({ fields, line }) => [fields, line])).toEqual([
      [["a", "b\nc", "d"], 1],
      [["1", "2", "3"], 3],
    ]);
  });

  it("reads on after a quote that is never closed, and loses no row to it", () => {
    const records = read(`"open,1\n${"x,y\n".repeat(400_000)}`, 65_536);
    expect(records).toHaveLength(400_001);
    expect(records.filter(({ isCut }) => isCut)).toHaveLength(1);
  });

  it("takes a quote within a word for what it is", () => {
    expect(read('5" pipe,1\n6" pipe,2\n').map(({ fields }) => fields)).toEqual([
      ['5" pipe', "1"],
      ['6" pipe', "2"],
    ]);
  });

  it("holds one record at most of a line without end", () => {
    const records = read("x".repeat(3_000_000), 65_536);
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ isCut: true });
  });

  const cell = fc.string({ unit: fc.constantFrom("a", "ü", '"', ",", "\n", " ", "1") });
  it("gives back every table that was written by RFC 4180, in chunks of any size", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        (rows, chunk) => {
          const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(",")).join("\r\n");
          const back = read(text, chunk).map(({ fields }) =>
            fields.map((field) => Buffer.from(field, "latin1").toString()),
          );
          expect(back).toEqual(rows);
        },
      ),
    );
  });
});

describe("counting different values", () => {
  it.each([500, 20_000, 300_000])("of %i is exact or within four standard errors", (n) => {
    const distinct = new Distinct();
    for (let round = 0; round < 2; round++) for (let i = 0; i < n; i++) distinct.add(`value-${i}`);
    if (n <= 1000) expect(distinct.count).toBe(n);
    expect(Math.abs(distinct.count - n) / n).toBeLessThan(4 * 0.033);
  });
});

import { describe, expect, it } from "vitest";
import { facts, found, runStructure } from "./context.ts";

const lines = (...rows: readonly string[]): string => `${rows.join("\n")}\n`;
const numbered = (count: number, row: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => row(i));

const tableOf = async (text: string, name = "t.csv") => facts(await runStructure(name, text)).table;
const columnOf = async (text: string, column: string) => {
  const { columns } = await tableOf(text);
  return columns.find(({ name }: { name: string }) => name === column);
};

describe("the dialect of a table", () => {
  it.each([
    [
      "a title above it",
      lines("Statement", "Holder: Example", "", "day,payee,sum", ...numbered(9, (i) => `2026-01-0${i + 1},p,${i}`)),
      ["day", "payee", "sum"],
      9,
    ],
    [
      "comments above it",
      lines("# made by hand", "# a=1, b=2", "a,b,c", ...numbered(9, (i) => `${i},x,y`)),
      ["a", "b", "c"],
      9,
    ],
    ["sep=; in its first line", lines("sep=;", "a;b", ...numbered(5, (i) => `${i};x,y`)), ["a", "b"], 5],
    [
      "line ends within cells",
      lines("id;text;who", ...numbered(6, (i) => `${i};"one, two\nthree, four\nfive";w${i}`)),
      ["id", "text", "who"],
      6,
    ],
    ["returns for line ends", numbered(8, (i) => (i === 0 ? "a,b,c" : `${i},x,y`)).join("\r"), ["a", "b", "c"], 7],
    [
      "quotes behind backslashes",
      lines("id,text,n", ...numbered(6, (i) => `${i},"he said \\"a, b\\" here",${i}`)),
      ["id", "text", "n"],
      6,
    ],
    ["single quotes", lines("'id','text'", ...numbered(6, (i) => `'${i}','a, b'`)), ["id", "text"], 6],
    ["a caret for a delimiter", lines("a^b^c", ...numbered(6, (i) => `${i}^x^y`)), ["a", "b", "c"], 6],
    [
      "years for columns",
      lines("country,2019,2020", ...numbered(6, (i) => `C${i},${i},${i + 1}`)),
      ["country", "2019", "2020"],
      6,
    ],
    [
      "months for columns",
      lines(",2019-01,2019-02", ...numbered(6, (i) => `C${i},${i},${i + 1}`)),
      ["column 1", "2019-01", "2019-02"],
      6,
    ],
    ["a name twice", lines("name,sum,sum", ...numbered(6, (i) => `n${i},${i},${i + 1}`)), ["name", "sum", "sum"], 6],
    ["one column", lines("email", ...numbered(9, (i) => `u${i}@example.org`)), ["email"], 9],
    [
      "a header without its last name",
      lines("level,when,source,id", ...numbered(9, (i) => `Info,x,s,${i},"a message,\nof two lines"`)),
      ["level", "when", "source", "id", "column 5"],
      9,
    ],
  ])("with %s is read", async (_, text, names, rows) => {
    const output = await runStructure("t.csv", text);
    const { table } = facts(output);
    expect(table).toMatchObject({ hasHeader: true, rows, raggedRows: 0 });
    expect(table.columns.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(output.findings).toEqual([]);
  });

  it("has no header where the years are data", async () => {
    expect(await tableOf(lines(...numbered(9, (i) => `a${i},${2010 + i},${i}`)))).toMatchObject({
      hasHeader: false,
      rows: 9,
    });
  });

  it("leaves prose that is named a table a text", async () => {
    const prose = `${"This file explains, at some length, how the export was made and what the columns mean in it. ".repeat(9)}\n`;
    expect(facts(await runStructure("readme.csv", prose)).family).toBe("text");
  });
});

describe("numbers of a table", () => {
  const column = (...cells: readonly string[]) =>
    columnOf(lines("k;n", ...cells.map((cell, i) => `k${i};${cell}`)), "n");

  it.each([
    ["thousands by commas", ["1,200", "12,345", "999"], { type: "integer", min: 999, max: 12_345 }],
    ["thousands by commas with fractions", ["1,200.50", "-3.25"], { type: "number", min: -3.25, max: 1200.5 }],
    [
      "thousands by points, decimal commas",
      ["15.000,00", "-53,9", "-116"],
      { type: "number", min: -116, max: 15_000, decimalMark: "," },
    ],
    ["thousands by blanks", ["1 234,5", "22 000,75"], { type: "number", min: 1234.5, max: 22_000.75 }],
    ["thousands by apostrophes", ["1'234.50", "22'000.75"], { type: "number", min: 1234.5, max: 22_000.75 }],
    ["currencies", ["$1,200.50", "$3.00"], { type: "number", min: 3, max: 1200.5, unit: "$" }],
    ["percentages", ["0.5%", "12.5%"], { type: "number", min: 0.5, max: 12.5, unit: "%" }],
    ["debts in brackets", ["(1,234.00)", "5.00"], { type: "number", min: -1234, max: 5 }],
    [
      "whole numbers beyond 2^53",
      ["9007199254740993", "9007199254741031"],
      { type: "integer", min: "9007199254740993", max: "9007199254741031" },
    ],
    ["numbers that begin with a zero", ["00000", "01067", "10115"], { type: "text" }],
    ["phone numbers", ["+49301234567", "+4930765432"], { type: "text" }],
    ["points before three digits", ["1.234", "2.500"], { type: "number", min: 1.234, max: 2.5 }],
  ])("written as %s are read so", async (_, cells, expected) => {
    expect(await column(...cells)).toMatchObject(expected);
  });

  it("are missing where they are NA, but NA among codes of two letters is a country", async () => {
    const text = lines("country,score", "NA,1", "DE,NA", "US,3", "NA,4", "FR,NaN");
    expect(await columnOf(text, "country")).toMatchObject({ nullRate: 0, distinct: 4 });
    expect((await columnOf(text, "country")).values[0]).toEqual({ value: "NA", count: 2 });
    expect(await columnOf(text, "score")).toMatchObject({ nullRate: 0.4, type: "integer", max: 4 });
  });
});

describe("cells that a spreadsheet program would run", () => {
  it.each(["=SUM(A1:A2)", "=1+1", "@SUM(1)", "+cmd|' /C calc'!A0", '-HYPERLINK("http://x.org")', "\t=A1", '="a"&A1'])(
    "are named: %j",
    async (cell) => {
      const text = lines("a\tb", ...numbered(9, (i) => `${i}\t"${cell.replaceAll('"', '""')}"`));
      expect(found(await runStructure("t.csv", text), "formula-cell").length).toBe(9);
    },
  );

  it.each(["@user0", "-", "-item", "+49 30 123", "=====", "-0.50", "@ home", "+1", "- one (two)"])(
    "are not what only begins like one: %j",
    async (cell) => {
      const text = lines("a,b", ...numbered(9, (i) => `${i},${cell}`));
      expect(found(await runStructure("t.csv", text), "formula-cell")).toEqual([]);
    },
  );
});

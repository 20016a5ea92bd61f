import { describe, expect, it } from "vitest";
import { type Paint, paintFor } from "../src/io.ts";
import { canvas } from "../src/view/canvas.ts";
import { bar, stageCounts, stageLines } from "../src/view/stages.ts";
import { table, truncate, width } from "../src/view/table.ts";

const noPaint: Paint = (_, text) => text;
const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;

const stage = (part: object) => ({
  stage: "light" as const,
  unit: "task" as const,
  expected: 40,
  done: 0,
  failed: 0,
  inFlight: 0,
  missing: 0,
  retrying: 0,
  approximate: false,
  growing: false,
  status: "active" as const,
  ...part,
});

describe("a stage on one line", () => {
  it("accounts for everything expected, and shows retries as retries", () => {
    const light = stage({ done: 20, failed: 4, inFlight: 6, missing: 10, retrying: 2 });
    expect(stageCounts(light)).toBe("20 done, 4 failed, 6 in flight (2 retrying), 10 pending");
    expect(bar(light, noPaint)).toBe(`${"█".repeat(12)}${"▓".repeat(2)}${"▒".repeat(4)}${"·".repeat(6)}`);
  });

  it("marks estimated and growing counts", () => {
    const [line] = stageLines([stage({ expected: 2_400, done: 2_400, approximate: true, growing: true })], noPaint);
    expect(line).toContain("~2,400+ tasks");
  });

  it("is omitted for heavy work if there is none", () => {
    expect(stageLines([stage({ stage: "heavy", expected: 0 }), stage({})], noPaint)).toHaveLength(1);
    expect(stageLines([stage({ stage: "heavy", expected: 0, growing: true })], noPaint)).toHaveLength(1);
  });
});

describe("a terminal", () => {
  it("gets aligned columns despite colours and wide characters", () => {
    expect(width(red("日本"))).toBe(4);
    expect(
      table([
        [red("ab"), "x"],
        ["日本", "y"],
      ]),
    ).toEqual([`${red("ab")}    x`, "日本  y"]);
  });

  it("gets lines that fit, with colours closed", () => {
    expect(truncate("short", 10)).toBe("short");
    const cut = truncate(`${red("a long line")} of text`, 8);
    expect(width(cut)).toBe(8);
    expect(cut.endsWith("…\u001b[0m")).toBe(true);
  });

  it("is redrawn from the first line and cleared below", () => {
    let out = "";
    const draw = canvas({ columns: 20, write: (text) => (out += text) });
    draw(["one", "two"]);
    out = "";
    draw(["three"]);
    expect(out).toBe("\u001b[2A\u001b[2Kthree\n\u001b[J");
  });

  it.each([
    [true, {}, true],
    [true, { NO_COLOR: "1" }, false],
    [false, {}, false],
  ])("in it (%s), with %j, text has colours: %s", (isTTY, env, coloured) => {
    const paint = paintFor({ isTTY, write: () => {} }, env);
    expect(paint("red", "x") !== "x").toBe(coloured);
  });
});

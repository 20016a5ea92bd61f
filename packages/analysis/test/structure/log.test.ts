import { describe, expect, it } from "vitest";
import { TemplateMiner } from "../../src/passes/structure/log/drain.ts";
import { levelOf } from "../../src/passes/structure/log/levels.ts";
import { readTimestamp, timestampStyle } from "../../src/passes/structure/log/timestamp.ts";
import { facts, found, runStructure } from "./context.ts";
import { logSample } from "./fixtures/texts.ts";

describe("a log", () => {
  it("is profiled: templates with counts, levels, time range", async () => {
    const { log } = facts(await runStructure("app.log", logSample()));
    expect(log.lines).toBe(1000);
    expect(
      log.templates.slice(0, 3).map(({ template, count }: { template: string; count: number }) => [template, count]),
    ).toEqual([
      ["INFO request <*> took <*> ms", 333],
      ["INFO user <*> logged in from <*>", 333],
      ["WARN cache miss for key <*>", 333],
    ]);
    expect(log.levels).toEqual({ info: 666, warn: 333, error: 1 });
    expect(log.time).toMatchObject({ style: "iso-8601", dated: 1000, from: "2026-01-05T08:00:01.000Z" });
    expect(log.rareTemplates).toMatchObject([
      { template: "ERROR disk <*> failed with code <*>", count: 1, line: 556, level: "error" },
    ]);
  });

  it("is told its gap, its burst and its rare error with their lines", async () => {
    const output = await runStructure("app.log", logSample());
    expect(found(output, "log-gap")).toMatchObject([{ line: 401 }]);
    expect(found(output, "log-burst")).toMatchObject([{ line: 700 }]);
    const [rare] = found(output, "rare-error");
    expect(rare).toMatchObject({ line: 556 });
    expect(logSample().slice(rare?.start).startsWith("2026-01-05T09:09:16.000Z ERROR disk")).toBe(true);
  });

  it("of even pace has neither gap nor burst", async () => {
    const lines = Array.from({ length: 500 }, (_, i) => `${new Date(1.7e12 + i * 5000).toISOString()} INFO tick`);
    const output = await runStructure("a.log", lines.join("\n"));
    expect(output.findings).toEqual([]);
  });

  it("is told when its clock steps back", async () => {
    const lines = Array.from(
      { length: 20 },
      (_, i) => `${new Date(1.7e12 + (i === 10 ? -60_000 : i * 1000)).toISOString()} INFO tick`,
    );
    expect(found(await runStructure("a.log", lines.join("\n")), "clock-step-back")).toMatchObject([{ line: 11 }]);
  });

  it("counts the lines of a stack trace as part of their record", async () => {
    const record = (i: number) =>
      `${new Date(1.7e12 + i * 1000).toISOString()} ERROR boom\n    at f (a.js:1:1)\n    at g (b.js:2:2)`;
    const { log } = facts(await runStructure("a.log", Array.from({ length: 10 }, (_, i) => record(i)).join("\n")));
    expect(log).toMatchObject({ lines: 30, continuationLines: 20, templateCount: 1 });
  });
});

describe("times in log lines", () => {
  it.each([
    ["2026-01-05T08:00:01.250+01:00 x", "iso-8601", Date.UTC(2026, 0, 5, 7, 0, 1, 250)],
    ["2026-01-05 08:00:01,250 [main] INFO x", "iso-8601", Date.UTC(2026, 0, 5, 8, 0, 1, 250)],
    [
      '1.2.3.4 - - [10/Oct/2000:13:55:36 -0700] "GET / HTTP/1.0" 200 1',
      "common-log",
      Date.UTC(2000, 9, 10, 20, 55, 36),
    ],
    ["Oct 11 22:14:15 host su: failed", "syslog", Date.UTC(2000, 9, 11, 22, 14, 15)],
    ["<34>Feb 29 22:14:15 host su: failed", "syslog", Date.UTC(2000, 1, 29, 22, 14, 15)],
    ["[Sun Dec 04 04:47:44 2005] [notice] ready", "apache-error", Date.UTC(2005, 11, 4, 4, 47, 44)],
    ["081109 203615 148 INFO dfs.DataNode: x", "short-date", Date.UTC(2008, 10, 9, 20, 36, 15)],
    ["03-17 16:13:38.811  1702 D Window: x", "month-day", Date.UTC(2000, 2, 17, 16, 13, 38, 811)],
    ["1700000000.123 cpu 1", "epoch", 1_700_000_000_123],
  ])("reads %j", (line, name, time) => {
    const style = timestampStyle(line);
    expect(style?.name).toBe(name);
    expect(style && readTimestamp(line, style)).toBe(time);
  });

  it.each(["no time here", "2026-13-45 25:61:00 x", "version 1.2.3", ""])("finds none in %j", (line) => {
    expect(timestampStyle(line)).toBeUndefined();
  });
});

describe("levels", () => {
  it.each([
    ["[ERROR] x", "error"],
    ["10:00 warning: y", "warn"],
    ["level=info msg=z", "info"],
    ["user error-prone-name did it", undefined],
    [`${"x ".repeat(80)}ERROR`, undefined],
  ])("of %j is %s", (line, level) => {
    expect(levelOf(line)).toBe(level);
  });
});

describe("template mining", () => {
  it("joins lines that differ in values, and keeps those apart that differ in words", () => {
    const miner = new TemplateMiner();
    [
      "open file alpha for reading",
      "open file beta for reading",
      "close socket gamma at once please",
      "open file delta for reading",
    ].forEach((line, i) => {
      miner.add(line, i + 1, 0, undefined);
    });
    expect(miner.templates().map(({ words, count, line }) => [words.join(" "), count, line])).toEqual([
      ["open file <*> for reading", 3, 1],
      ["close socket gamma at once please", 1, 3],
    ]);
  });

  it("stays bounded on lines that have nothing in common, and loses count of none", () => {
    const miner = new TemplateMiner();
    const n = 20_000;
    for (let i = 0; i < n; i++) {
      const word = (k: number) =>
        `w${String.fromCharCode(97 + (i % 26), 97 + ((i * k) % 26), 97 + ((i * 7 + k) % 26))}`;
      miner.add(Array.from({ length: (i % 39) + 1 }, (_, k) => word(k + 1)).join(" "), i + 1, 0, undefined);
    }
    const templates = miner.templates();
    expect(templates.length).toBeLessThanOrEqual(2000);
    expect(templates.reduce((sum, { count }) => sum + count, miner.others)).toBe(n);
  });
});

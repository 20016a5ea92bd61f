import { describe, expect, it } from "vitest";
import { levelOf } from "../../src/passes/structure/log/levels.ts";
import { readTimestamp, timestampStyle } from "../../src/passes/structure/log/timestamp.ts";
import { facts, found, runStructure } from "./context.ts";

const logOf = async (lines: readonly string[]) => facts(await runStructure("a.log", `${lines.join("\n")}\n`)).log;
const at = (...parts: [number, number, number, number, number, number, number?]): number => Date.UTC(...parts);

describe("times in log lines of many programs", () => {
  it.each([
    ["01/15/2026 08:00:00 AM INFO x", at(2026, 0, 15, 8, 0, 0)],
    ["1/15/2026 12:10:00 AM x", at(2026, 0, 15, 0, 10, 0)],
    ["1/15/26, 8:00:00 PM x", at(2026, 0, 15, 20, 0, 0)],
    ["15/01/2026 08:00:00 x", at(2026, 0, 15, 8, 0, 0)],
    ["15.01.2026 08:00:00 FEHLER x", at(2026, 0, 15, 8, 0, 0)],
    ["15.01.26 08:00:00,250 x", at(2026, 0, 15, 8, 0, 0, 250)],
    ["15-01-2026 08:00:00 x", at(2026, 0, 15, 8, 0, 0)],
    ["I0115 08:00:00.123456       1 main.go:1] x", at(2000, 0, 15, 8, 0, 0, 123)],
    ["2026-01-15 08:00:00 CET x", at(2026, 0, 15, 7, 0, 0)],
    ["2026-01-15 08:00:00,123 +0100 x", at(2026, 0, 15, 7, 0, 0, 123)],
    ["2026.01.15 08:00:00 x", at(2026, 0, 15, 8, 0, 0)],
    ["15-Jan-2026 08:00:00.123 client x", at(2026, 0, 15, 8, 0, 0, 123)],
    ["12345:M 15 Jan 2026 08:00:00.123 * ready", at(2026, 0, 15, 8, 0, 0, 123)],
    ["Jan 15, 2026 8:00:00 PM org.x.Y z", at(2026, 0, 15, 20, 0, 0)],
    ["Thu, 15 Jan 2026 08:00:00 GMT x", at(2026, 0, 15, 8, 0, 0)],
    ["Thu Jan 15 08:00:00 CET 2026 x", at(2026, 0, 15, 7, 0, 0)],
    ["15. Januar 2026 08:00:00 x", at(2026, 0, 15, 8, 0, 0)],
    ["20260115 08:00:00 x", at(2026, 0, 15, 8, 0, 0)],
    ["20260115T080000Z x", at(2026, 0, 15, 8, 0, 0)],
    ["I20260115 08:00:00.123456 1 x", at(2026, 0, 15, 8, 0, 0, 123)],
    ["26/01/15 08:00:00 INFO x", at(2026, 0, 15, 8, 0, 0)],
    ["260115  8:00:00 [Note] x", at(2026, 0, 15, 8, 0, 0)],
    ["type=SYSCALL msg=audit(1768464000.123:45): x", 1_768_464_000_123],
    ["1768464000123 x", 1_768_464_000_123],
    ["2026年01月15日 08时00分00秒 x", at(2026, 0, 15, 8, 0, 0)],
    ["[    1.500000] usb 1-1: x", 1500],
    ["08:00:01.250 [main] INFO x", at(1970, 0, 1, 8, 0, 1, 250)],
  ])("reads %j", (line, time) => {
    const style = timestampStyle(line);
    expect(style && readTimestamp(line, style)).toBe(time);
  });

  it.each(["13/13/2026 08:00:00 x", "99.01.2026 08:00:00", "13:99:00 x", "port 10.20.30.40 1:2"])(
    "finds none in %j",
    (line) => {
      expect(timestampStyle(line)).toBeUndefined();
    },
  );

  it("carry the year over New Year, and back where a log is turned round", async () => {
    const minute = (i: number): string => `${i < 10 ? "Dec 31 23:5" : "Jan  1 00:0"}${i % 10}:00 host app: line`;
    const forward = Array.from({ length: 20 }, (_, i) => minute(i));
    const { time } = await logOf(forward);
    expect(Date.parse(time.to) - Date.parse(time.from)).toBe(19 * 60_000);
    expect(found(await runStructure("a.log", forward.join("\n")), "clock-step-back")).toEqual([]);
    const turned = await logOf(forward.toReversed());
    expect(Date.parse(turned.time.to) - Date.parse(turned.time.from)).toBe(19 * 60_000);
  });

  it("are settled by the lines that follow where day and month may be either", async () => {
    const days = Array.from({ length: 20 }, (_, i) => `${String(i + 1).padStart(2, "0")}/02/2026 08:00:00 x`);
    expect((await logOf(days)).time).toMatchObject({
      from: "2026-02-01T08:00:00.000Z",
      to: "2026-02-20T08:00:00.000Z",
    });
    const close = ["03/04/2026", "04/04/2026", "05/04/2026"].map((day) => `${day} 08:00:00 x`);
    expect((await logOf(close)).time).toMatchObject({
      from: "2026-04-03T08:00:00.000Z",
      to: "2026-04-05T08:00:00.000Z",
    });
  });

  it("of the kernel's ring buffer count from the boot, and are no JSON", async () => {
    const output = await runStructure(
      "boot.log",
      Array.from({ length: 9 }, (_, i) => `[    ${i}.000000] usb: x`).join("\n"),
    );
    expect(facts(output)).toMatchObject({
      family: "log",
      log: { time: { relative: true, fromSeconds: 0, toSeconds: 8 } },
    });
    expect(facts(output).timeline).toBeUndefined();
    expect(output.findings).toEqual([]);
  });

  it("and levels are seen through colours, and behind NUL bytes", async () => {
    const line = (i: number): string =>
      `\x1b[2m2026-01-12T08:00:0${i}Z\x1b[0m ${i % 3 === 0 ? "\x1b[31mERROR\x1b[0m" : "\x1b[32m INFO\x1b[0m"} x`;
    const { log } = facts(
      await runStructure("a.log", `${"\0".repeat(5000)}${Array.from({ length: 9 }, (_, i) => line(i)).join("\n")}`),
    );
    expect(log).toMatchObject({ levels: { error: 3, info: 6 }, time: { dated: 9 } });
  });

  it("are found behind a hole longer than what is looked at", async () => {
    const lines = Array.from({ length: 9 }, (_, i) => `2026-01-12T08:00:0${i}Z INFO x`).join("\n");
    expect(facts(await runStructure("a.log", `${"\0".repeat(200_000)}${lines}`)).family).toBe("log");
  });
});

describe("the level of a line", () => {
  it.each([
    ["2026-01-12 08:00:00 [main] WARN com.x.Y - slow", "warn"],
    ["2026/01/12 08:00:00 [error] 1#1: *1 open() failed", "error"],
    ["[Mon Jan 12 08:00:00 2026] [core:notice] ready", "info"],
    ['{"time":"2026-01-12","level":"warn","msg":"x"}', "warn"],
    ["ts=1 lvl=debug msg=x", "debug"],
    ["W0112 08:00:00.1 1 a.go:1] x", "warn"],
    ["01-12 08:00:00.123  1702  1702 E ActivityManager: x", "error"],
    ["E, [2026-01-12T08:00:00 #1] ERROR -- : x", "error"],
    ["<11>Jan 12 08:00:00 host app: x", "error"],
    ["Jan 12 08:00:00 host sshd[1]: error: no key", "error"],
    ["main.c:10:5: warning: unused", "warn"],
    ["12.01.2026 08:00:00 FEHLER Verbindung", "error"],
    ["2026-01-12 08:00:00 Warning: deprecated", "warn"],
    ["2026-01-12 08:00:00 SEVERE [http] x", "error"],
    ['203.0.113.1 - - [12/Jan/2026:08:00:00 +0000] "GET /error HTTP/1.1" 200 1', undefined],
    ['203.0.113.1 - - [12/Jan/2026:08:00:00 +0000] "GET /x HTTP/1.1" 500 1 "-" "ERROR agent"', undefined],
    ["2026-01-12 08:00:00 run 1: 0 errors, 0 warnings; error: none", undefined],
    ["2026-01-12 08:00:00 trace=4bf92f span=00f0 done", undefined],
    ["2026-01-12 08:00:00 user opened /debug/info", undefined],
  ])("of %j is %s", (line, level) => {
    expect(levelOf(line)).toBe(level);
  });
});

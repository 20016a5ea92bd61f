import { readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Left behind by one order for the next. */
let armed = false;

/** Does what an order says, including the ways a parser can end. */
export default async (order: { do: string; bytes?: Uint8Array }): Promise<unknown> => {
  const hoard: unknown[] = [];
  switch (order.do) {
    case "length":
      return order.bytes?.length;
    case "throw":
      throw new RangeError("offset 7 is outside");
    case "throw-kind":
      throw Object.assign(new Error("no such page"), { kind: "bad-page" });
    case "spin":
      for (;;) hoard.length = 0;
    case "wait":
      return new Promise(() => setInterval(() => {}, 1000));
    case "fill-heap":
      for (;;) hoard.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
    case "fill-buffers":
      for (;;) hoard.push(Buffer.alloc(2 ** 20, 1));
    case "fill-one-buffer":
      return Buffer.alloc(2 ** 32, 1).length;
    case "reserve":
      return Buffer.allocUnsafe(2 ** 32).length;
    case "standing":
      return {
        oomScore: Number(readFileSync("/proc/self/oom_score_adj", "utf8")),
        leadsSession: Number(readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ")[3]) === process.pid,
        coreFile: /^Max core file size +(\S+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1],
      };
    case "abort":
      return process.abort();
    case "native":
      return new DatabaseSync(":memory:")
        .prepare("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
        .get();
    case "segfault":
      return process.kill(process.pid, "SIGSEGV");
    case "pid":
      return process.pid;
    case "env":
      return process.env;
    case "write":
      return writeFileSync(join(tmpdir(), "torrent-written-by-a-parser"), "x");
    case "arm":
      armed = true;
      return "armed";
    case "trip":
      return armed ? process.abort() : "fine";
    case "exit":
      return process.exit(3);
    case "recurse": {
      const deeper = (n: number): number => deeper(n + 1) + 1;
      return deeper(0);
    }
    default:
      return order.do;
  }
};

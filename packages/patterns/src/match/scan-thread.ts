import { parentPort, workerData } from "node:worker_threads";
import { Database } from "./database.ts";
import type { BlockAnswer, BlockOrder, ThreadData } from "./parallel.ts";
import { Scanner } from "./scanner.ts";

/** Entry of a scanning thread: finds the matches of one block after another, in tables shared with the others. */
const { memory, directory, slowLane } = workerData as ThreadData;
const database = Database.share(memory, directory);
let found: number[] = [];
const scanner = new Scanner(database, { slowLane, onMatch: (rule, start, end) => found.push(rule, start, end) });

parentPort!.on("message", ({ input, offset }: BlockOrder) => {
  found = [];
  scanner.block(new Uint8Array(input), offset);
  const matches = Float64Array.from(found);
  parentPort!.postMessage({ offset, matches } satisfies BlockAnswer, [matches.buffer]);
});

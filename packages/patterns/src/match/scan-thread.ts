import { parentPort, workerData } from "node:worker_threads";
import { Database } from "./database.ts";
import type { BlockAnswer, ScanOrder, ThreadData } from "./parallel.ts";
import { BLOCK_BYTES, Scanner } from "./scanner.ts";

/** Entry of a scanning thread: finds the matches of one block after another, in tables shared with the others. */
const { shared, slowLane } = workerData as ThreadData;
const database = Database.of(shared);
let found: number[] = [];
const scanner = new Scanner(database, { slowLane, onMatch: (rule, start, end) => found.push(rule, start, end) });

parentPort!.on("message", ({ input, next }: ScanOrder) => {
  const bytes = new Uint8Array(input);
  const counter = new Int32Array(next);
  // No order is waited for between blocks, so that a busy main thread holds nobody up.
  for (;;) {
    const offset = Atomics.add(counter, 0, 1) * BLOCK_BYTES;
    if (offset >= bytes.length) break;
    found = [];
    scanner.block(bytes, offset);
    const matches = Float64Array.from(found);
    const answer: BlockAnswer = { bytes: Math.min(BLOCK_BYTES, bytes.length - offset), matches };
    parentPort!.postMessage(answer, [matches.buffer]);
  }
  parentPort!.postMessage({} satisfies BlockAnswer);
});

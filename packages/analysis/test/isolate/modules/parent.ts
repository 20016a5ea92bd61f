import { parentPort } from "node:worker_threads";
import { runIsolated } from "../../../src/passes/isolate/index.ts";

/** A program, or a thread, that tells the pid of its parser and then has it compute without end. */
const module = new URL("./misbehaving.ts", import.meta.url);
const options = { subject: "demo", memoryMB: 64, seconds: 600 };
const pid = await runIsolated<number>(module, { do: "pid" }, options);
void runIsolated(module, { do: "spin" }, options);
if (parentPort) parentPort.postMessage(pid);
else process.stdout.write(`${pid}\n`);

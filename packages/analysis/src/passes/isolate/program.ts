/**
 * Both programs are text and not files, so that a bundle ships the parsers' module only. What a parser prints comes
 * from its input, and is dropped.
 */

/**
 * A thread of the child that acts while the parser computes, in native code too: it kills the process when the other
 * end of descriptor 4 closes, because the parent or the parent's thread has ended, and where the process holds more
 * memory than it may, for systems whose own limits do not hold it.
 */
const WATCHDOG = `
const { Socket } = require("node:net");
const { workerData } = require("node:worker_threads");
const kill = () => process.kill(process.pid, "SIGKILL");
new Socket({ fd: 4 }).on("error", () => {}).on("close", kill).resume();
setInterval(() => process.memoryUsage.rss() > workerData && kill(), 100);`;

/**
 * The child: one input after another to the default export of one module. Arguments: the module, and the most bytes of
 * memory that may be resident. It says when the module is loaded: a child that ends before has not touched its input.
 */
export const CHILD = `
const { Worker } = require("node:worker_threads");
const [module, resident] = process.argv.slice(1);
process.stdout.write = process.stderr.write = () => true;
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };
new Worker(${JSON.stringify(WATCHDOG)}, { eval: true, workerData: Number(resident), resourceLimits }).unref();
const load = import(module);
load.then(() => process.send({ ready: true }), () => {});
process.on("message", async (input) => {
  try {
    const { default: run } = await load;
    process.send({ value: await run(input) });
  } catch (error) {
    const message = String(error?.message ?? error);
    const exhausted = error instanceof RangeError && /allocation failed|failed to allocate/i.test(message);
    process.send({ error: exhausted ? { exhausted } : { kind: error?.kind, message } });
  }
});`;

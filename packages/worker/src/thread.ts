import { parentPort } from "node:worker_threads";
import { failureOf, within, work } from "@torrent/core/unstable";
import { composeWorker } from "./compose.ts";
import type { TaskAnswer, TaskOrder } from "./executor.ts";

/** A task thread: does one task or aggregation after another, and says how each ended. The worker stops it to cancel. */
const port = parentPort;
if (!port) throw new Error("This module is the entry of a task thread");
const pipeline = await composeWorker(process.env);
const never = new AbortController().signal;

port.on("message", async ({ message, attempt }: TaskOrder) => {
  let answer: TaskAnswer = { ok: true };
  try {
    await work({ ...pipeline, cloud: within(pipeline.cloud, message) }, message, { attempt, signal: never });
  } catch (error) {
    answer = { ok: false, ...failureOf(error) };
  }
  port.postMessage(answer);
});

import { existsSync } from "node:fs";
import { siblingModule } from "@torrent/core/unstable";
import type { PassContext, PassOutput } from "../../../analysis-pass.ts";
import { runIsolated } from "../../isolate/index.ts";
import { limits, parserSeconds } from "../limits.ts";
import type { Embedded } from "./embedded/file.ts";
import type { ExtractTask, ParseTask } from "./task.ts";

/** The parsers' entry point: the module beside this one, or the file that a bundle keeps beside itself. */
const beside = siblingModule("./entry", import.meta.url);
const entry = existsSync(beside) ? beside : new URL("./structure-parsers.mjs", import.meta.url);

/** Runs a task in the parsers' process. Bytes arrive there as what they are here, and parsers take no `Buffer`. */
const isolated = <T>(task: ParseTask | ExtractTask, context: PassContext): Promise<T> => {
  const { buffer, byteOffset, length } = task.bytes;
  return runIsolated<T>(
    entry,
    { ...task, bytes: new Uint8Array(buffer, byteOffset, length) },
    {
      subject: task.format,
      memoryMB: limits.parserMemoryMB,
      seconds: parserSeconds(context.component.bytes),
      signal: context.signal,
    },
  );
};

export const parseIsolated = (task: ParseTask, context: PassContext): Promise<PassOutput> => isolated(task, context);

export const extractIsolated = (task: ExtractTask, context: PassContext): Promise<Embedded> => isolated(task, context);

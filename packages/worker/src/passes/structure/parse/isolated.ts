import type { PassContext, PassOutput } from "@torrent/core";
import { runIsolated } from "../../isolate/index.ts";
import { limits, parserSeconds } from "../limits.ts";
import type { ParseTask } from "./task.ts";

/** Where a bundle keeps the parsers' entry point: a file beside the bundle. From source it is the module itself. */
const entry = import.meta.url.endsWith(".ts")
  ? new URL("./entry.ts", import.meta.url)
  : new URL("./structure-parsers.mjs", import.meta.url);

/** Parses in a thread of its own; the bytes are moved there where nobody else can hold them. */
export const parseIsolated = (task: ParseTask, context: PassContext): Promise<PassOutput> => {
  const { bytes } = task;
  const owned = bytes.byteLength === bytes.buffer.byteLength ? bytes : Uint8Array.from(bytes);
  return runIsolated<PassOutput>(
    entry,
    { ...task, bytes: owned },
    {
      subject: task.format,
      memoryMB: limits.parserMemoryMB,
      seconds: parserSeconds(context.component.bytes),
      signal: context.signal,
      transfer: [owned.buffer as ArrayBuffer],
    },
  );
};

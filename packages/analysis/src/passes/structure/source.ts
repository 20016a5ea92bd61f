import type { PassContext } from "../../analysis-pass.ts";
import { limits, wholeLimit } from "./limits.ts";
import type { Report } from "./report.ts";

const isHole = (chunk: Uint8Array): boolean => chunk.every((byte) => byte === 0);

/**
 * The first `size` bytes; reads no further. A hole before them is skipped where it is longer than that: a log that was cut
 * while its writer kept the place begins with NUL bytes only.
 */
export const readHead = async (context: PassContext, size: number = limits.head): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isEmpty = true;
  for await (const chunk of context.bytes()) {
    context.signal.throwIfAborted();
    isEmpty &&= isHole(chunk);
    if (isEmpty && length >= size) continue;
    parts.push(chunk);
    length += chunk.length;
    if (length >= size && !isEmpty) break;
  }
  const head = Buffer.concat(parts);
  const first = head.findIndex((byte) => byte !== 0);
  return first >= size ? head.subarray(first, first + size) : head.subarray(0, size);
};

/** The last `size` bytes, by reading on to the end. */
export const readTail = async (context: PassContext, size: number): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of context.bytes()) {
    context.signal.throwIfAborted();
    parts.push(chunk);
    length += chunk.length;
    while (parts[0] && length - parts[0].length >= size) {
      length -= parts[0].length;
      parts.shift();
    }
  }
  const joined = Buffer.concat(parts);
  return joined.subarray(Math.max(0, joined.length - size));
};

/** The component whole, or `undefined` with a finding where its format's limit is passed. */
export const readWhole = async (
  context: PassContext,
  family: string,
  report: Report,
): Promise<Uint8Array | undefined> => {
  const limit = wholeLimit(family);
  if (context.component.bytes <= limit) return context.whole();
  report.find({
    rule: "too-large-to-parse-whole",
    title: `A ${family} of ${context.component.bytes} bytes is larger than the ${limit} bytes that are parsed whole; only its start was read`,
    severity: "low",
    start: 0,
  });
  report.cut();
  return undefined;
};

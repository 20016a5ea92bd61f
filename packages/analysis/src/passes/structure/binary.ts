import type { PassContext } from "../../analysis-pass.ts";
import { entropyOf } from "./executable/entropy.ts";

/** Entropy and share of printable bytes of any content, in one reading. */
export const profileBinary = async (context: PassContext): Promise<Record<string, unknown>> => {
  const counts = new Float64Array(256);
  let total = 0;
  for await (const chunk of context.bytes()) {
    context.signal.throwIfAborted();
    for (let i = 0; i < chunk.length; i++) counts[chunk[i] as number]!++;
    total += chunk.length;
  }
  let printable = 0;
  for (let byte = 32; byte < 127; byte++) printable += counts[byte] as number;
  return { entropy: entropyOf(counts), printableRate: total === 0 ? 0 : Math.round((printable / total) * 1000) / 1000 };
};

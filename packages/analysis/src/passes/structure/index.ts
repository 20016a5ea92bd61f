import type { ComponentFacts, Estimate } from "@torrent/core/unstable";
import { analysisPass, type PassContext, type PassOutput } from "../../analysis-pass.ts";

/** Bytes per second that the slowest reader of a kind passes on a Lambda vCPU, from `bench/structure.ts` with a margin of three. */
const SPEED = 4e6;
const STREAM_MB = 350;
const DOCUMENT_MB = 1300;
const streamedKinds = new Set("text log csv json jsonl html markdown source mbox binary audio video".split(" "));

const estimate = ({ kind, bytes }: ComponentFacts): Estimate => ({
  seconds: 1 + bytes / SPEED,
  memoryMB: streamedKinds.has(kind) ? STREAM_MB : Math.round(DOCUMENT_MB + (3 * bytes) / 2 ** 20),
});

/** What a component is and what shape it has; text out of binary formats for the passes after it. */
export const structurePass = analysisPass({
  name: "structure",
  version: 6,
  accepts: () => true,
  estimate,
  async run(context: PassContext): Promise<PassOutput> {
    const { analyze } = await import("./analyze.ts");
    return analyze(context);
  },
});

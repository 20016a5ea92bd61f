import type { ComponentFacts } from "@torrent/core/unstable";
import { type AnalysisPass, analysisPass } from "../../analysis-pass.ts";
import { structurePass } from "../structure/index.ts";

/** Bytes per second of one vCPU, opening the document once more included. */
const BYTES_PER_SECOND = 8_000_000;
const START_SECONDS = 0.5;
const BASE_MB = 700;

/**
 * Hands out the files that stand within a document as components of their own. Documents only: archives, mails and
 * mailboxes are taken apart at intake.
 */
export const unpackPass: AnalysisPass = analysisPass({
  name: "unpack",
  version: 2,
  after: [structurePass],
  accepts: ({ kind }: ComponentFacts) => kind === "pdf" || kind === "office",
  estimate: ({ bytes }: ComponentFacts) => ({
    seconds: START_SECONDS + bytes / BYTES_PER_SECOND,
    memoryMB: Math.round(BASE_MB + (4 * bytes) / 2 ** 20),
  }),
  run: async (context) => (await import("./unpack.ts")).unpack(context),
});

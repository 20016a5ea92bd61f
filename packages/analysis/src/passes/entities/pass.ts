import { type AnalysisPass, analysisPass, type PassContext, type PassOutput } from "../../analysis-pass.ts";
import { structurePass } from "../structure/index.ts";
import { proseKinds } from "./kinds.ts";

/** Bytes per second of one vCPU; see the bench table. */
const BYTES_PER_SECOND = 15_000_000;

/** The recognisers and their libraries are loaded where a component is read, and not where one is only planned. */
const run = async (context: PassContext): Promise<PassOutput> => (await import("./read.ts")).read(context);

/**
 * Names of things in the component's text, or in the text that structure analysis extracted from it (`facts.offsetsIn`
 * tells which: offsets count bytes of the component, or of the extracted text in UTF-8).
 */
export const entitiesPass: AnalysisPass = analysisPass({
  name: "entities",
  version: 4,
  after: [structurePass],
  required: true,
  accepts: ({ kind }) => kind !== "empty" && kind !== "archive",
  estimate: ({ kind, bytes }) => ({
    seconds: (proseKinds.has(kind) ? 2 : 0.5) + bytes / BYTES_PER_SECOND,
    memoryMB: 256,
  }),
  run,
});

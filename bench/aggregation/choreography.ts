import { analysisPass, analysisReducer, priorityTable } from "@torrent/analysis";
import { type Cloud, composePipeline, defineChoreography, whole } from "@torrent/core/unstable";

/** The pass whose results are aggregated; it is never run here. */
const scan = analysisPass({
  name: "scan",
  version: 1,
  accepts: () => true,
  estimate: () => ({ seconds: 1, memoryMB: 64 }),
  run: async () => ({}),
});

const choreography = defineChoreography({
  name: "bench",
  decompose: whole("log"),
  passes: [scan],
  priority: priorityTable,
  counts: ["findings", "entities"],
  reduce: analysisReducer,
});

export const pipelineOver = (cloud: Cloud) => composePipeline(choreography, cloud, { scratchDir: "" });

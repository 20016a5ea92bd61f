import { defaultTopology as topology } from "@torrent/core/unstable";
import type { ModelTopology } from "./topology.ts";

/** The deployment's own topology. The only import of the pipeline in this package: the simulator itself takes plain data. */
export const pipelineTopology: ModelTopology = topology;

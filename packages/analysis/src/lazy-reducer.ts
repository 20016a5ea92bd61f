import type { ReducerPart } from "@torrent/core/unstable";
import { REDUCER_VERSION } from "./version.ts";

/** Correlates findings and entities, ranks the package by them and writes the report; loaded when a package is aggregated. */
export const analysisReducer: ReducerPart = {
  version: REDUCER_VERSION,
  load: async () => ({ default: (await import("./report/reducer.ts")).reducer }),
};

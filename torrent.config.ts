import { analysisPanel, analysisReducer, passes, priorityTable } from "@torrent/analysis";
import { defineChoreography } from "@torrent/core";
import { archives } from "@torrent/decompose";

/** The parts, for choreographies that differ from this one in few of them. */
export const reference = {
  name: "torrent",
  decompose: archives(),
  passes,
  priority: priorityTable,
  counts: ["findings", "entities"],
  reduce: analysisReducer,
  panels: [analysisPanel],
} as const;

/** The reference choreography: functions, workers, infrastructure, tests and the dashboard read it from here. */
export default defineChoreography(reference);

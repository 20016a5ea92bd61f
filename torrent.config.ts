import { analysisPanel, analysisReducer, passes, priorityTable } from "@torrent/analysis";
import { defineChoreography } from "@torrent/core";
import { archives } from "@torrent/decompose";

/** The reference choreography: functions, workers, infrastructure, tests and the dashboard read it from here. */
export default defineChoreography({
  name: "torrent",
  decompose: archives(),
  passes,
  priority: priorityTable,
  counts: ["findings", "entities"],
  reduce: analysisReducer,
  panels: [analysisPanel],
});

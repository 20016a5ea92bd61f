import { analysisPanel, analysisPriority, analysisReducer, passes } from "@torrent/analysis";
import { defineChoreography } from "@torrent/core";
import { archives } from "@torrent/decompose";

export default defineChoreography({
  name: "ours",
  decompose: archives(),
  passes,
  classify: [
    { name: "film: structure only", kinds: ["video"], passes: ["structure"] },
    { name: "large databases", kinds: ["sqlite"], minBytes: 50_000_000, route: "worker", weight: 0.9 },
  ],
  priority: analysisPriority({ version: "ours-1", kinds: { log: 0.3 }, urgency: { high: 1 }, urgentFrom: 24 }),
  counts: ["findings", "entities"],
  reduce: analysisReducer,
  panels: [analysisPanel],
  aggregation: { seconds: 60, memoryMB: 1500 },
});

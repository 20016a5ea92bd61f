import { priorityTable } from "@torrent/analysis";
import { addUp, groupsOf, summariser } from "@torrent/core/reducing";
import { resolved } from "@torrent/core/unstable";
import { pipelineOver } from "./choreography.ts";
import { madeUpCloud } from "./made-up.ts";
import { at, packageId, rowOf } from "./package.ts";

/**
 * A process of its own, so that its memory is its own: `summarise` writes the summaries of all groups into the folder, as
 * settlers would; `aggregate` makes the report, of summaries where there are any, and prints what it took.
 */
const [what, count, folder = ""] = process.argv.slice(2);
const components = Number(count);
const cloud = madeUpCloud(components, folder);
const pipeline = pipelineOver(cloud);
let peak = 0;
const look = (): void => {
  peak = Math.max(peak, process.memoryUsage.rss());
};
const timer = setInterval(look, 20);
const started = performance.now();
let findings = 0;
/** Of findings.ndjson. */
let bytes = 0;
if (what === "summarise") await summariser(pipeline)(await groupsOf(cloud, packageId), cloud);
else {
  const row = rowOf(components);
  const reducer = pipeline.reduce && (await resolved(pipeline.reduce));
  const transform = reducer?.lines?.transform?.({ row, priorityTable, startedAt: at });
  const fold = await addUp(pipeline, row, async (lines) => {
    bytes += transform?.(lines).length ?? 0;
    look();
  });
  findings = fold.sum.counts.findings ?? 0;
}
look();
clearInterval(timer);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(JSON.stringify({ seconds, peakMB: peak / 1e6, findings, bytes }));

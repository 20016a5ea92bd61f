import { summarise } from "@torrent/core/unstable";
import { buildReport } from "../../packages/analysis/src/report/build.ts";
import { scoredLines } from "../../packages/analysis/src/report/finding-lines.ts";
import { scorerOf } from "../../packages/analysis/src/report/scores.ts";
import { groupsOf, sumUp } from "../../packages/core/src/report/sum-up.ts";
import { madeUpCloud } from "./made-up.ts";
import { at, packageId, rowOf } from "./package.ts";

/**
 * A process of its own, so that its memory is its own: `summarise` writes the summaries of all groups into the folder, as
 * settlers would; `aggregate` makes the report, of summaries where there are any, and prints what it took.
 */
const [what, count, folder = ""] = process.argv.slice(2);
const components = Number(count);
const cloud = madeUpCloud(components, folder);
let peak = 0;
const look = (): void => {
  peak = Math.max(peak, process.memoryUsage.rss());
};
const timer = setInterval(look, 20);
const started = performance.now();
let findings = 0;
/** Of findings.ndjson. */
let bytes = 0;
if (what === "summarise") await summarise(cloud, await groupsOf(cloud, packageId));
else {
  const row = rowOf(components);
  const scorer = scorerOf(row, at);
  const scored = scoredLines((severity, kind) => scorer.ofFinding(severity, kind).score);
  const summing = await sumUp(cloud, row, async (lines) => {
    bytes += scored(lines).length;
    look();
  });
  findings = buildReport(row, summing, at).findings.total;
}
look();
clearInterval(timer);
const seconds = (performance.now() - started) / 1000;
process.stdout.write(JSON.stringify({ seconds, peakMB: peak / 1e6, findings, bytes }));

import { costOf } from "../../cost/prices.ts";
import { readUsage } from "../../cost/usage.ts";
import { TerminalError } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { AggregateMessage } from "../../messages.ts";
import { noTotals, outcomes } from "../../outcome.ts";
import type { Cloud } from "../../ports/cloud.ts";
import { isTerminalState, type PackageRow } from "../../ports/package-store.ts";
import { buildReport } from "../../report/build.ts";
import { scoredLines } from "../../report/finding-lines.ts";
import { renderHtml } from "../../report/html/page.ts";
import { renderMarkdown } from "../../report/markdown.ts";
import { toSarif } from "../../report/sarif.ts";
import type { Report } from "../../report/schema.ts";
import { scorerOf } from "../../report/scores.ts";
import { sumUp } from "../../report/sum-up.ts";
import { isFull } from "../../tally/settle.ts";
import { height } from "../../tally/shape.ts";
import { sendAggregate } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";
import { queueOf } from "./byte-channel.ts";
import { type AggregationLease, secondsLeft, takeLease, whileLeased } from "./lease.ts";

/** Is the root of the round's own tree full? A completion message is believed only if it is. */
export const isComplete = async (cloud: Cloud, row: PackageRow): Promise<boolean> => {
  if (row.slots === undefined) return false;
  const level = height(row.slots);
  const root = await cloud.tally.read({ packageId: row.id, round: row.round, tree: "", level, index: 0 });
  return root?.root === true && isFull(root);
};

/**
 * Correlates, scores and writes the report of a complete round, once: whoever moves the package to `aggregating` holds a
 * lease and renews it. A repeated message finds the round ended, or comes again when the lease does: as a message of its
 * own, so that waiting uses up no receives.
 */
export const aggregate = async (pipeline: Pipeline, message: AggregateMessage): Promise<Report | undefined> => {
  const { cloud } = pipeline;
  const { packageId, round } = message;
  const row = await cloud.packages.read(packageId);
  if (!row) throw new TerminalError("unknown-package", `No package ${packageId}`);
  if (row.round !== round || isTerminalState(row.state)) return undefined;
  if (!(await isComplete(cloud, row))) {
    cloud.log("warn", "completion-not-believed", { packageId, round });
    return undefined;
  }
  const claim = await takeLease(cloud, packageId, round);
  if (claim && "taken" in claim) return whileLeased(cloud, claim.taken, (lost) => finish(pipeline, claim.taken, lost));
  if (claim && claim.held.round === round && !isTerminalState(claim.held.state))
    await sendAggregate(pipeline, packageId, round, { delaySeconds: secondsLeft(cloud, claim.held) });
  return undefined;
};

const finish = async (
  { cloud, priority }: Pipeline,
  { row, owner }: AggregationLease,
  lost: AbortSignal,
): Promise<Report | undefined> => {
  const findings = queueOf();
  const written = cloud.objects.put(keys.findings(row.id, row.round), findings.stream(), {
    contentType: "application/x-ndjson",
  });
  // Should the put fail first, the builder must not wait for ever for its reader.
  written.catch((error: unknown) => findings.fail(error));
  // Findings are scored as they pass, so that the hour of the scores is that of the beginning.
  const scorer = scorerOf(row, cloud.clock.now(), priority);
  const scored = scoredLines((severity, kind) => scorer.ofFinding(severity, kind).score);
  const summing = await sumUp(cloud, row, (lines) => findings.push(scored(lines))).finally(findings.end);
  await written;
  if (lost.aborted) return undefined;
  const finishedAt = cloud.clock.now();
  const report = buildReport(row, summing, finishedAt, priority, scorer);
  report.timing.cost = costOf(await readUsage(cloud.tally, row));
  const body = new TextEncoder().encode(`${JSON.stringify(report, null, 1)}\n`);
  await writeRendered(cloud, row, report);
  await cloud.objects.put(keys.report(row.id, row.round), body, { contentType: "application/json" });
  const done = await cloud.packages.transition(
    row.id,
    { from: ["aggregating"], round: row.round, lease: { owner, now: 0 } },
    {
      state: report.status,
      revision: row.round,
      priority: report.priority,
      totals: totalsOf(report),
      finishedAt,
      updatedAt: finishedAt,
    },
  );
  return done?.done ? report : undefined;
};

const writeRendered = async (cloud: Cloud, row: PackageRow, report: Report): Promise<void> => {
  const files = [
    ["report.md", "text/markdown; charset=utf-8", renderMarkdown(report)],
    ["report.html", "text/html; charset=utf-8", renderHtml(report)],
    ["report.sarif", "application/sarif+json", JSON.stringify(toSarif(report, report.findings.top))],
  ] as const;
  await Promise.all(
    files.map(([file, contentType, text]) =>
      cloud.objects.put(keys.rendered(row.id, row.round, file), new TextEncoder().encode(text), { contentType }),
    ),
  );
};

const totalsOf = (report: Report) => {
  const totals = {
    ...noTotals(),
    ms: report.timing.passMs,
    findings: report.findings.total,
    entities: report.entities.total,
  };
  for (const outcome of outcomes) totals[outcome] = report.tasks[outcome];
  return totals;
};

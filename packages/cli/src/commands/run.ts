import { rm } from "node:fs/promises";
import { resolve } from "node:path";
import { type Cloud, measurements, throughput } from "@torrent/core";
import { deliver } from "../deliver.ts";
import { startEmbedded } from "../embedded.ts";
import { exitCodes } from "../errors.ts";
import { describe } from "../print.ts";
import { watch } from "../progress/show.ts";
import { exportReports } from "../reports.ts";
import { notDelivered, type PackageSummary, readReport, summarize } from "../summary.ts";

export interface RunOptions {
  json?: boolean;
  data: string;
  fresh?: boolean;
}

interface Output {
  out: { write(text: string): unknown };
  err: { isTTY?: boolean; write(text: string): unknown };
}

const failed = new Set<PackageSummary["status"]>(["failed", "rejected", "cancelled"]);

/** Processes each path as a package in the embedded pipeline. The exit code reports whether all succeeded. */
export const run = async (paths: readonly string[], options: RunOptions, { out, err }: Output): Promise<number> => {
  const dataDir = resolve(options.data);
  if (options.fresh) await rm(dataDir, { recursive: true, force: true });
  const embedded = await startEmbedded({ dataDir });
  const { cloud } = embedded;
  try {
    const deliveries = [];
    for (const path of paths) deliveries.push(await deliver(cloud.objects, path));
    const ids = [...new Set(deliveries.flatMap((delivery) => ("id" in delivery ? [delivery.id] : [])))];
    if (ids.length > 0) await watch(cloud, ids, err);
    const printedIds = new Set<string>();
    const packages: PackageSummary[] = [];
    for (const delivery of deliveries) {
      if ("error" in delivery) packages.push(notDelivered(delivery.name, delivery.error));
      else if (!printedIds.has(delivery.id)) packages.push(await readSummary(cloud, dataDir, delivery.id));
      if ("id" in delivery) printedIds.add(delivery.id);
    }
    if (options.json) out.write(`${JSON.stringify({ packages }, null, 1)}\n`);
    else for (const summary of packages) out.write(`${describe(summary, await reportFor(cloud, summary))}\n\n`);
    return packages.some(({ status }) => failed.has(status)) ? exitCodes.packageFailed : exitCodes.done;
  } finally {
    await embedded.close();
  }
};

const reportFor = (cloud: Cloud, { id, round }: PackageSummary) =>
  id === null ? Promise.resolve(undefined) : readReport(cloud, id, round);

const readSummary = async (cloud: Cloud, dataDir: string, id: string): Promise<PackageSummary> => {
  const row = await cloud.packages.read(id);
  if (!row) throw new Error(`Package ${id} not found in ${dataDir}`);
  const report = row.revision === undefined ? undefined : await readReport(cloud, id, row.revision);
  const path = report && row.revision !== undefined ? await exportReports(cloud, dataDir, id, row.revision) : null;
  return summarize(row, report, path, await throughput(measurements(cloud, id, row.round)));
};

import { resolve } from "node:path";
import { type Cloud, failureOf, measurements, throughput } from "@torrent/core";
import { emptyDataFolder } from "@torrent/local";
import { deliver } from "../deliver.ts";
import { startEmbedded } from "../embedded.ts";
import { EnvironmentError, exitCodes, UsageError } from "../errors.ts";
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

/** Takes each path as a package through the embedded pipeline to its end; the exit code says whether all went well. */
export const run = async (paths: readonly string[], options: RunOptions, { out, err }: Output): Promise<number> => {
  const dataDir = resolve(options.data);
  if (options.fresh) empty(dataDir);
  const embedded = await startEmbedded({ dataDir });
  const { cloud } = embedded;
  try {
    const deliveries = [];
    for (const path of paths) deliveries.push(await deliver(cloud.objects, path));
    const ids = [...new Set(deliveries.flatMap((one) => ("id" in one ? [one.id] : [])))];
    if (ids.length > 0) await watch(cloud, ids, err);
    const seen = new Set<string>();
    const packages: PackageSummary[] = [];
    for (const one of deliveries) {
      if ("error" in one) packages.push(notDelivered(one.name, one.error));
      else if (!seen.has(one.id)) packages.push(await ended(cloud, dataDir, one.id));
      if ("id" in one) seen.add(one.id);
    }
    if (options.json) out.write(`${JSON.stringify({ packages }, null, 1)}\n`);
    else for (const one of packages) out.write(`${describe(one, await reportFor(cloud, one))}\n\n`);
    return packages.some(({ status }) => failed.has(status)) ? exitCodes.packageFailed : exitCodes.done;
  } finally {
    await embedded.close();
  }
};

const empty = (dataDir: string): void => {
  let emptied: boolean;
  try {
    emptied = emptyDataFolder(dataDir);
  } catch (error) {
    throw new EnvironmentError(failureOf(error).message, { cause: error });
  }
  if (!emptied)
    throw new UsageError(
      `${dataDir} is not a data folder of Torrent, and nothing in it was deleted. Name the data folder with --data, or leave --fresh out.`,
    );
};

const reportFor = (cloud: Cloud, { id, round }: PackageSummary) =>
  id === null ? Promise.resolve(undefined) : readReport(cloud, id, round);

const ended = async (cloud: Cloud, dataDir: string, id: string): Promise<PackageSummary> => {
  const row = await cloud.packages.read(id);
  if (!row) throw new Error(`Package ${id} vanished from ${dataDir}`);
  const report = row.revision === undefined ? undefined : await readReport(cloud, id, row.revision);
  const path = report && row.revision !== undefined ? await exportReports(cloud, dataDir, id, row.revision) : null;
  return summarize(row, report, path, await throughput(measurements(cloud, id, row.round)));
};

import { resolve } from "node:path";
import {
  type Choreography,
  type Cloud,
  failureOf,
  measurements,
  type PackageOutcome,
  throughput,
} from "@torrent/core/unstable";
import { emptyDataFolder } from "@torrent/local";
import { loadConfig } from "../config.ts";
import { deliver } from "../deliver.ts";
import { startEmbedded } from "../embedded.ts";
import { EnvironmentError, exitCodes, UsageError } from "../errors.ts";
import { describe } from "../print.ts";
import { watch } from "../progress/show.ts";
import { exportReports } from "../reports.ts";
import { notDelivered, type PackageSummary, readOutcome, summarize } from "../summary.ts";

export interface RunOptions {
  json?: boolean;
  data: string;
  fresh?: boolean;
  config?: string;
}

interface Output {
  out: { write(text: string): unknown };
  err: { isTTY?: boolean; write(text: string): unknown };
}

const failed = new Set<PackageSummary["status"]>(["failed", "rejected", "cancelled"]);

/** Processes each path as a package in the embedded pipeline. The exit code reports whether all succeeded. */
export const run = async (paths: readonly string[], options: RunOptions, { out, err }: Output): Promise<number> => {
  const dataDir = resolve(options.data);
  const { choreography } = await loadConfig(options.config);
  if (options.fresh) empty(dataDir);
  const embedded = await startEmbedded({ dataDir, choreography });
  const { cloud } = embedded;
  try {
    const deliveries = [];
    for (const path of paths) deliveries.push(await deliver(cloud.objects, path));
    const ids = [...new Set(deliveries.flatMap((delivery) => ("id" in delivery ? [delivery.id] : [])))];
    if (ids.length > 0) await watch(cloud, ids, err);
    const printedIds = new Set<string>();
    const packages: PackageSummary[] = [];
    for (const delivery of deliveries) {
      if ("error" in delivery) packages.push(notDelivered(choreography, delivery.name, delivery.error));
      else if (!printedIds.has(delivery.id))
        packages.push(await readSummary(choreography, cloud, dataDir, delivery.id));
      if ("id" in delivery) printedIds.add(delivery.id);
    }
    if (options.json) out.write(`${JSON.stringify({ packages }, null, 1)}\n`);
    else for (const summary of packages) out.write(`${describe(summary, await outcomeOf(cloud, summary))}\n\n`);
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

const outcomeOf = async (cloud: Cloud, { id, round }: PackageSummary): Promise<PackageOutcome | undefined> =>
  id === null ? undefined : readOutcome(cloud, id, round);

const readSummary = async (
  choreography: Choreography,
  cloud: Cloud,
  dataDir: string,
  id: string,
): Promise<PackageSummary> => {
  const row = await cloud.packages.read(id);
  if (!row) throw new Error(`Package ${id} not found in ${dataDir}`);
  const outcome = row.revision === undefined ? undefined : await readOutcome(cloud, id, row.revision);
  const path = outcome ? await exportReports(cloud, dataDir, outcome) : null;
  return summarize(choreography, row, outcome, path, await throughput(measurements(cloud, id, row.round)));
};

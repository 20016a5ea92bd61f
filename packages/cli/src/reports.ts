import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Cloud, keys, type PackageOutcome } from "@torrent/core/unstable";

const exported = async (cloud: Cloud, dataDir: string, key: string): Promise<string | undefined> => {
  const object = await cloud.objects.get(key);
  if (!object) return undefined;
  const path = join(dataDir, key);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const partial = `${path}.${process.pid}.partial`;
  await pipeline(object.body, createWriteStream(partial, { mode: 0o600 }));
  await rename(partial, path);
  return path;
};

/**
 * Copies an outcome and the files beside it to plain files under the data folder, where people and other programs can open
 * them; returns the path of the JSON to read first: `report.json` where the reducer wrote one, else the outcome.
 */
export const exportReports = async (cloud: Cloud, dataDir: string, outcome: PackageOutcome): Promise<string> => {
  const { revision, files } = outcome;
  const { id } = outcome.package;
  let report: string | undefined;
  for (const file of files) {
    const path = await exported(cloud, dataDir, keys.resultFile(id, revision, file));
    if (file === "report.json") report = path;
  }
  const key = keys.outcome(id, revision);
  const path = await exported(cloud, dataDir, key);
  if (path === undefined) throw new Error(`${key} was not found`);
  return report ?? path;
};

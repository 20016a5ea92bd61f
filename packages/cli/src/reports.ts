import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { type Cloud, keys } from "@torrent/core";

const exported = async (cloud: Cloud, dataDir: string, key: string): Promise<string | undefined> => {
  const object = await cloud.objects.get(key);
  if (!object) return undefined;
  const path = join(dataDir, key);
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  await pipeline(object.body, createWriteStream(partial));
  await rename(partial, path);
  return path;
};

const files = ["report.html", "report.md", "report.sarif"] as const;

/**
 * Copies a report to files under the data folder, where people and other programs can open them. Returns the path of
 * its JSON.
 */
export const exportReports = async (cloud: Cloud, dataDir: string, id: string, revision: number): Promise<string> => {
  for (const file of files) await exported(cloud, dataDir, keys.rendered(id, revision, file));
  await exported(cloud, dataDir, keys.findings(id, revision));
  const key = keys.report(id, revision);
  const path = await exported(cloud, dataDir, key);
  if (path === undefined) throw new Error(`${key} not found`);
  return path;
};

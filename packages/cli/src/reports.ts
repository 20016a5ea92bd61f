import { createWriteStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Cloud } from "@torrent/core";

/** Copies a report object to a plain file under the data folder, where people and other programs can open it. */
export const exportReport = async (cloud: Cloud, dataDir: string, key: string): Promise<string> => {
  const object = await cloud.objects.get(key);
  if (!object) throw new Error(`${key} is not there`);
  const path = join(dataDir, key);
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  await pipeline(object.body, createWriteStream(partial));
  await rename(partial, path);
  return path;
};

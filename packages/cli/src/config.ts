import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { asDeployed, type Choreography, CONFIG_VARIABLE, failureOf, loadChoreography } from "@torrent/core/unstable";
import { EnvironmentError, UsageError } from "./errors.ts";

const names = ["torrent.config.ts", "torrent.config.mts", "torrent.config.mjs", "torrent.config.js"];

/** The reference choreography, where this command runs from its own repository. */
const reference = fileURLToPath(new URL("../../../torrent.config.ts", import.meta.url));

const nearest = (from: string): string | undefined => {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const found = names.map((name) => join(folder, name)).find(existsSync);
    if (found) return found;
    if (folder === dirname(folder)) return existsSync(reference) ? reference : undefined;
  }
};

export interface LoadedConfig {
  choreography: Choreography;
  /** Address of the module. */
  url: string;
  path: string;
}

/**
 * Loads the choreography: `--config`, or `TORRENT_CONFIG`, or the nearest `torrent.config.ts` from the working folder upwards.
 * Leaves its address in the environment, for the threads and processes that are started from here.
 */
export const loadConfig = async (option: string | undefined): Promise<LoadedConfig> => {
  const named = option ?? process.env[CONFIG_VARIABLE];
  const path =
    named === undefined ? nearest(process.cwd()) : named.startsWith("file:") ? fileURLToPath(named) : resolve(named);
  if (path === undefined)
    throw new EnvironmentError(
      `No torrent.config.ts in ${process.cwd()} or above; create a project with "npm create torrent", or name a file with --config`,
    );
  if (!existsSync(path)) throw new UsageError(`${path} does not exist; name the file that holds your choreography`);
  const url = pathToFileURL(path).href;
  process.env[CONFIG_VARIABLE] = url;
  try {
    return { choreography: asDeployed(await loadChoreography(url), process.env), url, path };
  } catch (error) {
    throw new EnvironmentError(failureOf(error).message.replaceAll(url, path), { cause: error });
  }
};

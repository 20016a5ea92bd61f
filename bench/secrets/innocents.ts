import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";

export interface Innocent {
  tree: string;
  name: string;
  bytes: Buffer;
}

/** Longer files take the peers minutes. */
const LARGEST = 60_000;

const filesBelow = (folder: string, found: string[] = []): string[] => {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch {
    return found;
  }
  for (const name of entries.toSorted()) {
    // Caches of tools that ran here, and the workspaces, hold the pack's own examples.
    if (
      name.startsWith(".") ||
      name === "@torrent" ||
      name === "site-packages" ||
      name === "__pycache__" ||
      name === "test"
    )
      continue;
    const path = join(folder, name);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats?.isDirectory()) filesBelow(path, found);
    else if (stats?.isFile() && stats.size > 0 && stats.size <= LARGEST) found.push(path);
  }
  return found;
};

const pythonLibrary = (): string | undefined => {
  try {
    const command = ["-c", "import sysconfig; print(sysconfig.get_paths()['stdlib'])"];
    return execFileSync("python3", command, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
};

const read = (tree: string, path: string): Innocent | undefined => {
  try {
    const bytes = readFileSync(path);
    return path.endsWith(".gz")
      ? { tree, name: basename(path, ".gz"), bytes: gunzipSync(bytes, { maxOutputLength: 2 * LARGEST }) }
      : { tree, name: basename(path), bytes };
  } catch {
    return undefined;
  }
};

/** Files that nobody leaked anything in, evenly from each tree that is there. */
export const innocents = (modules: string, wanted: number): Innocent[] => {
  const library = pythonLibrary();
  const trees: [tree: string, folder: string][] = [
    ["node_modules", modules],
    ["/usr/share/doc", "/usr/share/doc"],
    ...(library ? [["Python's library", library] as [string, string]] : []),
    ["manual pages", "/usr/share/man"],
  ];
  const lists = trees
    .map(([tree, folder]) => [tree, filesBelow(folder)] as const)
    .filter(([, files]) => files.length > 0);
  const all: Innocent[] = [];
  let left = wanted;
  for (const [i, [tree, files]] of lists.toSorted((a, b) => a[1].length - b[1].length).entries()) {
    const share = Math.min(files.length, Math.ceil(left / (lists.length - i)));
    for (let at = 0; at < share; at += 1) {
      const innocent = read(tree, files[Math.floor((at * files.length) / share)]!);
      if (innocent) all.push(innocent);
      else left += 1;
    }
    left -= share;
  }
  return all;
};

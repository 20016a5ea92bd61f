import { execFileSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { ChoreographyShape } from "./choreography.ts";

/** Prints of a choreography what infrastructure depends on. Its passes' heavy halves stay unread. */
const program = `
const { pathToFileURL } = await import("node:url");
const { default: choreography } = await import(pathToFileURL(process.argv[1]).href);
if (!choreography?.topology || !choreography.passes) throw new TypeError(process.argv[1] + " has no choreography as its default export; write: export default defineChoreography({ … })");
const needing = (parts) => [...parts].map(({ name, needs }) => ({ name, needs }));
const { name, topology, passes, onComplete = [], panels = [] } = choreography;
const shown = [...panels].map(({ name, dashboard }) => ({ name, dashboard: dashboard?.href }));
process.stdout.write(JSON.stringify({ name, topology, passes: needing(passes.values()), onComplete: needing(onComplete), panels: shown }));
`;

/** One process may evaluate a stage after another (as tests do), each in modules of its own; the file is read once for all. */
const cache = (): Map<string, string> => {
  const name = Symbol.for("torrent.choreographies");
  const shared = globalThis as unknown as Record<symbol, Map<string, string> | undefined>;
  shared[name] ??= new Map();
  return shared[name];
};

const asJson = (file: string): string => {
  try {
    return execFileSync(
      process.execPath,
      ["--conditions=@torrent/source", "--no-warnings", "--input-type=module", "--eval", program, file],
      { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    );
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new TypeError(
      `${file} could not be read as a choreography, under Node ${process.versions.node} (it takes 24 or later):\n${stderr}`,
    );
  }
};

/**
 * Reads a choreography's file in a process of its own, so that SST's program neither bundles its passes nor shares their modules.
 * The path is relative to the app's root.
 */
export const readChoreography = (path: string, root: string): ChoreographyShape => {
  const file = resolve(root, path);
  if (!existsSync(file))
    throw new TypeError(`There is no ${file}; choreography names the file of your torrent.config.ts`);
  const key = `${file} ${statSync(file).mtimeMs}`;
  const json = cache().get(key) ?? asJson(file);
  cache().set(key, json);
  return JSON.parse(json) as ChoreographyShape;
};

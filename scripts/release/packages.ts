import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Manifest {
  name: string;
  version: string;
  description?: string;
  license: string;
  exports?: Record<string, string | Record<string, string>>;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
  engines?: Record<string, string>;
  sideEffects?: boolean | string[];
  [field: string]: unknown;
}

export interface Package {
  /** Absolute. */
  folder: string;
  manifest: Manifest;
}

const workspace = (manifest: Manifest): string[] =>
  Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });

/** Every package of the workspace, each after those it depends on. */
export const packages = (): Package[] => {
  const folder = join(root, "packages");
  const all = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => existsSync(join(path, "package.json")))
    .map(
      (path): Package => ({
        folder: path,
        manifest: JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as Manifest,
      }),
    );
  const byName = new Map(all.map((one) => [one.manifest.name, one]));
  const sorted: Package[] = [];
  const visit = (one: Package): void => {
    if (sorted.includes(one)) return;
    for (const name of workspace(one.manifest)) {
      const before = byName.get(name);
      if (before && before !== one) visit(before);
    }
    if (!sorted.includes(one)) sorted.push(one);
  };
  for (const one of all) visit(one);
  return sorted;
};

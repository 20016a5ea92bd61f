import type { Manifest } from "./packages.ts";

/** `./src/api/index.ts` as it is built. */
const built = (source: string, extension: string): string =>
  source.replace(/^\.\/src\//, "./dist/").replace(/\.tsx?$/, extension);

const exported = (target: string | Record<string, string>, hasTypes: boolean): string | Record<string, string> => {
  const source = typeof target === "string" ? target : (target["@torrent/source"] ?? target.default ?? "");
  if (!/\.tsx?$/.test(source)) return source;
  const types = built(source, ".d.ts");
  return { types: hasTypes ? types.replace("./dist/", "./types/") : types, default: built(source, ".js") };
};

/** The manifest as it is published: built files, no conditions of the workspace, exact versions of its other packages. */
export const publishedManifest = (
  manifest: Manifest,
  versions: ReadonlyMap<string, string>,
  hasTypes = false,
): Manifest => {
  const { devDependencies: _, private: __, scripts: ___, ...rest } = manifest;
  const dependencies = Object.fromEntries(
    Object.entries(rest.dependencies ?? {}).map(([name, range]) => [name, versions.get(name) ?? range]),
  );
  const folder = manifest.name.replace(/^@torrent\//, "");
  return {
    ...rest,
    ...(manifest.exports
      ? {
          exports: Object.fromEntries(
            Object.entries(manifest.exports).map(([path, to]) => [path, exported(to, hasTypes)]),
          ),
        }
      : {}),
    ...(Object.keys(dependencies).length > 0 ? { dependencies } : {}),
    type: "module",
    sideEffects: manifest.sideEffects ?? false,
    engines: { node: ">=22.18" },
    files: [
      "dist",
      ...(hasTypes ? ["types"] : []),
      ...(manifest.bin ? ["bin"] : []),
      ...((manifest.files as string[] | undefined) ?? []).filter(
        (file) => !["dist", "src", "README.md", "bin"].includes(file),
      ),
    ],
    repository: { type: "git", url: "git+https://github.com/torrent/torrent.git", directory: `packages/${folder}` },
    publishConfig: { access: "public", provenance: true },
  };
};

import { execFileSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "vite";
import { describe, expect, it } from "vitest";
import { root } from "./torrent.ts";

interface Cruised {
  modules: { source: string; dependencies: { module: string }[] }[];
}

/** What a file imports, by a parser that the import rules do not use. Left out, because the rules miss them: `export type … from` and some `import(…)` within a package. */
const importsOf = (file: string): string[] => {
  const source = readFileSync(join(root, file), "utf8");
  const { module } = parseSync(file, source);
  const reexported = module.staticExports.flatMap(({ entries }) =>
    entries.filter(({ isType, moduleRequest }) => !isType || moduleRequest?.value.startsWith("@torrent/")),
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => source.slice(start, end));
  return [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...reexported.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : [])),
    ...dynamic.filter((text) => /^"[^."][^"]*"$/.test(text)).map((text) => text.slice(1, -1)),
  ];
};

describe("the import rules", () => {
  it("see every import, of types too", () => {
    const options = { cwd: root, encoding: "utf8" as const, maxBuffer: 2 ** 28 };
    const args = [
      "--config",
      ".dependency-cruiser.cjs",
      "-T",
      "json",
      "packages",
      "torrent.config.ts",
      "infra/entries",
    ];
    const { modules } = JSON.parse(execFileSync(join(root, "node_modules/.bin/depcruise"), args, options)) as Cruised;
    const plain = (name: string) => name.replace(/^node:/, "");
    const seen = new Map(
      modules.map(({ source, dependencies }) => [source, new Set(dependencies.map(({ module }) => plain(module)))]),
    );
    const unseen = globSync("packages/*/{src,bin,dashboard}/**/*.{ts,tsx,js}", { cwd: root }).flatMap((file) =>
      importsOf(file)
        .filter((name) => !seen.get(file)?.has(plain(name)))
        .map((name) => `${file} → ${name}`),
    );
    expect(unseen).toEqual([]);
  });
});

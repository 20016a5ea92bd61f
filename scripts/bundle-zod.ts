import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const dist = fileURLToPath(new URL("../packages/core/dist", import.meta.url));

const bundle = (name: string, contents: string) =>
  build({
    stdin: { contents, resolveDir: join(dist, "..") },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    outfile: join(dist, name),
    logLevel: "error",
  });

/**
 * Gives core's build the part of zod that it uses in one file. `zod/mini` is 92 modules, 64 of them languages, which take Node longer
 * to load than all of core. Bundlers keep `zod/mini` itself (the condition `module` of `#zod` in core's package.json) and so share one
 * zod with everything else; types refer to `zod/mini` always.
 */
export const bundleZod = async (): Promise<void> => {
  const modules = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  const names = new Set<string>();
  for (const name of modules) {
    if (/^zod(-en)?\.js$/.test(name)) continue;
    const file = join(dist, name);
    const text = readFileSync(file, "utf8");
    if (!/from "(zod\/|#zod)/.test(text)) continue;
    for (const [, used = ""] of text.matchAll(/\bz\.(\w+)/g)) names.add(used);
    writeFileSync(
      file,
      text.replace('from "zod/mini"', 'from "#zod"').replace('from "zod/v4/locales/en.js"', 'from "#zod-en"'),
    );
  }
  await bundle("zod.js", `export { ${[...names].sort().join(", ")} } from "zod/mini";`);
  await bundle("zod-en.js", 'export { default } from "zod/v4/locales/en.js";');
};

if (import.meta.main) await bundleZod();

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as core from "@torrent/core";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

/** 55 when this was written; each is a file to find and compile at a cold start that is not bundled. */
const OWN_MODULES = 60;

const src = new URL("../../src/", import.meta.url);

/** Modules that a process loads for this code, without Node's own. */
const loadedBy = (code: string): string[] => {
  const script = `
    import { registerHooks } from "node:module";
    const urls = [];
    registerHooks({ load: (url, context, next) => (url.startsWith("file:") && urls.push(url), next(url, context)) });
    ${code}
    console.log(JSON.stringify(urls));`;
  const args = ["--conditions=@torrent/source", "--input-type=module", "--eval", script];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: fileURLToPath(src), encoding: "utf8" }));
};

const minified = async (code: string): Promise<number> => {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(src) },
    conditions: ["@torrent/source"],
    bundle: true,
    minify: true,
    write: false,
    platform: "node",
    format: "esm",
  });
  return outputFiles[0]?.contents.length ?? 0;
};

/** Every name that the entry exports, and the file that defines it. */
const exportsOfEntry = (): { name: string; file: string; isType: boolean }[] => {
  const entry = readFileSync(new URL("index.ts", src), "utf8");
  return [...entry.matchAll(/export (type )?\{([^}]*)\} from "([^"]+)"/g)].flatMap(
    ([, allTypes, names = "", file = ""]) =>
      names
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean)
        .map((name) => ({
          name: name.replace(/^type /, ""),
          file,
          isType: allTypes !== undefined || name.startsWith("type "),
        })),
  );
};

describe("the entry of @torrent/core", () => {
  it("has at most 60 exports", () => {
    const all = exportsOfEntry();
    expect(
      all
        .filter(({ isType }) => !isType)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(Object.keys(core).toSorted());
    expect(all.length).toBeGreaterThan(30);
    expect(all.length).toBeLessThanOrEqual(60);
  });

  it.each(exportsOfEntry())("documents $name", ({ name, file }) => {
    const text = readFileSync(new URL(file, src), "utf8");
    const declaration = new RegExp(`^export (?:async )?(?:const|function|class|interface|type) ${name}\\b`, "m").exec(
      text,
    );
    expect(declaration, `${name} is not declared in ${file}`).not.toBeNull();
    expect(text.slice(0, declaration?.index).trimEnd().endsWith("*/"), `${name} in ${file} has no doc comment`).toBe(
      true,
    );
  });

  it("loads its own modules and zod, no SDK and no test code", () => {
    const urls = loadedBy('await import("@torrent/core");');
    const own = urls.filter((url) => !url.includes("/node_modules/"));
    const foreign = urls.filter((url) => url.includes("/node_modules/") && !url.includes("/node_modules/zod/"));
    expect(own.length).toBeGreaterThan(10);
    expect(own.length).toBeLessThanOrEqual(OWN_MODULES);
    expect(foreign).toEqual([]);
    expect(own.filter((url) => /\/(aws|testing)\//.test(url))).toEqual([]);
  });
});

describe("the protocol by itself", () => {
  it("seal and settleTask are less than 4 KB minified", async () => {
    expect(await minified('export { seal, settleTask } from "@torrent/core";')).toBeLessThan(4096);
    expect(await minified('export { seal, settleTask } from "./tally/settle.ts";')).toBeGreaterThan(500);
  });
});

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createProject, type Kind, kinds } from "../src/index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const run = promisify(execFile);
const all = Object.keys(kinds) as Kind[];

/** What the sample of each kind comes to. */
const results = {
  archives: { files: 2, lines: 5 },
  lines: { orders: 3, cents: 7150 },
  own: { paragraphs: 3, words: 18 },
} satisfies Record<Kind, unknown>;

describe("createProject", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "torrent-create-"));
    await symlink(join(root, "node_modules"), join(folder, "node_modules"));
    for (const kind of all) await createProject({ name: `my-${kind}`, kind, in: folder });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(all)("writes a project of kind %s whose sample runs to its end", async (kind) => {
    const cwd = join(folder, `my-${kind}`);
    const samples = (await readdir(join(cwd, "samples"))).map((name) => join("samples", name));
    const command = ["--conditions=@torrent/source", join(root, "packages/cli/bin/torrent.js"), "run", "--json"];
    const { stdout } = await run(process.execPath, [...command, ...samples], { cwd });
    const { packages } = JSON.parse(stdout);
    expect(packages).toMatchObject([{ status: "complete" }]);
    expect(JSON.parse(await readFile(packages[0].report, "utf8")).result).toEqual(results[kind]);
  });

  it("writes configurations and tests without type errors", async () => {
    const config = {
      extends: "./my-lines/tsconfig.json",
      compilerOptions: { customConditions: ["@torrent/source"], typeRoots: [join(root, "node_modules/@types")] },
      include: all.map((kind) => `my-${kind}/*.ts`),
      exclude: ["*/sst.config.ts"],
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", folder, "--checkers", "1"]).catch((error) => error);
    expect(stdout).toBe("");
  });

  it("leaves no placeholder, and pins the packages of Torrent to its own version", async () => {
    for (const kind of all) {
      const { files, folder: at } = await createProject({ name: `filled-${kind}`, kind, in: folder });
      for (const file of files) expect(await readFile(join(at, file), "utf8")).not.toContain("{{");
      const { version } = JSON.parse(await readFile(join(root, "packages/core/package.json"), "utf8"));
      const { name, dependencies } = JSON.parse(await readFile(join(at, "package.json"), "utf8"));
      expect(name).toBe(`filled-${kind}`);
      expect(dependencies).toMatchObject({ "@torrent/cli": version, "@torrent/core": version });
      expect(files).toContain(".gitignore");
    }
  });

  it("refuses a folder that is not empty and names what is in it", async () => {
    await mkdir(join(folder, "occupied"));
    await writeFile(join(folder, "occupied", "thesis.txt"), "");
    await expect(createProject({ name: "occupied", kind: "own", in: folder })).rejects.toThrow(
      /occupied is not empty \(it contains thesis.txt\)/,
    );
    expect(await readdir(join(folder, "occupied"))).toEqual(["thesis.txt"]);
  });

  it("uses a folder that is empty, and refuses a file of that name", async () => {
    await mkdir(join(folder, "empty"));
    await createProject({ name: "empty", kind: "lines", in: folder });
    await writeFile(join(folder, "file"), "");
    await expect(createProject({ name: "file", kind: "lines", in: folder })).rejects.toThrow("file is a file");
  });

  it.each(["", "../x", "Orders", "a b", "x".repeat(33), "1st"])("refuses the name %j and says what a name is", (name) =>
    expect(createProject({ name, kind: "lines", in: folder })).rejects.toThrow("use 1–32 of a-z, 0-9"),
  );
});

import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../torrent.ts";

const run = promisify(execFile);

/** Their first examples are for other programs than Node: SST and Vitest. Tests beside them hold those. */
const heldElsewhere = ["sst", "testing"];
const packages = readdirSync(join(root, "packages")).filter((name) =>
  existsSync(join(root, "packages", name, "package.json")),
);
const readme = (name: string): string => readFileSync(join(root, "packages", name, "README.md"), "utf8");

const folder = mkdtempSync(join(tmpdir(), "torrent-readmes-"));

describe("the README of", () => {
  beforeAll(() => {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    for (const name of packages.filter((name) => !heldElsewhere.includes(name))) {
      const [, example = ""] = /^```ts\n([\s\S]*?)^```$/m.exec(readme(name)) ?? [];
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "example.ts"), example);
    }
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
    const config = {
      extends: join(root, "tsconfig.base.json"),
      compilerOptions: { noEmit: true },
      include: ["*/example.ts", join(root, "packages/patterns/src/match/webassembly.d.ts")],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(packages)("%s says what it is, how it is installed, and shows an example", (name) => {
    const text = readme(name);
    const { name: published } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"));
    expect(text).toMatch(new RegExp(`^# ${published}\n\n[A-Z\`]`));
    expect(text).toMatch(/npm (install|create) /);
    expect(text).toMatch(/^```ts$/m);
  });

  it("no package shows an example with type errors", async () => {
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", folder, "--checkers", "1"]).catch((error) => error);
    expect(stdout).toBe("");
  });

  it.each(packages.filter((name) => !heldElsewhere.includes(name)))("%s shows an example that runs", async (name) => {
    const args = ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning", "example.ts"];
    const { stdout } = await run(process.execPath, args, { cwd: join(folder, name), timeout: 50_000 });
    expect(stdout).not.toContain("undefined");
  });
});

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const core = fileURLToPath(new URL("..", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));
const bin = (name: string, ...args: string[]): string =>
  execFileSync(`${root}node_modules/.bin/${name}`, args, {
    cwd: core,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

describe("@torrent/core as a package for others", () => {
  it("is built, and passes publint and attw", { timeout: 240_000 }, () => {
    bin("tsc", "-p", "tsconfig.build.json");
    execFileSync(process.execPath, [`${root}scripts/bundle-zod.ts`], { stdio: "pipe" });
    expect(bin("publint", "--strict", "--pack", "npm")).toContain("All good");
    // attw's exit code says whether types and code resolve alike from ESM and bundlers.
    expect(bin("attw", "--pack", ".", "--profile", "esm-only")).toContain("bundler: 🟢");
  });

  it("can be imported from its build, by its name, without the source condition", () => {
    const script =
      'const core = await import("@torrent/core"); console.log(typeof core.definePass, typeof core.settleTask);';
    expect(execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" })).toBe(
      "function function\n",
    );
  });

  it("loads fewer than fifty modules, and none of zod's languages", () => {
    const script = `import { registerHooks } from "node:module";
      const loaded = [];
      registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
      await import("@torrent/core");
      console.log(JSON.stringify(loaded));`;
    const loaded = JSON.parse(
      execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root, encoding: "utf8" }),
    );
    expect(loaded.length).toBeLessThan(50);
    expect(loaded.filter((url: string) => url.includes("/zod/"))).toEqual([]);
  });
});

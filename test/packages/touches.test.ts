import { execFile, execFileSync } from "node:child_process";
import { cp, mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root, scratch } from "../torrent.ts";

/** Each is all that is written: an edit of `torrent.config.ts`, and for a pack the rules themselves. */
describe("a pass, a pattern pack and a classification rule touch torrent.config.ts only", () => {
  let copy = "";
  let place: Awaited<ReturnType<typeof scratch>>;
  let original = "";

  beforeAll(async () => {
    place = await scratch();
    copy = join(place.dir, "copy");
    // Also what is not committed yet: the test is about the files as they are.
    const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "packages", "*.ts", "*.json"];
    const files = execFileSync("git", listed, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 }).split("\0");
    for (const file of new Set(files.filter((path) => !/^$|\/test\/|^(bench|samples|test)\//.test(path)))) {
      await mkdir(dirname(join(copy, file)), { recursive: true });
      await cp(join(root, file), join(copy, file)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== "ENOENT") throw error;
      });
    }
    // Links of the workspace would lead back to the original.
    await mkdir(join(copy, "node_modules"));
    for (const name of await readdir(join(root, "node_modules")))
      if (name !== "@torrent") await symlink(join(root, "node_modules", name), join(copy, "node_modules", name));
    await mkdir(join(copy, "node_modules/@torrent"));
    for (const name of await readdir(join(copy, "packages"))) {
      await symlink(join(copy, "packages", name), join(copy, "node_modules/@torrent", name));
      await symlink(join(root, "packages", name, "node_modules"), join(copy, "packages", name, "node_modules"));
    }
    original = await readFile(join(copy, "torrent.config.ts"), "utf8");
    await writeFile(join(place.dir, "order.txt"), "The secret word is xyzzy-4711.\n");
  });
  afterAll(() => place[Symbol.asyncDispose]());

  /** Runs the copy's own command with its configuration edited. */
  const runWith = async (name: string, edit: (config: string) => string) => {
    const edited = edit(original);
    expect(edited).not.toBe(original);
    await writeFile(join(copy, "torrent.config.ts"), edited);
    const bin = join(copy, "packages/cli/bin/torrent.js");
    const args = ["--conditions=@torrent/source", "--disable-warning=ExperimentalWarning", bin, "run", "--json"];
    const env = { ...process.env, XDG_CACHE_HOME: join(place.dir, "cache"), TORRENT_CONFIG: "" };
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        ...args,
        "--data",
        join(place.dir, name),
        join(place.dir, "order.txt"),
        "--config",
        join(copy, "torrent.config.ts"),
      ],
      { cwd: copy, env },
    );
    const [ran] = JSON.parse(stdout).packages;
    return { ...ran, text: JSON.stringify(JSON.parse(await readFile(ran.report, "utf8"))) };
  };

  it("a pass runs, and its findings are in the report", async () => {
    const { status, tasks, text } = await runWith("pass", (config) =>
      config
        .replace(
          'from "@torrent/analysis";',
          'from "@torrent/analysis";\nimport { analysisPass } from "@torrent/analysis";',
        )
        .replace(
          "  passes,\n",
          `  passes: [...passes, analysisPass({ name: "shout", version: 1, accepts: () => true, estimate: () => ({ seconds: 1, memoryMB: 64 }), run: async () => ({ findings: [{ rule: "shouted", title: "Shouted", severity: "low", start: 0, end: 3 }] }) })],\n`,
        ),
    );
    expect({ status, tasks }).toMatchObject({ status: "complete", tasks: { expected: 4, succeeded: 4 } });
    expect(text).toContain("shouted");
  });

  it("a pattern pack is compiled and looked for", async () => {
    await mkdir(join(copy, "rules"), { recursive: true });
    await writeFile(join(copy, "rules/own.ndjson"), '{"id":"magic-word","kind":"regex","value":"xyzzy-[0-9]{4}"}\n');
    const { status, text } = await runWith("pack", (config) =>
      config
        .replace(
          'from "@torrent/analysis";',
          'from "@torrent/analysis";\nimport { patterns } from "@torrent/analysis";',
        )
        .replace("  passes,\n", '  passes: [...passes, patterns("./rules/*.ndjson")],\n'),
    );
    expect(status).toBe("complete");
    expect(text).toContain("magic-word");
  });

  it("a classification rule decides which passes run", async () => {
    const { status, tasks } = await runWith("rule", (config) =>
      config.replace(
        "  passes,\n",
        '  passes,\n  classify: [{ name: "texts", kinds: ["text"], passes: ["structure"] }],\n',
      ),
    );
    expect({ status, tasks }).toMatchObject({ status: "complete", tasks: { expected: 1, succeeded: 1 } });
  });
});

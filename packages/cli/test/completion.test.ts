import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Shell, shells } from "../src/completion.ts";
import { called } from "./called.ts";

const there = (name: string): boolean => spawnSync(name, ["--version"], { stdio: "ignore" }).status === 0;
const missing = shells.filter((shell) => !there(shell));
if (missing.length > 0) console.warn(`skipped: no ${missing.join(", no ")} on this machine`);

const script = (name: string): string => fileURLToPath(new URL(`shells/${name}`, import.meta.url));

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "torrent-completion-"));
  await writeFile(join(dir, "delivery.zip"), "");
  // zsh takes a completion from a file of this name in a folder of `$fpath`.
  for (const shell of shells)
    await writeFile(
      join(dir, shell === "zsh" ? "_torrent" : `torrent.${shell}`),
      (await called("completion", shell)).stdout,
    );
});
afterAll(() => rm(dir, { recursive: true }));

const run = async (file: string, args: string[]): Promise<string> =>
  (await promisify(execFile)(file, args, { cwd: dir, env: { ...process.env, HOME: dir }, timeout: 50_000 })).stdout;

/** What each shell offers at the end of a line, asked of the shell itself. */
const offered: Record<Shell, (line: string) => Promise<string[]>> = {
  bash: async (line) => {
    const ask =
      'source torrent.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _torrent; printf "%s\\n" "$' + '{COMPREPLY[@]}"';
    return (await run("bash", ["-c", ask, "bash", ...line.split(" ")])).split("\n");
  },
  zsh: async (line) => {
    const seen = await run("zsh", ["-f", script("press-tab.zsh"), script("offered.zsh"), line]);
    return seen.slice(seen.indexOf("<<<") + 3, seen.indexOf(">>>")).split(/\r?\n/);
  },
  fish: async (line) => {
    const ask = `source torrent.fish; complete -C '${line}'`;
    return (await run("fish", ["--no-config", "-c", ask])).split("\n").map((line) => line.split("\t")[0] ?? "");
  },
};

describe.each(shells)("completion in %s", (shell) => {
  it.skipIf(missing.includes(shell)).each([
    ["verbs", "torrent su", ["submit"]],
    ["options", "torrent redrive --d", ["--dry-run"]],
    ["the values of an option", "torrent submit --urgency h", ["high"]],
    ["all values of an option", "torrent status --sort ", ["priority", "time"]],
    ["files where a verb takes them", "torrent submit deli", ["delivery.zip"]],
    ["files where an option takes them", "torrent calibrate --out deli", ["delivery.zip"]],
    ["no files where an option takes another value", "torrent serve --port deli", []],
    ["the verbs of a verb", "torrent patterns b", ["build"]],
    ["the words of an argument", "torrent completion f", ["fish"]],
  ])("knows %s", async (_, line, words) => {
    expect((await offered[shell](line)).filter((word) => word !== "").sort()).toEqual(words);
  });
});

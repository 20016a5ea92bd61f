import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { figures } from "./figures.ts";
import { installFromTarballs, npm } from "./from-tarballs.ts";

/** The address that `torrent serve` prints, once it answers there. */
const served = async (project: string): Promise<string> => {
  const args = ["node_modules/@torrent/cli/bin/torrent.js", "serve", "--json", "--port", "0"];
  const child: ChildProcess = spawn("node", args, { cwd: project, stdio: ["ignore", "pipe", "inherit"] });
  try {
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`torrent serve ended with code ${code} before it printed its address`);
    });
    const printed = once(createInterface({ input: child.stdout! }), "line");
    const [line] = await Promise.race([printed, ended]);
    const { url } = JSON.parse(String(line)) as { url: string };
    const page = await fetch(url);
    if (!page.ok || !(await page.text()).includes("<html")) throw new Error(`${url} does not show the dashboard`);
    return url;
  } finally {
    child.kill();
  }
};

/** What `npm create torrent` makes of a kind, installed, tested, run and served. */
export const runCreated = async (
  folder: string,
  kind: string,
  packed: ReadonlyMap<string, string>,
): Promise<string> => {
  const installer = join(folder, "installer");
  mkdirSync(installer);
  const dependencies = { "create-torrent": packed.get("create-torrent") };
  writeFileSync(join(installer, "package.json"), JSON.stringify({ private: true, dependencies }));
  npm(installer, "install", "--no-audit", "--no-fund", "--loglevel=error");
  const command = join(installer, "node_modules/.bin/create-torrent");
  execFileSync(command, ["--name", `my-${kind}`, "--kind", kind], { cwd: folder, stdio: "inherit" });
  const project = join(folder, `my-${kind}`);
  installFromTarballs(project, packed);
  npm(project, "test", "--silent");
  npm(project, "run", "--silent", "types");
  const line = figures(`create-torrent ${kind}`, project, "samples");
  return `${line}, dashboard at ${await served(project)}`;
};

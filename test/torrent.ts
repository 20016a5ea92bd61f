import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the torrent command as a user would; `ended` resolves with all that it printed. */
export const torrent = (...args: string[]): ReturnType<typeof torrentIn> => torrentIn({}, ...args);

/** The same with more in its environment. */
export const torrentIn = (
  env: Readonly<Record<string, string>>,
  ...args: string[]
): { child: ChildProcess; ended: Promise<Ended> } => {
  const child = spawn(
    process.execPath,
    [
      "--conditions=@torrent/source",
      "--disable-warning=ExperimentalWarning",
      join(root, "packages/cli/bin/torrent.js"),
      ...args,
    ],
    { cwd: root, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1", ...env } },
  );
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  return { child, ended };
};

/** A folder of its own for one test, removed afterwards. */
export const scratch = async (): Promise<{ dir: string; [Symbol.asyncDispose](): Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), "torrent-test-"));
  return { dir, [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }) };
};

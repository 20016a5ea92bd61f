import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rmdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

/** As `sst deploy` would be started, but that it neither counts its uses nor looks for tools it does not need. */
const env = {
  ...process.env,
  SST_TELEMETRY_DISABLED: "1",
  SST_SKIP_DEPENDENCY_CHECK: "1",
  SST_NO_BUN: "1",
  SST_STAGE: "test",
};

export interface Ran {
  code: number;
  out: string;
  errors: string;
}

export const run = (command: string, args: readonly string[]): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    const ran = { out: "", errors: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      ran.out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      ran.errors += text;
    });
    child.on("error", reject).on("close", (code) => resolve({ code: code ?? 1, ...ran }));
  });

const unpacked = (): boolean => existsSync(`${root}/.sst/platform/node_modules/@pulumi/aws/package.json`);
const lock = join(tmpdir(), `${basename(root)}-unpacks-sst`);
/** A lock this old is one that a killed run has left. */
const STALE_MS = 180_000;

const isStale = async (): Promise<boolean> => {
  const held = await stat(lock).catch(() => undefined);
  return held !== undefined && Date.now() - held.mtimeMs > STALE_MS;
};

/**
 * Unpacks SST's platform where it is missing (once, about half a minute, from the npm registry); several test files may
 * ask at the same time. Answers why not, where the registry cannot be reached; any other failure is thrown.
 */
export const unpack = async (): Promise<{ ready: true } | { ready: false; why: string }> => {
  while (!unpacked()) {
    try {
      await mkdir(lock);
    } catch {
      if (await isStale()) await rmdir(lock).catch(() => {});
      await wait(500);
      continue;
    }
    try {
      if (unpacked()) break;
      const { code, out, errors } = await run("npx", ["sst", "install"]);
      if (unpacked()) break;
      const reached = await run("npm", ["view", "sst@4.17.1", "version"]);
      if (reached.code !== 0)
        return { ready: false, why: "SST's platform is not unpacked, and the npm registry cannot be reached" };
      throw new Error(`sst install ended with ${code}: ${out}${errors}`);
    } finally {
      await rmdir(lock).catch(() => {});
    }
  }
  return { ready: true };
};

import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOM = { maxBuffer: 512 * 2 ** 20 };

/** Lines with a finding, by the file's path below the folder. */
export type Found = Map<string, Set<number>>;

const add = (found: Found, file: string, line: number): void => {
  const lines = found.get(file) ?? new Set<number>();
  found.set(file, lines.add(line));
};

const gitleaks = async (folder: string, scratch: string): Promise<Found> => {
  const report = join(scratch, "gitleaks.json");
  const program = process.env.TORRENT_GITLEAKS ?? "gitleaks";
  const options = [
    "dir",
    folder,
    "--no-banner",
    "--exit-code",
    "0",
    "--report-format",
    "json",
    "--report-path",
    report,
  ];
  await run(program, options, ROOM);
  const found: Found = new Map();
  const entries = JSON.parse(await readFile(report, "utf8")) as { File: string; StartLine: number; EndLine: number }[];
  for (const { File, StartLine } of entries) add(found, relative(folder, File), StartLine);
  return found;
};

const detectSecrets = async (folder: string): Promise<Found> => {
  const program = process.env.TORRENT_DETECT_SECRETS ?? "detect-secrets";
  const { stdout } = await run(program, ["-C", folder, "scan", "--all-files", "--no-verify", "."], ROOM);
  const { results } = JSON.parse(stdout) as { results: Record<string, { line_number: number }[]> };
  const found: Found = new Map();
  for (const [file, entries] of Object.entries(results))
    for (const entry of entries) add(found, file, entry.line_number);
  return found;
};

/** What other scanners find in the same files; those that are not installed are left out. */
export const peers = async (
  folder: string,
  scratch: string,
): Promise<[name: string, found: Found, seconds: number][]> => {
  const results: [string, Found, number][] = [];
  for (const [name, scan] of [
    ["gitleaks", gitleaks],
    ["detect-secrets", detectSecrets],
  ] as const) {
    const start = performance.now();
    try {
      results.push([name, await scan(folder, scratch), (performance.now() - start) / 1000]);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
  return results;
};

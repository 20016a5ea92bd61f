import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { difference, scoresWithoutTime, timeless } from "./difference.ts";

/**
 * Kills the embedded pipeline with SIGKILL at random moments, many times, and checks that every package ends with the
 * report of an undisturbed run. When the packages are done before the kills are, a new batch begins.
 */
const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string", default: "1" } },
});
const wanted = Number(values.kills);
let state = Number(values.seed) >>> 0 || 1;
const random = (): number => {
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9;
  return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
};

const command = fileURLToPath(new URL("../../packages/cli/bin/torrent.js", import.meta.url));
const samples = fileURLToPath(new URL("../../samples", import.meta.url));
const names = ["field-notes", "finance.tar.gz", "incident-logs.zip", "mailbox.mbox", "source-drop.zip", "many"];

/** A fourth kill could give up a message that was in flight each time, as it should: then reports rightly differ. */
const KILLS_PER_BATCH = 3;

interface Summary {
  packages: { name: string; status: string; report: string }[];
}

/** Starts a run; half of the lives send their heavy share to worker processes, which die with them or are orphaned. */
const start = (
  paths: readonly string[],
  data: string,
  heavy: boolean,
): { child: ChildProcess; out: Promise<string> } => {
  const rules = heavy ? JSON.stringify([{ name: "tables are heavy", kinds: ["csv"], route: "fargate" }]) : "";
  const args = [
    "--conditions=@torrent/source",
    "--disable-warning=ExperimentalWarning",
    command,
    "run",
    "--json",
    "--data",
    data,
  ];
  const child = spawn(process.execPath, [...args, ...paths], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, ...scoresWithoutTime, TORRENT_RULES: rules },
  });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  return { child, out: new Promise((resolve) => child.once("close", () => resolve(text))) };
};

/** Reports by package name, without what depends on the hour. */
const reports = async (out: string): Promise<Map<string, string>> => {
  const map = new Map<string, string>();
  for (const { name, status, report } of (JSON.parse(out) as Summary).packages) {
    map.set(name, `${status} ${JSON.stringify(timeless(JSON.parse(await readFile(report, "utf8"))))}`);
  }
  return map;
};

const place = await mkdtemp(join(tmpdir(), "torrent-chaos-"));
try {
  const folder = join(place, "in");
  await cp(samples, folder, { recursive: true });
  await mkdir(join(folder, "many"));
  for (let n = 0; n < 400; n += 1)
    await writeFile(
      join(folder, "many", `${n}.log`),
      `2026-01-05T09:00:00Z host-${n % 9} user${n}@example.com from 10.0.0.${n % 250}\n`,
    );
  const paths = names.map((name) => join(folder, name));
  const begun = performance.now();
  const calm = await reports(await start(paths, join(place, "calm"), false).out);
  let calmMs = performance.now() - begun;

  let kills = 0;
  let batches = 0;
  let differing = 0;
  while (kills < wanted) {
    batches += 1;
    const data = join(place, `storm-${batches}`);
    let survived = 0;
    for (let ended = false; !ended; ) {
      const started = performance.now();
      const { child, out } = start(paths, data, batches % 2 === 0);
      // Some die while they start, most in mid-work, on a fast machine and a busy one.
      const life = (0.1 + 0.8 * random()) * calmMs;
      const timer = setTimeout(
        () => child.kill("SIGKILL"),
        survived < KILLS_PER_BATCH && kills < wanted ? life : 2 ** 31 - 1,
      );
      const text = await out;
      clearTimeout(timer);
      if (child.signalCode === "SIGKILL") {
        kills += 1;
        survived += 1;
        continue;
      }
      ended = true;
      // Done before it was to die: the machine is faster now.
      if (survived === 0) calmMs = performance.now() - started;
      const stormy = await reports(text);
      for (const name of names)
        if (stormy.get(name) !== calm.get(name)) {
          differing += 1;
          process.stderr.write(
            `batch ${batches}: the report of ${name} differs\n${difference(calm.get(name), stormy.get(name))}\n`,
          );
        }
    }
    await rm(data, { recursive: true, force: true });
    process.stderr.write(`${kills} kills survived, ${batches} batches of ${names.length} packages finished\n`);
  }
  process.stdout.write(`${kills} kills, ${batches * names.length} packages finished, ${differing} reports differ\n`);
  process.exitCode = differing === 0 ? 0 : 1;
} finally {
  await rm(place, { recursive: true, force: true });
}

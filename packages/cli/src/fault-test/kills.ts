import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CONFIG_VARIABLE } from "@torrent/core/unstable";
import { EnvironmentError } from "../errors.ts";
import { changing, type Difference, differences, endsIn } from "./ends.ts";
import { writeVariants } from "./variants.ts";

export interface KillOptions {
  /** Address of the choreography's module. */
  config: string;
  /** Paths of the packages. */
  paths: readonly string[];
  kills: number;
  seed: number;
  subscribers: "run" | "record";
  onKill?(done: number): void;
}

export interface KillResult {
  kills: number;
  /** Packages that were finished in spite of them. */
  packages: number;
  /** Where a package came to something else than in an undisturbed run; at most 20. */
  differences: Difference[];
}

/** A fourth kill could give up a message that was in flight each time, as it should: then outcomes rightly differ. */
const KILLS_PER_BATCH = 3;
const MOST_DIFFERENCES = 20;

const life = fileURLToPath(new URL(`./life${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`, import.meta.url));

/** Repeatable chance, from 0 up to 1. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
};

/** Runs one life; kills it after `killMs`, where that is given. Whether it was killed. */
const live = (config: string, dataDir: string, paths: readonly string[], killMs?: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, life, dataDir, ...paths], {
      stdio: ["ignore", "ignore", "pipe"],
      env: { ...process.env, [CONFIG_VARIABLE]: config },
    });
    let errors = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors = (errors + text).slice(-2000);
    });
    const timer = killMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killMs);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (signal === "SIGKILL") resolve(true);
      else if (code === 0) resolve(false);
      else reject(new EnvironmentError(`The pipeline ended with exit code ${code ?? signal}: ${errors.trim()}`));
    });
  });

/**
 * Kills the embedded pipeline with SIGKILL at random moments, and compares what every package came to with an undisturbed run.
 * What two undisturbed runs do not agree on is not compared.
 */
export const killTest = async (options: KillOptions): Promise<KillResult> => {
  const { config, paths, kills: wanted, seed, subscribers, onKill } = options;
  const random = randomFrom(seed);
  const place = await mkdtemp(join(tmpdir(), "torrent-test-"));
  try {
    const { plain, heavy } = await writeVariants(place, config, subscribers);
    const calm = join(place, "calm");
    const began = performance.now();
    await live(plain, calm, paths);
    let calmMs = performance.now() - began;
    const expected = await endsIn(calm);
    await live(plain, join(place, "again"), paths);
    const ignored = changing(expected, await endsIn(join(place, "again")));

    const result: KillResult = { kills: 0, packages: 0, differences: [] };
    for (let batch = 1; result.kills < wanted; batch += 1) {
      const dataDir = join(place, `storm-${batch}`);
      const variant = batch % 2 === 0 ? heavy : plain;
      let survived = 0;
      let killed = true;
      while (killed) {
        const started = performance.now();
        const kill = survived < KILLS_PER_BATCH && result.kills < wanted;
        killed = await live(variant, dataDir, paths, kill ? (0.1 + 0.8 * random()) * calmMs : undefined);
        if (killed) {
          survived += 1;
          result.kills += 1;
          onKill?.(result.kills);
        } else if (survived === 0) calmMs = performance.now() - started;
      }
      const ends = await endsIn(dataDir);
      result.packages += ends.size;
      result.differences.push(...differences(expected, ends, ignored));
      await rm(dataDir, { recursive: true, force: true });
    }
    result.differences = result.differences.slice(0, MOST_DIFFERENCES);
    return result;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
};

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import {
  ANY_KIND,
  type CalibrationRow,
  type Cloud,
  calibrate as fitEstimates,
  type Measurement,
  measurements,
} from "@torrent/core/unstable";
import { embeddedCloud } from "@torrent/local";
import { loadConfig } from "../config.ts";
import { estimatesFile } from "../embedded.ts";
import { EnvironmentError, UsageError } from "../errors.ts";
import { type Io, json } from "../io.ts";
import { table } from "../view/table.ts";

export interface CalibrateOptions {
  data: string;
  packages: number;
  out?: string;
  aws?: boolean;
  json?: boolean;
  config?: string;
}

const PAGE = 100;

/** Opens the source of measurements: a data folder on this machine, or the deployment named by the environment. */
const open = async ({ data, aws }: CalibrateOptions): Promise<{ cloud: Cloud; close: () => Promise<void> }> => {
  if (aws) {
    const { connect } = await import("@torrent/core/aws");
    return { cloud: await connect(process.env), close: async () => {} };
  }
  if (!existsSync(join(resolve(data), "tally.db")))
    throw new EnvironmentError(
      `${data} is not a data folder; pass the one used by "torrent run" or "torrent serve" with --data`,
    );
  const cloud = embeddedCloud({ dataDir: data });
  return { cloud, close: () => cloud.close() };
};

const gather = async (cloud: Cloud, most: number): Promise<{ packages: number; measured: Measurement[] }> => {
  const measured: Measurement[] = [];
  let packages = 0;
  for (let cursor: string | undefined; packages < most; ) {
    const page = await cloud.packages.list({ limit: Math.min(PAGE, most - packages), ...(cursor ? { cursor } : {}) });
    for (const { id, round } of page.packages)
      for await (const measurement of measurements(cloud, id, round)) measured.push(measurement);
    packages += page.packages.length;
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return { packages, measured };
};

const number = (value: number): string =>
  value >= 100 ? String(Math.round(value)) : value >= 10 ? value.toFixed(1) : value.toPrecision(2);

const line = ({ pass, kind, tasks, bytes, estimatedSeconds, seconds, fitted: to }: CalibrationRow): string[] => [
  pass,
  kind === ANY_KIND ? "all" : kind,
  String(tasks),
  number(bytes / 1e6),
  number(seconds > 0 ? bytes / 1e6 / seconds : 0),
  number(estimatedSeconds),
  number(seconds),
  `${number(seconds > 0 ? estimatedSeconds / seconds : 0)}×`,
  `${number(to.seconds)} s + ${number(to.secondsPerMB)} s/MB`,
];

const HEAD = ["PASS", "KIND", "TASKS", "MB", "MB/S", "ESTIMATED S", "ACTUAL S", "EST/ACT", "FITTED"];

/** Compares estimated with actual durations and writes the estimates that would have fitted. */
export const calibrate = async (options: CalibrateOptions, io: Io): Promise<void> => {
  const { choreography } = await loadConfig(options.config);
  const { cloud, close } = await open(options);
  try {
    const { packages, measured } = await gather(cloud, options.packages);
    if (measured.length === 0)
      throw new UsageError(
        `No task succeeded in the ${options.packages} most recent packages, so there is nothing to measure`,
      );
    const { rows, table: estimates } = fitEstimates(measured, choreography.passes);
    const out = resolve(options.out ?? (options.aws ? "estimates.json" : estimatesFile(options.data)));
    await writeFile(out, `${JSON.stringify(estimates)}\n`, { mode: 0o600 });
    if (options.json) return json(io, { packages, rows, estimates, out });
    io.out.write(`${table([HEAD, ...rows.map(line)], [2, 3, 4, 5, 6, 7]).join("\n")}\n`);
    io.err.write(
      options.aws
        ? `Wrote ${out}. To use it, give it to defineChoreography as estimates\n`
        : `Wrote ${out}. "torrent run" and "torrent serve" use it in this data folder\n`,
    );
  } finally {
    await close();
  }
};

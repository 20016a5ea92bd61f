import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { countOf } from "@torrent/core/format";
import { secretsFrom } from "@torrent/core/unstable";
import { type Simulation, simulate } from "@torrent/simulation";
import { loadConfig } from "../config.ts";
import { exitCodes } from "../errors.ts";
import { type KillResult, killTest } from "../fault-test/kills.ts";
import { readSamples, type Samples } from "../fault-test/samples.ts";
import { type Io, json } from "../io.ts";
import { sanitize } from "../print.ts";
import { table } from "../view/table.ts";

export interface TestOptions {
  seeds: number;
  from: number;
  kill: number;
  samples?: string;
  config?: string;
  subscribers?: boolean;
  json?: boolean;
}

/** Lines of a failed run's timeline that are printed; all of it is in the JSON. */
const TIMELINE_LINES = 40;

/** Runs the choreography under simulated faults and, with `--kill`, under SIGKILLs. The exit code reports whether it held. */
export const test = async (options: TestOptions, io: Io): Promise<number> => {
  const { choreography, url } = await loadConfig(options.config);
  const samples = await readSamples(options.samples);
  const place = await mkdtemp(join(tmpdir(), "torrent-test-"));
  const subscribers = options.subscribers ? "run" : "record";
  const say = (text: string): void => {
    if (!options.json) io.out.write(`${text}\n`);
  };
  try {
    say(`${choreography.name}: ${describePasses(choreography.passes.size)}, ${describeSamples(samples)}`);
    const scratchDir = join(place, "scratch");
    await mkdir(scratchDir);
    const simulation = await simulate(choreography, {
      packages: samples.packages,
      seeds: { from: options.from, count: options.seeds },
      subscribers,
      secrets: secretsFrom(process.env),
      scratchDir,
      onRun: progress(io, "run"),
    });
    say(describeSimulation(simulation));
    const { failure, undisturbed, runs, survey } = simulation;
    const kills = failure || options.kill === 0 ? undefined : await kill(options, url, samples, place, io);
    if (kills) say(describeKills(kills));
    const ok = !failure && (kills?.differences.length ?? 0) === 0;
    if (options.json)
      json(io, {
        choreography: choreography.name,
        samples: { from: samples.from, packages: samples.packages.map(({ name }) => name) },
        ok,
        simulation: { runs, faults: survey.faults, undisturbed, failure: failure ?? null },
        kills: kills ?? null,
      });
    else say(ok ? "Every invariant held." : "An invariant did not hold.");
    return ok ? exitCodes.done : exitCodes.packageFailed;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
};

const kill = async (
  options: TestOptions,
  url: string,
  samples: Samples,
  place: string,
  io: Io,
): Promise<KillResult> => {
  const folder = join(place, "packages");
  await mkdir(folder);
  const paths: string[] = [];
  for (const { name, body } of samples.packages) {
    const path = join(folder, name);
    await writeFile(path, body);
    paths.push(path);
  }
  return killTest({
    config: url,
    paths,
    kills: options.kill,
    seed: options.from + 1,
    subscribers: options.subscribers ? "run" : "record",
    onKill: progress(io, "kill"),
  });
};

/** A line that counts, redrawn in a terminal; nothing elsewhere. */
const progress =
  ({ err }: Io, what: string) =>
  (done: number, of?: number): void => {
    if (err.isTTY)
      err.write(`\r\u001b[2K${what} ${done}${of === undefined ? "" : ` of ${of}`}${done === of ? "\n" : ""}`);
  };

const describePasses = (passes: number): string => (passes === 1 ? "1 pass" : `${passes} passes`);

const describeSamples = ({ packages, from }: Samples): string =>
  from === "generated"
    ? `${countOf(packages.length, "generated package")}; put packages of your own into samples/, or name a folder with --samples`
    : `${countOf(packages.length, "package")} of ${from}`;

const describeSimulation = ({ undisturbed, runs, survey, failure }: Simulation): string => {
  const rows = undisturbed.map(({ name, state, components, results, told }) => [
    sanitize(name),
    state,
    String(components),
    String(results),
    String(told),
  ]);
  const lines = [
    "",
    "When nothing fails",
    ...table([["PACKAGE", "STATE", "COMPONENTS", "RESULTS", "TOLD"], ...rows], [2, 3, 4]),
  ];
  if (runs > 0) lines.push("", "Under simulated faults", String(survey));
  if (failure) lines.push("", ...describeFailure(failure));
  return lines.join("\n");
};

const describeFailure = ({ invariant, what, seed, explanation }: NonNullable<Simulation["failure"]>): string[] => {
  const lines = explanation.split("\n").map(sanitize);
  const shown =
    lines.length > 2 * TIMELINE_LINES
      ? [...lines.slice(0, TIMELINE_LINES), "…", ...lines.slice(-TIMELINE_LINES)]
      : lines;
  if (seed === undefined) return [`Without any fault, ${invariant} does not hold: ${sanitize(what)}`];
  return [`${invariant} does not hold: ${sanitize(what)}`, `Again: torrent test --from ${seed} --seeds 1`, ...shown];
};

const describeKills = ({ kills, packages, differences }: KillResult): string =>
  [
    "",
    "Under kill -9",
    `${countOf(kills, "kill")}, ${countOf(packages, "package")} finished, ${countOf(differences.length, "difference")} from an undisturbed run`,
    ...differences.map(
      ({ package: name, path, undisturbed, killed }) =>
        `  ${sanitize(name)}: ${sanitize(path)} is ${sanitize(killed.slice(0, 100))}, undisturbed ${sanitize(undisturbed.slice(0, 100))}`,
    ),
  ].join("\n");

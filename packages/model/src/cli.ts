import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Arrival } from "./arrivals/arrival.ts";
import { parseArrivals } from "./arrivals/file.ts";
import { MONDAY } from "./pipeline/options.ts";
import { pipelineTopology as topology } from "./pipeline-topology.ts";
import { listPrices } from "./prices.ts";
import { runVariant, type Scenario, scenarios } from "./scenarios/index.ts";
import { describe, describeSeed } from "./scenarios/print.ts";
import { seedSurface } from "./scenarios/seed.ts";

const names = [...scenarios.map(({ name }) => name), "seed"];
const usage = `npm run simulate -- --scenario NAME [--json] [--seed N] [--days N] [--arrivals FILE]
NAME is one of: ${names.join(", ")}
--arrivals takes a file of JSON lines, {"at":"2026-11-02T08:00:00Z","bytes":1048576,"components":12}, in place of generated ones
`;

/** Another seed draws other packages. */
const DEFAULT_SEED = 2;

class UsageError extends Error {}

const options = () => {
  let values: { scenario?: string; json?: boolean; seed?: string; days?: string; arrivals?: string };
  try {
    ({ values } = parseArgs({
      options: {
        scenario: { type: "string" },
        json: { type: "boolean" },
        seed: { type: "string" },
        days: { type: "string" },
        arrivals: { type: "string" },
      },
    }));
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const { scenario, json = false, arrivals } = values;
  if (scenario === undefined) throw new UsageError("Name a scenario");
  if (!names.includes(scenario)) throw new UsageError(`There is no scenario "${scenario}"`);
  const seed = Number(values.seed ?? DEFAULT_SEED);
  if (!Number.isInteger(seed)) throw new UsageError(`--seed takes a whole number, not "${values.seed}"`);
  const days = values.days === undefined ? undefined : Number(values.days);
  if (days !== undefined && !(days > 0 && days <= 366)) throw new UsageError("--days is above 0 and at most 366");
  if (scenario === "seed" && (days !== undefined || arrivals !== undefined))
    throw new UsageError("The seed scenario fixes its own days and arrivals");
  return { scenario, json, seed, days, arrivals };
};

const readArrivals = async (path: string): Promise<Arrival[]> => {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UsageError(`Cannot read ${path}: ${error instanceof Error ? error.message : error}`);
  }
  try {
    return parseArrivals(text, MONDAY);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const runScenario = async (scenario: Scenario, { seed, days, arrivals, json }: ReturnType<typeof options>) => {
  const given = arrivals === undefined ? undefined : await readArrivals(arrivals);
  const whole = given && days === undefined ? Math.max(1 / 24, Math.ceil((given.at(-1)!.at + 1) / 3600) / 24) : days;
  const variants = scenario.variants.map((variant) => {
    const lasting = whole ?? variant.days ?? scenario.arrivals.days;
    const { answer } = runVariant(scenario, variant, {
      topology,
      seed,
      days: lasting,
      ...(given ? { arrivals: given } : {}),
    });
    return { variant: variant.name, days: lasting, ...answer };
  });
  if (json) {
    const { region, date } = listPrices;
    return JSON.stringify(
      { scenario: scenario.name, about: scenario.about, seed, prices: { region, date }, variants },
      null,
      2,
    );
  }
  return [scenario.about, ...variants.map((v) => describe(v.variant, v, v.days))].join("\n\n");
};

const main = async (): Promise<number> => {
  const began = performance.now();
  try {
    const chosen = options();
    const scenario = scenarios.find(({ name }) => name === chosen.scenario);
    if (scenario) process.stdout.write(`${await runScenario(scenario, chosen)}\n`);
    else {
      const cells = seedSurface(topology, chosen.seed);
      const { region, date } = listPrices;
      const whole = { scenario: "seed", seed: chosen.seed, prices: { region, date }, cells };
      process.stdout.write(`${chosen.json ? JSON.stringify(whole, null, 2) : describeSeed(cells)}\n`);
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n${usage}`);
    return 2;
  }
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const processor = ((userCPUTime + systemCPUTime) / 1e6).toFixed(1);
  process.stderr.write(
    `${((performance.now() - began) / 1000).toFixed(1)} s, ${processor} s of processor, ${Math.round(maxRSS / 1024)} MB at most\n`,
  );
  return 0;
};

process.exitCode = await main();

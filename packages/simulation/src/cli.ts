import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import {
  crashPoints,
  edgeScenario,
  explain,
  explore,
  isFailure,
  pairs,
  runSynthetic,
  Survey,
  smallPackage,
  smallScenario,
  strikeEach,
} from "./index.ts";
import { partOf, spread } from "./spread.ts";

/**
 * `npm run simulate:faults -- --seeds N [--from N] [--shape small|edge]` explores seeds; `-- --pairs` strikes a small
 * package at every two of its calls, on every core. Exit code 1 where an invariant breaks.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "0" },
    shape: { type: "string", default: "small" },
    pairs: { type: "boolean" },
    /** Of so many processes, this one's share: `0/2`. */
    part: { type: "string" },
  },
});

const seedsFrom = async (from: number, seeds: number): Promise<number> => {
  const arbitrary = values.shape === "edge" ? edgeScenario : smallScenario;
  const survey = new Survey();
  let failed = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const found = await explore(arbitrary, seed, runSynthetic);
    if (!isFailure(found)) survey.add(found);
    else {
      failed += 1;
      console.log(explain(found));
    }
  }
  console.error(`${survey}\n${failed} failed`);
  return failed;
};

const everyPair = async (part: string): Promise<number> => {
  const all = pairs(await crashPoints(smallPackage, ["crash-before", "crash-after"]));
  const broken = await strikeEach(smallPackage, partOf(all, part));
  if (broken) console.log(JSON.stringify({ faults: broken.faults, violations: broken.run.violations }, undefined, 1));
  else console.error(`${partOf(all, part).length} of ${all.length} pairs of crash points survived`);
  return broken ? 1 : 0;
};

const main = async (): Promise<number> => {
  const [seeds, from] = [Number(values.seeds), Number(values.from)];
  if (!Number.isInteger(seeds) || !Number.isInteger(from) || !["small", "edge"].includes(values.shape)) {
    console.error("--seeds and --from take whole numbers; --shape takes small or edge");
    return 2;
  }
  if (!values.pairs) return (await seedsFrom(from, seeds)) > 0 ? 1 : 0;
  if (values.part !== undefined) return everyPair(values.part);
  const started = performance.now();
  const failed = await spread(availableParallelism(), ["--pairs"]);
  console.error(`${((performance.now() - started) / 1000).toFixed(0)} s on ${availableParallelism()} cores`);
  return failed;
};

process.exit(await main());

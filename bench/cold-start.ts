import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { atMost, type BenchResult, median, round } from "./bench.ts";
import { awslambda, type Bundled, bundled, inFolder, lambdaEnvironment } from "./bundling.ts";
import { floorOf, handlers, TARGET } from "./floors.ts";

/** INIT times of each bundle; taken in turns with the floor's, so that a slow minute is in both. */
const TIMES = 20;
const execute = promisify(execFile);

/** Milliseconds of the import in a fresh process, its start left out. */
const init = async (name: string, { file }: Bundled): Promise<number> => {
  const program = `${awslambda} const begun = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); process.stdout.write(String(performance.now() - begun)); process.exit(0);`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", program], {
    env: lambdaEnvironment(name),
  });
  return Number(stdout);
};

const measure = (name: string) =>
  inFolder(async (folder) => {
    const own = await bundled({ entry: `infra/entries/${name}.ts` }, join(folder, "own"));
    const floor = await floorOf(name, join(folder, "floor"));
    const split = await floorOf(name, join(folder, "split"), { splitting: true });
    const times = { own: [] as number[], floor: [] as number[], split: [] as number[] };
    for (let time = 0; time < TIMES; time += 1) {
      times.floor.push(await init(name, floor));
      times.own.push(await init(name, own));
      times.split.push(await init(name, split));
    }
    return {
      own,
      floor,
      split,
      ownMs: median(times.own),
      floorMs: median(times.floor),
      splitMs: median(times.split),
    };
  });

/** Size and INIT of every function beside its floors: in one file, and split into chunks. */
export const run = async (): Promise<BenchResult> => {
  const rows: BenchResult["rows"] = [];
  const targets: BenchResult["targets"] = [];
  for (const name of handlers) {
    const { own, floor, split, ownMs, floorMs, splitMs } = await measure(name);
    const size = own.eagerBytes / floor.eagerBytes;
    const time = ownMs / floorMs;
    rows.push({
      function: name,
      "INIT KB": Math.round(own.eagerBytes / 1000),
      "whole KB": Math.round(own.allBytes / 1000),
      "floor KB": Math.round(floor.eagerBytes / 1000),
      size: round(size),
      "split floor KB": Math.round(split.eagerBytes / 1000),
      "size/split": round(own.eagerBytes / split.eagerBytes),
      "INIT ms": round(ownMs),
      "floor ms": round(floorMs),
      init: round(time),
      "split ms": round(splitMs),
      "init/split": round(ownMs / splitMs),
    });
    targets.push(atMost(`${name}: size over the floor's`, round(size), TARGET));
    targets.push(atMost(`${name}: INIT over the floor's`, round(time), TARGET));
  }
  return { rows, targets };
};

import { execFile } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { bundle } from "../packages/functions/bundle.ts";
import { atMost, type BenchResult, median, round } from "./bench.ts";
import { awslambda, type Bundled, bundled, inFolder, lambdaEnvironment } from "./bundling.ts";

/** INIT times of each bundle; taken in turns with the floor's, so that a slow minute is in both. */
const TIMES = 20;
/** Times the floor, in size and in INIT. */
const TARGET = 1.3;

const clients: Record<string, string> = {
  s3: 'import { S3Client } from "@aws-sdk/client-s3"; export { S3Client }; new S3Client({ region: "us-east-1" });',
  dynamodb:
    'import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; export { DynamoDBClient }; new DynamoDBClient({ region: "us-east-1" });',
  sqs: 'import { SQSClient } from "@aws-sdk/client-sqs"; export { SQSClient }; new SQSClient({ region: "us-east-1" });',
  ecs: 'import { ECSClient } from "@aws-sdk/client-ecs"; export { ECSClient }; new ECSClient({ region: "us-east-1" });',
};

/** The SDK clients that each function constructs: its floor. */
const functions: Record<string, readonly string[]> = {
  intake: ["s3", "dynamodb", "sqs"],
  classify: ["s3", "dynamodb", "sqs"],
  analyze: ["s3", "dynamodb", "sqs"],
  aggregate: ["s3", "dynamodb", "sqs"],
  dispatch: ["dynamodb", "sqs", "ecs"],
  bury: ["s3", "dynamodb", "sqs"],
  sweep: ["s3", "dynamodb", "sqs"],
  api: ["s3", "dynamodb", "sqs"],
};

const execute = promisify(execFile);

/** Milliseconds of the import in a fresh process, its start left out. */
const init = async (name: string, { file }: Bundled): Promise<number> => {
  const program = `${awslambda} const begun = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); process.stdout.write(String(performance.now() - begun)); process.exit(0);`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", program], {
    env: lambdaEnvironment(name),
  });
  return Number(stdout);
};

const measure = async (name: string, floorClients: readonly string[]) =>
  inFolder(async (folder) => {
    const own = await bundled({ entry: `packages/functions/src/lambda/${name}.ts` }, join(folder, "own"));
    const text = floorClients.map((client) => clients[client]).join("\n");
    const floor = await bundled({ text }, join(folder, "floor"), { ...bundle, splitting: false });
    const split = await bundled({ text }, join(folder, "split"));
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

/**
 * Size and INIT of every function beside the floor: a bundle of the bare SDK clients that it constructs, in one file, as
 * SST makes it unless told otherwise. `split floor` is the same in chunks, as our functions are: a floor without what the
 * SDK itself loads late, and so a harder one.
 */
export const run = async (): Promise<BenchResult> => {
  const rows: BenchResult["rows"] = [];
  const targets: BenchResult["targets"] = [];
  for (const [name, floorClients] of Object.entries(functions)) {
    const { own, floor, split, ownMs, floorMs, splitMs } = await measure(name, floorClients);
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

import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { evaluateAll, evaluated } from "../test/infra/graph.ts";
import { root, unpack } from "../test/infra/platform.ts";
import { type CostAtRest, costAtRest } from "./cost/rest.ts";
import { costTable, withTable } from "./cost/table.ts";

/**
 * What a stage costs in a month without work, out of the resources that `sst deploy` would make.
 *
 *   npm run -s cost:rest -- --stage NAME --json
 *   npm run -s cost:rest -- --write            # renews the table in docs/deploy.md
 */
const usage = "Usage: npm run -s cost:rest -- --stage NAME [--json], or --write";

const parsed = () => {
  try {
    const { values } = parseArgs({
      options: { stage: { type: "string" }, json: { type: "boolean" }, write: { type: "boolean" } },
    });
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n${usage}`);
    return process.exit(2);
  }
};

const costs = async (...stages: string[]): Promise<CostAtRest[]> => {
  const platform = await unpack();
  if (!platform.ready) {
    console.error(platform.why);
    return process.exit(3);
  }
  const graphs = await evaluateAll(stages.map((stage) => ({ stage })));
  return graphs.map((graph) => costAtRest(evaluated(graph)));
};

const { stage, json, write } = parsed();
if (write) {
  const [personal, permanent] = (await costs("alice", "production")) as [CostAtRest, CostAtRest];
  const file = `${root}/docs/deploy.md`;
  await writeFile(file, withTable(await readFile(file, "utf8"), costTable(personal, permanent)));
} else if (stage && /^[a-zA-Z][a-zA-Z0-9-]*$/.test(stage)) {
  const [cost] = (await costs(stage)) as [CostAtRest];
  if (json) console.log(JSON.stringify(cost));
  else {
    for (const { name, count, usdPerMonth } of cost.parts)
      console.log(`${usdPerMonth.toFixed(2).padStart(7)}  ${name} (${count})`);
    console.log(`${cost.usdPerMonth.toFixed(2).padStart(7)}  US dollars a month`);
  }
} else {
  console.error(usage);
  process.exit(2);
}

import { parseArgs } from "node:util";
import { edgeScenario, explain, explore, isFailure, smallScenario } from "./index.ts";

/** `npm run simulate:faults -- --seeds N [--from N] [--shape small|edge]`: explores seeds; exit code 1 where one fails. */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "0" },
    shape: { type: "string", default: "small" },
  },
});
const [seeds, from] = [Number(values.seeds), Number(values.from)];
if (!Number.isInteger(seeds) || !Number.isInteger(from) || !["small", "edge"].includes(values.shape)) {
  console.error("--seeds and --from take whole numbers; --shape takes small or edge");
  process.exit(2);
}
const arbitrary = values.shape === "edge" ? edgeScenario : smallScenario;
const started = performance.now();
const total = { simulatedMs: 0, faults: 0, failed: 0 };
for (let seed = from; seed < from + seeds; seed++) {
  const found = await explore(arbitrary, seed);
  if (isFailure(found)) {
    total.failed += 1;
    console.log(explain(found));
    continue;
  }
  total.simulatedMs += found.simulatedMs;
  total.faults += found.world.faults.struck.length;
}
const seconds = (performance.now() - started) / 1000;
console.error(
  `${seeds} seeds, ${total.faults} faults, ${(total.simulatedMs / 3_600_000).toFixed(0)} simulated hours in ${seconds.toFixed(0)} s; ${total.failed} failed`,
);
process.exit(total.failed > 0 ? 1 : 0);

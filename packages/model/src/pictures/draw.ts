import { mkdir, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { services } from "../cost/services.ts";
import { answer } from "../pipeline/answer.ts";
import { pipelineTopology as topology } from "../pipeline-topology.ts";
import {
  asDeployed,
  awsOf,
  limitsRaised,
  runVariant,
  type Scenario,
  scenarios,
  type Variant,
  withBundles,
} from "../scenarios/index.ts";
import { duration, usd } from "../scenarios/print.ts";
import { seedSurface } from "../scenarios/seed.ts";
import { withTopology } from "../topology.ts";
import { referenceWorkload } from "../workload.ts";
import { shareBars } from "./bars.ts";
import { seedHeatMap } from "./heat-map.ts";
import { lineChart, type Series } from "./lines.ts";

const SEED = 2;
const DAY = 86_400;
/** Packages that are simulated for one point at most; simulating a longer time at the same rate would not change it. */
const MOST_PACKAGES = 150_000;

const scenarioNamed = (name: string): Scenario => scenarios.find((s) => s.name === name)!;
const internet = scenarioNamed("internet");
/** Provisioned mode of the event source mapping: pollers that are there before the messages. Its price is not modelled. */
const provisioned = { pollers: { start: 200, perMinute: 1000 } };
const noWarmPool = { warmPool: { workers: 0 } };

const counts = (value: number): string => {
  if (value >= 1e6) return `${value / 1e6}M`;
  return value >= 1000 ? `${value / 1000}k` : String(value);
};

const steadily = (perDay: number): Scenario => ({
  ...internet,
  arrivals: { ...internet.arrivals, rhythm: { kind: "steady", perDay }, days: Math.min(30, MOST_PACKAGES / perDay) },
});

/** US dollars for a thousand packages, over six orders of magnitude of volume. */
const byVolume = (): string => {
  const volumes = [5, 50, 500, 5000, 50_000, 500_000, 5_000_000, 10_000_000];
  const lines = new Map<string, { x: number; y: number }[]>();
  const add = (name: string, x: number, y: number) => lines.set(name, [...(lines.get(name) ?? []), { x, y }]);
  for (const perDay of volumes) {
    const variant: Variant = { ...limitsRaised, topology: { ...limitsRaised.topology, ...noWarmPool } };
    const { answer: a } = runVariant(steadily(perDay), variant, { topology, seed: SEED });
    const forThousand = (price: number) => (1000 * price) / a.packages;
    add("Torrent, no warm pool", perDay, forThousand(a.bill.usd));
    for (const { name, usd: price } of a.counterfactuals.orchestrators)
      if (!name.startsWith("Distributed Map, Standard, ")) add(name, perDay, forThousand(price));
    for (const { sizing, usd: price } of a.counterfactuals.ec2)
      if (sizing === "peak") add("EC2, sized for the peak", perDay, forThousand(price));
  }
  const series: Series[] = [...lines].map(([name, points]) => ({ name, points, dashed: !name.startsWith("Torrent") }));
  return lineChart(
    "Cost of small packages by volume",
    { label: "packages a day", from: 5, to: 1e7, format: counts },
    { label: "US dollars for 1,000 packages", from: 0.01, to: 1000, format: (v) => usd(v) },
    series,
  );
};

/** How latencies are spread in each scenario. */
const latencies = (): string => {
  const runs: [string, Scenario][] = [
    ["burst: 200 in an hour", scenarioNamed("burst")],
    ["trickle: 5 a day", scenarioNamed("trickle")],
    ["heavy tail: 500 a day", scenarioNamed("heavy-tail")],
    ["internet: 10M a day", steadily(10_000_000)],
  ];
  const series = runs.map(([name, scenario]): Series => {
    const variant = scenario.name === "internet" ? limitsRaised : asDeployed;
    const { result } = runVariant(scenario, variant, { topology, seed: SEED });
    const points = [...result.latency.cumulative()].map(({ value, share }) => ({ x: value, y: share }));
    return { name, points: [{ x: points[0]!.x, y: 0 }, ...points] };
  });
  return lineChart(
    "From the end of an upload to its report",
    { label: "seconds", from: 1, to: 1000, format: counts },
    {
      label: "share of packages",
      from: 0,
      to: 1,
      ticks: [0, 0.25, 0.5, 0.75, 0.95],
      format: (v) => `${Math.round(v * 100)}%`,
    },
    series,
  );
};

/** How long one delivery of many small files takes, and what delays it. */
const bySize = (): { svg: string; rows: string[] } => {
  const sizes = [1, 10, 100, 1000, 10_000, 100_000];
  const rows: string[] = [];
  const variants: Variant[] = [
    asDeployed,
    withBundles,
    { ...withBundles, name: "bundles, provisioned pollers", aws: provisioned },
    {
      ...withBundles,
      name: "bundles, provisioned, warm table",
      aws: { ...provisioned, dynamo: { initialWrites: 40_000 } },
    },
  ];
  const series = variants.map((variant): Series => {
    const points = sizes.map((components) => {
      const { answer: a } = answer({
        topology: withTopology(topology, { ...variant.topology, ...noWarmPool }),
        arrivals: [{ at: 0, components, bytes: components * 1000 }],
        seconds: DAY,
        seed: SEED,
        workload: { ...(variant.workload ?? referenceWorkload), failureRate: 0 },
        aws: awsOf(variant),
      });
      const [worst] = a.binds;
      rows.push(
        `| ${variant.name} | ${components.toLocaleString("en")} | ${duration(a.latency.max)} | ${worst ? `${worst.where}: ${worst.what}` : "nothing"} |`,
      );
      return { x: components, y: a.latency.max, note: worst ? `${worst.where}: ${worst.what}` : "nothing binds" };
    });
    return { name: variant.name, points };
  });
  const svg = lineChart(
    "One delivery of files of 1 KB, on a deployment at rest",
    { label: "components", from: 1, to: 100_000, format: counts },
    { label: "seconds to the report", from: 1, to: 1000, format: counts },
    series,
  );
  return { svg, rows };
};

/** The parts of the bill. */
const bills = (): string => {
  const bars = scenarios.map((scenario) => {
    const run = scenario.name === "internet" ? steadily(10_000_000) : scenario;
    const variant = scenario.name === "internet" ? limitsRaised : asDeployed;
    const { answer: a } = runVariant(run, variant, { topology, seed: SEED });
    return {
      name: scenario.name,
      total: `${usd(a.usdPerPackage)} each`,
      shares: services.map((service) => a.bill.services[service] / a.bill.usd),
    };
  });
  return shareBars("What a package's cost consists of", services.slice(0, -1), bars);
};

const out = fileURLToPath(new URL("../../../../docs/images/", import.meta.url));
await mkdir(out, { recursive: true });
const sized = bySize();
const pictures = {
  "scale-seed": seedHeatMap(seedSurface(topology, SEED)),
  "scale-volume": byVolume(),
  "scale-latency": latencies(),
  "scale-size": sized.svg,
  "scale-bill": bills(),
};
for (const [name, svg] of Object.entries(pictures)) await writeFile(`${out}${name}.svg`, svg);
process.stdout.write(
  `| variant | components | to the report | what binds |\n| --- | ---: | ---: | --- |\n${sized.rows.join("\n")}\n`,
);

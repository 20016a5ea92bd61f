import { generate, type Rhythm } from "../arrivals/generate.ts";
import { ec2Price, type Sizing, sizings } from "../counterfactual/ec2.ts";
import { constant, lognormal, meanOf } from "../engine/distribution.ts";
import { answer } from "../pipeline/answer.ts";
import { listPrices, type PriceTable } from "../prices.ts";
import { type ModelTopology, roles, type WarmPool, withTopology } from "../topology.ts";
import { referenceWorkload, type Workload } from "../workload.ts";

/** The claim of the source: "EC2 would cost about 4x as much". */
export const CLAIM = 4;

const few: Rhythm = { kind: "steady", perDay: 5 };
const weekly: Rhythm = { kind: "bursts", packages: 200, busyHours: 1, quietHours: 167 };
export const volumes: readonly { name: string; rhythm: Rhythm }[] = [
  { name: "200 in an hour, none for three", rhythm: { kind: "bursts", packages: 200, busyHours: 1, quietHours: 3 } },
  { name: "5 a day, and 200 in one hour a week", rhythm: { kind: "sum", parts: [few, weekly] } },
  { name: "5 a day", rhythm: few },
];
/** Mean seconds of processor of one package. */
export const durations = [10, 60, 300, 1200] as const;
/** Hours a week that one worker is kept warm. */
export const warmHours = [0, 50, 168] as const;
/** Managed NAT gateways, on both sides. */
export const natCounts = [0, 2] as const;

export interface SeedCell {
  volume: string;
  sizing: Sizing;
  meanSeconds: number;
  nats: number;
  warmHours: number;
  serverlessUsdPerMonth: number;
  ec2UsdPerMonth: number;
  /** What EC2 costs for each dollar of the serverless pipeline. */
  ratio: number;
  ec2IdleShare: number;
  ec2WorstDelaySeconds: number;
  serverlessP95Seconds: number;
  verdict: "holds" | "serverless is cheaper" | "EC2 is cheaper";
}

const DAY = 86_400;
const DAYS = 28;
const MONTH = 30.4167;
const PACKAGE_BYTES = lognormal(5e6, 40e6);

/** One analysis per package, whose duration goes with the size: half are shorter than two thirds of the mean, one in a hundred takes five times it. */
const analysisOf = (meanSeconds: number): Workload => ({
  ...referenceWorkload,
  passes: [
    {
      name: "analysis",
      after: [],
      seconds: 0,
      bytesPerSecond: meanOf(PACKAGE_BYTES) / meanSeconds,
      memoryMB: 1300,
      memoryPerByte: 3 / 2 ** 20,
      share: 1,
    },
  ],
});

/** Workers' limit of an hour would cut off one in twenty of the packages whose mean is 20 minutes. */
const patientWorkers = Object.fromEntries(
  [roles.heavyUrgent, roles.heavyStandard].map((name) => [name, { timeout: 4 * 3600 }]),
);

const warmPoolOf = (hours: number): Partial<WarmPool> => {
  if (hours === 0) return { workers: 0 };
  if (hours === 168) return { workers: 1, days: [0, 1, 2, 3, 4, 5, 6], from: "00:00", to: "24:00" };
  return { workers: 1, days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00" };
};

const verdictOf = (ratio: number): SeedCell["verdict"] => {
  if (ratio >= CLAIM) return "holds";
  return ratio >= 1 ? "serverless is cheaper" : "EC2 is cheaper";
};

/** The claim as a surface: each sizing of EC2 beside each duration, NAT, warm pool and volume, over four weeks of simulation. */
export const seedSurface = (
  topology: ModelTopology,
  seed: number,
  prices: PriceTable = listPrices,
  over = volumes,
): SeedCell[] => {
  const cells: SeedCell[] = [];
  const seconds = DAYS * DAY;
  const perMonth = MONTH / DAYS;
  for (const { name: volume, rhythm } of over)
    for (const meanSeconds of durations)
      for (const warm of warmHours) {
        const { answer: outcome, result } = answer({
          topology: withTopology(topology, { queues: patientWorkers, warmPool: warmPoolOf(warm) }),
          arrivals: generate(
            { rhythm, days: DAYS, components: constant(1), componentBytes: PACKAGE_BYTES, urgentShare: 0.1 },
            seed,
          ),
          seconds,
          seed,
          workload: analysisOf(meanSeconds),
          prices,
        });
        for (const nats of natCounts)
          for (const sizing of sizings) {
            const ec2 = ec2Price(result.demand, result.usage, prices, { sizing, nats, seconds });
            const natUsd = (nats * prices.network.natHour * seconds) / 3600;
            const serverless = outcome.bill.usd + natUsd;
            const ratio = ec2.usd / serverless;
            cells.push({
              volume,
              sizing,
              meanSeconds,
              nats,
              warmHours: warm,
              serverlessUsdPerMonth: serverless * perMonth,
              ec2UsdPerMonth: ec2.usd * perMonth,
              ratio,
              ec2IdleShare: ec2.idleShare,
              ec2WorstDelaySeconds: ec2.worstDelaySeconds,
              serverlessP95Seconds: outcome.latency.p95,
              verdict: verdictOf(ratio),
            });
          }
      }
  return cells;
};

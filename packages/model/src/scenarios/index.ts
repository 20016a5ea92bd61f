import { lognormal, pareto } from "../engine/distribution.ts";
import { bundled, referenceWorkload } from "../workload.ts";
import { asDeployed, type Scenario, type Variant, withBundles } from "./scenario.ts";

/** Files of a mail or a folder: some kilobytes, now and then megabytes; the mean is near the mixed gigabyte's 200 KB. */
const componentBytes = lognormal(60_000, 3e6);
const components = pareto(1.1, 3, 3000);

const burst: Scenario = {
  name: "burst",
  about: "200 packages within an hour, then none for three, for a day",
  arrivals: {
    rhythm: { kind: "bursts", packages: 200, busyHours: 1, quietHours: 3 },
    days: 1,
    components,
    componentBytes,
    urgentShare: 0.1,
  },
  variants: [asDeployed, withBundles],
};

const trickle: Scenario = {
  name: "trickle",
  about: "5 packages a day, for a month",
  arrivals: { rhythm: { kind: "steady", perDay: 5 }, days: 30, components, componentBytes, urgentShare: 0.1 },
  variants: [asDeployed, { name: "without a warm pool", topology: { warmPool: { workers: 0 } } }],
};

const heavyTail: Scenario = {
  name: "heavy-tail",
  about: "500 packages a day for a week; one in 500 has a thousand components or more, some components are gigabytes",
  arrivals: {
    rhythm: { kind: "daily", perDay: 500, peak: 1.8 },
    days: 7,
    components: pareto(0.9, 1, 200_000),
    componentBytes: pareto(0.5, 2000, 8e9),
    urgentShare: 0.1,
  },
  variants: [asDeployed, withBundles],
};

/** Queues at the highest setting that AWS allows, and an account quota that is granted on request. */
export const limitsRaised: Variant = {
  name: "limits raised, bundles of 64",
  workload: bundled(referenceWorkload),
  topology: {
    queues: {
      intake: { maxConcurrency: 1000 },
      classify: { maxConcurrency: 1000 },
      "light-urgent": { maxConcurrency: 1000 },
      "light-standard": { maxConcurrency: 1000 },
      aggregate: { maxConcurrency: 1000 },
    },
    fleet: { maxWorkers: 200 },
  },
  aws: { lambda: { accountConcurrency: 5000 } },
};

/** Small packages by the million: a message, a form, a few lines of a log. */
const internet: Scenario = {
  name: "internet",
  about: "10 million packages a day, the busiest hour at 1.6 times the mean",
  arrivals: {
    rhythm: { kind: "daily", perDay: 10_000_000, peak: 1.6 },
    days: 1,
    components: pareto(1.5, 1, 2000),
    componentBytes: lognormal(15_000, 600_000),
    urgentShare: 0.1,
  },
  variants: [
    limitsRaised,
    { name: "as deployed, one hour at the peak", days: 1 / 24, rhythm: { kind: "steady", perDay: 16_000_000 } },
  ],
};

export const scenarios: readonly Scenario[] = [burst, trickle, heavyTail, internet];
export { asDeployed, awsOf, runVariant, type Scenario, type Variant, withBundles } from "./scenario.ts";

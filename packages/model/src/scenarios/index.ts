import { lognormal, pareto } from "../engine/distribution.ts";
import { bundled, referenceWorkload } from "../workload.ts";
import { asDeployed, type Scenario, withBundles } from "./scenario.ts";

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
  about:
    "500 packages a day for a week; one in a thousand has tens of thousands of components, some are gigabytes in one piece",
  arrivals: {
    rhythm: { kind: "daily", perDay: 500, peak: 1.8 },
    days: 7,
    components: pareto(0.9, 1, 200_000),
    componentBytes: pareto(0.7, 2000, 8e9),
    urgentShare: 0.1,
  },
  variants: [asDeployed, withBundles],
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
    {
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
      lambda: { accountConcurrency: 5000 },
    },
    { name: "as deployed, the first two hours", days: 1 / 12 },
  ],
};

export const scenarios: readonly Scenario[] = [burst, trickle, heavyTail, internet];
export * from "./scenario.ts";

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { awsBehaviour } from "../src/aws.ts";
import { constant, lognormal, pareto } from "../src/engine/distribution.ts";
import {
  type Answer,
  answer,
  bundled,
  generate,
  referenceWorkload,
  simulate,
  type Workload,
  withTopology,
} from "../src/index.ts";
import { pipelineTopology as topology } from "../src/pipeline-topology.ts";
import { smallTopology } from "./support.ts";

const HOUR = 3600;
const DAY = 24 * HOUR;

const burst = (packages: number, seed = 1) =>
  generate(
    {
      rhythm: { kind: "bursts", packages, busyHours: 1, quietHours: 23 },
      days: 1,
      components: pareto(1.2, 1, 2000),
      componentBytes: lognormal(50_000, 5e6),
      urgentShare: 0.2,
    },
    seed,
  );

const one = (components: number, bytes: number) => [{ at: 10, components, bytes, urgent: false }];

describe("the simulator", () => {
  test("loses no package, task or component, and obeys Little's law, whatever arrives", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            at: fc.integer({ min: 0, max: 5000 }),
            bytes: fc.integer({ min: 0, max: 4e9 }),
            components: fc.integer({ min: 0, max: 300 }),
            urgent: fc.boolean(),
          }),
          { minLength: 1, maxLength: 30 },
        ),
        fc.record({
          failureRate: fc.constantFrom(0, 0.02, 0.6),
          members: fc.constantFrom(1, 7, 64),
          seed: fc.nat(1000),
        }),
        (arrivals, { failureRate, members, seed }) => {
          const sorted = arrivals.toSorted((a, b) => a.at - b.at);
          const workload = { ...referenceWorkload, failureRate, bundle: { ...referenceWorkload.bundle, members } };
          const result = simulate({ topology: smallTopology, arrivals: sorted, seconds: DAY, seed, workload });
          expect(result.completed).toBe(arrivals.length);
          expect(result.usage.components).toBe(arrivals.reduce((sum, { components }) => sum + components, 0));
          expect(result.packageSeconds).toBeCloseTo(result.latency.sum, 2);
        },
      ),
    );
  });

  test("a package without failures makes one task per pass and component, each settled, planned and climbed from once", () => {
    const workload = { ...referenceWorkload, failureRate: 0, passes: referenceWorkload.passes.slice(0, 3) };
    const { usage, queues } = simulate({ topology: smallTopology, arrivals: one(50, 5e6), seconds: DAY, workload });
    expect(usage.lightTasks + usage.heavyTasks).toBe(150);
    expect(queues.find(({ name }) => name === "classify")?.received).toBe(50);
    // T + 2C + C/99 units, and the package's own row and root.
    expect(usage.writeUnits).toBeCloseTo(150 + 100 + 50 / 99 + 13, 6);
  });

  test("the same seed gives the same answer, another one another", () => {
    const run = (seed: number): Answer =>
      answer({ topology: smallTopology, arrivals: burst(200, seed), seconds: DAY, seed }).answer;
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  test("reads the pipeline's own topology", () => {
    const { answer: outcome } = answer({ topology, arrivals: burst(20), seconds: DAY });
    expect(outcome.completed).toBe(outcome.packages);
  });

  test("bundles make far fewer objects and requests of small components, and as many settlements", () => {
    const workload = { ...referenceWorkload, failureRate: 0, passes: referenceWorkload.passes.slice(0, 3) };
    const run = (w: Workload) =>
      simulate({ topology: smallTopology, arrivals: one(10_000, 1e7), seconds: DAY, workload: w }).usage;
    const alone = run(workload);
    const together = run(bundled(workload));
    expect(alone.s3Puts / together.s3Puts).toBeGreaterThan(10);
    expect(alone.sqsRequests / together.sqsRequests).toBeGreaterThan(10);
    expect(together.writeUnits).toBeCloseTo(alone.writeUnits, 3);
  });

  test("the tightest limit is the one that binds", () => {
    const worst = (change: Parameters<typeof withTopology>[1], aws = awsBehaviour) => {
      const changed = withTopology(smallTopology, change);
      const { answer: outcome } = answer({ topology: changed, arrivals: one(5000, 5e8), seconds: DAY, aws });
      return `${outcome.binds[0]?.where}: ${outcome.binds[0]?.what}`;
    };
    expect(worst({ queues: { "light-standard": { maxConcurrency: 20 } } })).toBe("light-standard: maximum concurrency");
    expect(worst({ queues: { "light-standard": { maxConcurrency: 1000 } } })).toBe("light-standard: pollers' ramp");
    const lambda = { ...awsBehaviour.lambda, accountConcurrency: 15 };
    expect(worst({}, { ...awsBehaviour, lambda })).toMatch(/: account concurrency$/);
    const slow = { ...awsBehaviour.lambda, rampBurst: 1, rampSeconds: 30 };
    expect(worst({}, { ...awsBehaviour, lambda: slow })).toMatch(/: Lambda's ramp$/);
    const dynamo = { ...awsBehaviour.dynamo, partitionWrites: 5 };
    // Throttled writes also keep the functions that wait for them.
    const { answer: outcome } = answer({
      topology: smallTopology,
      arrivals: one(5000, 5e8),
      seconds: DAY,
      aws: { ...awsBehaviour, dynamo },
    });
    expect(outcome.binds.map(({ where, what }) => `${where}: ${what}`)).toContain("table: partition");
  });

  test("work past the function's limits goes to workers, which start, work, and leave", () => {
    const workload = { ...referenceWorkload, failureRate: 0, spread: 0 };
    const run = (aws = awsBehaviour) =>
      answer({ topology: smallTopology, arrivals: one(1, 8e9), seconds: DAY, workload, aws }).answer;
    const outcome = run();
    expect(outcome.tasks.heavy).toBeGreaterThanOrEqual(3);
    expect(outcome.fleet.launches).toBe(1);
    expect(outcome.workerIdleShare).toBeGreaterThan(0);
    const slowStart = run({ ...awsBehaviour, fargate: { ...awsBehaviour.fargate, start: constant(600) } });
    expect(slowStart.latency.max - outcome.latency.max).toBeGreaterThan(500);
  });

  test("DISPATCH launches a worker for every twenty heavy tasks, up to the most, and each leaves when it has been idle", () => {
    const workload = { ...referenceWorkload, failureRate: 0, spread: 0, passes: referenceWorkload.passes.slice(0, 1) };
    const run = (components: number) => {
      const sizes = new Array<number>(components).fill(6e9);
      // The delivery itself is small: it is its components that are large.
      return answer({
        topology: smallTopology,
        arrivals: [{ ...one(components, 1)[0]!, sizes }],
        seconds: DAY,
        workload,
      });
    };
    expect(run(100).answer.fleet.mostWorkers).toBe(5);
    const { answer: outcome, result } = run(3000);
    expect(outcome.fleet.mostWorkers).toBe(20);
    expect(outcome.binds[0]?.what).toBe("maximum workers");
    // Paid: the work, and per worker at most its start, the end of the others' work and its idle time.
    expect(result.fleet.paidSeconds).toBeLessThan(result.fleet.busySlotSeconds / 2 + 20 * (100 + 400 + 120));
  });

  test("a failed task comes again after half a minute, four minutes and 32 minutes", () => {
    const workload = { ...referenceWorkload, failureRate: 0.999999, passes: referenceWorkload.passes.slice(0, 1) };
    const { latency } = simulate({ topology: smallTopology, arrivals: one(1, 1000), seconds: DAY, workload });
    expect(latency.max).toBeGreaterThan(30 + 240 + 1920);
    expect(latency.max).toBeLessThan(30 + 240 + 1920 + 30);
  });

  test("a task that runs past its function's time is paid in full, comes again after the visibility timeout, and dies", () => {
    const passes = referenceWorkload.passes.slice(0, 1);
    const workload = {
      ...referenceWorkload,
      failureRate: 0,
      spread: 0,
      passes,
      route: { seconds: 1e9, memoryMB: 1e9 },
    };
    const { deadLetters, latency, usage } = simulate({
      topology: smallTopology,
      arrivals: one(1, 20e9),
      seconds: DAY,
      workload,
    });
    expect(deadLetters).toBe(1);
    expect(usage.lambdaGbSeconds).toBeGreaterThan(4 * 600 * (3008 / 1024));
    expect(latency.max).toBeGreaterThan(4 * 600 + 3 * 5 * 600);
  });

  test("an urgent package does not wait behind a giant one in the standard lane", () => {
    const workload = { ...referenceWorkload, failureRate: 0 };
    const giant = { at: 0, components: 30_000, bytes: 3e7, urgent: false };
    const run = (urgent: boolean) => {
      const arrivals = [giant, { at: 90, components: 1, bytes: 1000, urgent }];
      const result = simulate({ topology: smallTopology, arrivals, seconds: DAY, workload });
      return (urgent ? result.urgentLatency : result.latency).quantile(urgent ? 1 : 0.5);
    };
    expect(run(true)).toBeLessThan(10);
    expect(run(false)).toBeGreaterThan(20);
  });

  test("a warm environment is used again within minutes, and is gone after an hour", () => {
    const pair = (gap: number) => [...one(1, 1000), { ...one(1, 1000)[0]!, at: 10 + gap }];
    const coldStarts = (gap: number) =>
      answer({ topology: smallTopology, arrivals: pair(gap), seconds: DAY }).answer.coldStarts;
    expect(coldStarts(60)).toBeLessThan(coldStarts(HOUR));
    expect(coldStarts(HOUR)).toBe(coldStarts(2 * HOUR));
  });

  test("functions that share the account's last execution take turns", () => {
    const lambda = { ...awsBehaviour.lambda, accountConcurrency: 1 };
    const arrivals = Array.from({ length: 20 }, (_, n) => ({ ...one(1, 1000)[0]!, at: n * 0.5 }));
    const { completed, latency } = simulate({
      topology: smallTopology,
      arrivals,
      seconds: DAY,
      workload: { ...referenceWorkload, failureRate: 0 },
      aws: { ...awsBehaviour, lambda },
    });
    expect(completed).toBe(20);
    expect(latency.max).toBeLessThan(60);
  });

  test("a delivery after the workers have left gets as many as the first", () => {
    const sizes = new Array<number>(20).fill(6e9);
    const workload = { ...referenceWorkload, failureRate: 0, spread: 0, passes: referenceWorkload.passes.slice(0, 1) };
    const delivery = (at: number) => ({ at, components: 20, bytes: 1, sizes });
    const arrivals = [delivery(0), delivery(8 * HOUR)];
    const { fleet } = simulate({ topology: smallTopology, arrivals, seconds: DAY, workload });
    expect(fleet.mostWorkers).toBe(1);
    expect(fleet.launches).toBe(2);
  });

  test("writes that the table throttles wait side by side, and hold no batch past its time", () => {
    const workload = bundled({ ...referenceWorkload, failureRate: 0 });
    const dynamo = { ...awsBehaviour.dynamo, initialWrites: 400, tableWrites: 400 };
    const { queues, table, latency } = simulate({
      topology: smallTopology,
      arrivals: one(6400, 6.4e6),
      seconds: DAY,
      workload,
      aws: { ...awsBehaviour, dynamo },
    });
    expect(queues.every(({ waited }) => waited["retry after a timeout"] === undefined)).toBe(true);
    expect(latency.max).toBeGreaterThan(table.units / 400 - 5);
    expect(latency.max).toBeLessThan((table.units / 400) * 2);
  });

  test("throttling stands before the queues that wait for the functions that it holds", () => {
    const workload = bundled({ ...referenceWorkload, failureRate: 0 });
    const { answer: outcome } = answer({
      topology: smallTopology,
      arrivals: one(100_000, 1e8),
      seconds: DAY,
      workload,
    });
    expect(outcome.binds[0]?.where).toBe("table");
    expect(outcome.binds.length).toBeGreaterThan(2);
  });

  test("a backlog that never shrinks is an error, not an endless run", () => {
    const topology = withTopology(smallTopology, { fleet: { tasksPerWorker: Number.POSITIVE_INFINITY } });
    expect(() => simulate({ topology, arrivals: [{ ...one(1, 1)[0]!, sizes: [9e9] }], seconds: DAY })).toThrow(
      "1 packages are unfinished",
    );
  });

  test("a warm pool spares the start within business hours and is paid for while it waits", () => {
    const monday = 12 * HOUR;
    const arrivals = [{ at: monday, components: 1, bytes: 8e9 }];
    const run = (workers: number) =>
      answer({ topology: withTopology(smallTopology, { warmPool: { workers } }), arrivals, seconds: DAY }).answer;
    expect(run(0).latency.max - run(1).latency.max).toBeGreaterThan(30);
    expect(run(1).bill.services.Fargate).toBeGreaterThan(run(0).bill.services.Fargate + 0.5);
    const { fleet } = simulate({
      topology: withTopology(smallTopology, { warmPool: { workers: 2 } }),
      arrivals: [],
      seconds: DAY,
    });
    // Ten hours, and the idle time after them.
    expect(fleet.paidSeconds).toBeCloseTo(2 * (10 * HOUR + 120), 6);
  });

  test("what always fails is counted as dead and does not keep its package waiting", () => {
    const workload = { ...referenceWorkload, failureRate: 0.999999, passes: referenceWorkload.passes.slice(0, 3) };
    const result = simulate({ topology: smallTopology, arrivals: one(3, 3000), seconds: DAY, workload });
    expect(result.completed).toBe(1);
    // The two passes after the failed one are skipped.
    expect(result.deadLetters).toBe(3);
    expect(result.usage.lightTasks).toBe(3 * 4);
  });

  test.each([
    ["no seconds", { seconds: 0 }, "lasts more than 0 seconds"],
    [
      "a pass that reads a later one",
      { workload: { ...referenceWorkload, passes: referenceWorkload.passes.toReversed() } },
      "names a pass after itself",
    ],
    ["a topology without a queue", { topology: { ...smallTopology, queues: {} } }, 'no queue "intake"'],
  ])("refuses %s, and says why", (_, change, message) => {
    expect(() => simulate({ topology: smallTopology, arrivals: one(1, 1), seconds: DAY, ...change })).toThrow(message);
  });
});

import { describe, expect, it } from "vitest";
import { buildTopology } from "../../src/topology/build.ts";
import { defaultTopology } from "../../src/topology/defaults.ts";
import { queueNames } from "../../src/topology/topology.ts";

describe("buildTopology", () => {
  it("without options is the default", () => expect(buildTopology()).toEqual(defaultTopology));

  it("overrides what is given, and nothing else", () => {
    const { queues, fleet, deadlineHours, ...rest } = buildTopology({
      light: { memoryMB: 2048, maxConcurrency: 50 },
      heavy: { maxWorkers: 50, maxReceives: 2 },
      deadlineHours: 6,
    });
    const light = { memoryMB: 2048, maxConcurrency: 50 };
    const heavy = { maxReceives: 2 };
    expect(queues).toEqual({
      ...defaultTopology.queues,
      "light-urgent": { ...defaultTopology.queues["light-urgent"], ...light },
      "light-standard": { ...defaultTopology.queues["light-standard"], ...light },
      "heavy-urgent": { ...defaultTopology.queues["heavy-urgent"], ...heavy },
      "heavy-standard": { ...defaultTopology.queues["heavy-standard"], ...heavy },
    });
    expect(fleet).toEqual({ ...defaultTopology.fleet, maxWorkers: 50 });
    expect(deadlineHours).toBe(6);
    expect(rest).toMatchObject({ schedules: defaultTopology.schedules, limits: defaultTopology.limits });
  });

  it("keeps the visibility of every function's queue at six timeouts and the window", () => {
    const { queues } = buildTopology({ classify: { timeout: 90, window: 5 }, complete: { timeout: 10 } });
    expect([queues.classify.visibility, queues.complete.visibility]).toEqual([545, 60]);
    for (const name of queueNames) {
      const { consumer, timeout, window, visibility } = queues[name];
      if (consumer !== "worker") expect(visibility).toBeGreaterThanOrEqual(6 * timeout + window);
    }
  });

  it("leaves a stalled package alone for longer than its longest task", () => {
    expect(buildTopology({ heavy: { timeout: 7200 } }).stallSeconds).toBeGreaterThan(7200);
  });

  it.each([
    [{ ligt: {} }, 'topology: unknown option "ligt"; did you mean "light"?'],
    [
      { light: { timeout: 901 } },
      "topology.light.timeout is 901; it must be a whole number from 1 to 900: a Lambda function runs",
    ],
    [{ intake: { memoryMB: 127 } }, "topology.intake.memoryMB is 127"],
    [{ intake: { memoryMB: 10_241 } }, "topology.intake.memoryMB is 10241"],
    [{ intake: { memoryMB: 1024.5 } }, "topology.intake.memoryMB is 1024.5; it must be a whole number"],
    [
      { classify: { batchSize: 11 } },
      "topology.classify.batchSize is 11; more than 10 needs a window of at least 1 second",
    ],
    [{ classify: { batchSize: 10_001, window: 5 } }, "topology.classify.batchSize is 10001"],
    [{ classify: { window: 301 } }, "topology.classify.window is 301"],
    [
      { aggregate: { maxConcurrency: 1 } },
      "topology.aggregate.maxConcurrency is 1; it must be a whole number from 2 to 1000",
    ],
    [{ complete: { maxReceives: 0 } }, "topology.complete.maxReceives is 0"],
    [{ dispatch: { visibility: 3 } }, 'topology.dispatch: unknown option "visibility"'],
    [{ heavy: { cpu: 3000 } }, "topology.heavy.cpu is 3000; Fargate has 256, 512, 1024"],
    [
      { heavy: { cpu: 256, memoryMB: 4096 } },
      "topology.heavy.memoryMB is 4096; it must be a whole number from 512 to 2048",
    ],
    [
      { heavy: { memoryMB: 8193 } },
      "topology.heavy.memoryMB is 8193; with 2048 CPU units it must be a multiple of 1024",
    ],
    [{ heavy: { cpu: 8192, memoryMB: 17_408 } }, "it must be a multiple of 4096"],
    [{ heavy: { timeout: 43_001 } }, "topology.heavy.timeout is 43001"],
    [{ heavy: { maxWorkers: 0 } }, "topology.heavy.maxWorkers is 0"],
    [{ heavy: { maxWorker: 3 } }, 'topology.heavy: unknown option "maxWorker"; did you mean "maxWorkers"?'],
    [{ sweep: { everyMinutes: 0 } }, "topology.sweep.everyMinutes is 0"],
    [{ sweep: { minutes: 1 } }, "topology.sweep: unknown option"],
    [{ warmPool: { days: [0] } }, "topology.warmPool.days is 0"],
    [{ warmPool: { from: "8:00" } }, 'topology.warmPool.from is "8:00"; write it as "08:00"'],
    [{ warmPool: { timeZone: "Berlin" } }, 'topology.warmPool.timeZone is "Berlin"; use an IANA name'],
    [{ deadlineHours: 721 }, "topology.deadlineHours is 721"],
    [{ stallSeconds: 1 }, "topology.stallSeconds is 1"],
    [{ limits: { component: 1 } }, 'topology.limits: unknown option "component"; did you mean "components"?'],
    [{ limits: { components: 0 } }, "topology.limits.components is 0"],
    [{ light: 3 }, "topology.light must be an object"],
  ])("refuses %j with its place", (options, message) => {
    expect(() => buildTopology(options as object)).toThrow(TypeError);
    expect(() => buildTopology(options as object)).toThrow(message);
  });

  it.each([
    [256, 512],
    [512, 4096],
    [1024, 3072],
    [4096, 30_720],
    [8192, 20_480],
    [16_384, 40_960],
  ])("takes %i CPU units with %i MB, which Fargate has", (cpu, memoryMB) =>
    expect(buildTopology({ heavy: { cpu, memoryMB } }).fleet).toMatchObject({ cpu, memoryMB }),
  );

  it("without a warm pool keeps no worker warm", () => {
    expect(buildTopology({ warmPool: false }).schedules.warmPool.workers).toBe(0);
  });
});

import { describe, expect, test } from "vitest";
import { awsBehaviour } from "../src/aws.ts";
import { sampler } from "../src/engine/distribution.ts";
import { Random } from "../src/engine/random.ts";
import { Sketch } from "../src/engine/sketch.ts";
import { estimateDelivery, listPrices, referenceWorkload, simulate } from "../src/index.ts";
import { Environments } from "../src/stations/environments.ts";
import { Fleet } from "../src/stations/fleet.ts";
import { FunctionQueue } from "../src/stations/function-queue.ts";
import { Table } from "../src/stations/table.ts";
import { smallTopology } from "./support.ts";

describe("the model against published figures", () => {
  test("an S3 event takes 1.15 s at the median and 2.0 s at the 99th percentile", () => {
    const sketch = new Sketch();
    const draw = sampler("s3Event", awsBehaviour.s3Event, new Random(1));
    for (let n = 0; n < 200_000; n += 1) sketch.add(draw());
    expect(sketch.quantile(0.5)).toBeCloseTo(1.15, 1);
    expect(Math.abs(sketch.quantile(0.99) / 2 - 1)).toBeLessThan(0.02);
  });

  test("pollers go from 5 to 1,250 concurrent batches at 300 a minute: in 4 minutes and 9 seconds", () => {
    const environments = new Environments({ ...awsBehaviour.lambda, rampBurst: 1e6 });
    const spec = { ...smallTopology.queues["light-standard"]!, maxConcurrency: 10_000 };
    const queue = new FunctionQueue(spec, environments, { running: 0, limit: 1e6 }, awsBehaviour.pollers);
    for (let n = 0; n < 5000; n += 1) queue.backlog.push(0, n);
    const startAll = (now: number): number => {
      while (queue.ready(now, 0) === 0) {
        queue.backlog.shift(now);
        queue.start(now);
      }
      return queue.running;
    };
    expect(startAll(0)).toBe(5);
    expect(startAll(60)).toBe(305);
    expect(startAll(248)).toBe(1245);
    expect(startAll(600)).toBe(1250);
  });

  test("one function gets 1,000 environments at once, and 1,000 further ones in ten seconds", () => {
    const environments = new Environments(awsBehaviour.lambda);
    const startAll = (now: number): number => {
      while (environments.rampWait(now) <= 1e-9) environments.start(now);
      return environments.running;
    };
    expect(startAll(100)).toBe(1000);
    expect(startAll(110)).toBe(2000);
    // Unused capacity does not accumulate.
    expect(startAll(1000)).toBe(3000);
  });

  test("Fargate launches 100 workers at once, then 20 a second", () => {
    const fleet = new Fleet({ ...smallTopology.fleet, maxWorkers: 1000 }, awsBehaviour.fargate, new Random(1));
    const delays = Array.from({ length: 1000 }, () => fleet.launch(500, false).delay);
    expect(delays[99]).toBeCloseTo(0, 9);
    expect(delays[100]).toBeCloseTo(0.05, 9);
    expect(delays[999]).toBeCloseTo(45, 9);
  });

  test("a new on-demand table takes 4,000 writes a second, and twice what it served after that", () => {
    const table = new Table(awsBehaviour.dynamo);
    let delay = 0;
    for (let at = 0; at < 61; at += 0.1) delay = table.write(at, 500, 1e9);
    expect(delay).toBeGreaterThan(10);
    expect(table.capacity).toBeGreaterThan(9000);
    expect(table.capacity).toBeLessThanOrEqual(awsBehaviour.dynamo.tableWrites);
  });

  test("one package's components settle at 8,000 a second and its tree climbs at 1,000", () => {
    const table = new Table(awsBehaviour.dynamo);
    expect(table.partition(1000, 0, 16_000, 0, 1e9).delay).toBeCloseTo(1, 9);
    expect(table.partition(1000, 0, 0, 3000, 1e9).delay).toBeCloseTo(2, 9);
  });

  test("the mixed gigabyte makes the tasks that `torrent run` made of it, in their processor time", () => {
    const arrivals = [{ at: 0, components: 5176, bytes: 1.06e9 }];
    const { usage } = simulate({ topology: smallTopology, arrivals, seconds: 86_400 });
    // 15,928 tasks in 160 s of the passes, says docs/passes.md.
    expect(Math.abs((usage.lightTasks + usage.heavyTasks) / 15_928 - 1)).toBeLessThan(0.01);
    expect(Math.abs(usage.cpuSeconds / 160.4 - 1)).toBeLessThan(0.15);
  });

  test("a component of 1 KB costs about $30 x 10^-6 in S3 writes, and recording its state $11.6 x 10^-6", () => {
    const pieces = Array.from({ length: 1000 }, () => ({ bytes: 1000 }));
    const priced = (requests: Partial<typeof referenceWorkload.requests>) => {
      const workload = {
        ...referenceWorkload,
        failureRate: 0,
        requests: { ...referenceWorkload.requests, ...requests },
      };
      return estimateDelivery(pieces, smallTopology, listPrices, { workload }).services.S3 / 1000;
    };
    expect(priced({ readsPerComponent: 0, readsPerTask: 0 })).toBeCloseTo(30.5e-6, 6);
    expect(priced({}) - priced({ stateWrites: 0, readsPerComponent: 0 })).toBeCloseTo(11.6e-6, 9);
  });
});

import { describe, expect, test } from "vitest";
import { awsBehaviour } from "../src/aws.ts";
import { constant, type Distribution, exponential, lognormal, meanOf, sampler } from "../src/engine/distribution.ts";
import { EventHeap } from "../src/engine/heap.ts";
import { Random } from "../src/engine/random.ts";
import { Environments } from "../src/stations/environments.ts";
import { FunctionQueue } from "../src/stations/function-queue.ts";

/** The pipeline's own station as a textbook queue: `servers` at once, no other limit. */
const station = (servers: number) => {
  const unlimited = { rampBurst: 1e9, rampSeconds: 1, keepSeconds: 1e9 };
  return new FunctionQueue(
    { timeout: 1e9, memoryMB: 1024, batchSize: 1, window: 0, visibility: 1, maxReceives: 1, maxConcurrency: servers },
    new Environments({ ...awsBehaviour.lambda, ...unlimited }),
    { running: 0, limit: 1e9 },
    { ...awsBehaviour.pollers, start: servers, most: 1e9 },
  );
};

/** Mean waiting time of `customers`, Poisson arrivals at `rate`. */
const meanWait = (servers: number, rate: number, service: Distribution, customers: number, seed = 7): number => {
  const queue = station(servers);
  const heap = new EventHeap();
  const arrivals = new Random(seed, "arrivals");
  const draw = sampler("service", service, new Random(seed, "service"));
  const arrivedAt = new Float64Array(customers);
  let waited = 0;
  let arrived = 0;
  const start = (now: number): void => {
    for (let oldest = queue.backlog.peek(); oldest !== undefined; oldest = queue.backlog.peek()) {
      if (queue.ready(now, arrivedAt[oldest]!) > 0) return;
      queue.start(now);
      waited += now - arrivedAt[queue.backlog.shift(now)]!;
      heap.push(now + draw(), 1);
    }
  };
  heap.push(arrivals.exponential(1 / rate), 0);
  while (heap.size > 0) {
    const now = heap.nextTime;
    if (heap.pop() === 1) queue.end(now);
    else {
      arrivedAt[arrived] = now;
      queue.backlog.push(now, arrived);
      arrived += 1;
      if (arrived < customers) heap.push(now + arrivals.exponential(1 / rate), 0);
    }
    start(now);
  }
  // Little's law holds to the last digit over a run that begins and ends empty: message-seconds are the sum of the waits.
  expect(queue.backlog.area).toBeCloseTo(waited, 3);
  return waited / customers;
};

/** Mean wait in M/M/c, from the Erlang C formula. */
const erlangC = (servers: number, rate: number, serviceSeconds: number): number => {
  const load = rate * serviceSeconds;
  const utilisation = load / servers;
  let term = 1;
  let sum = 1;
  for (let k = 1; k < servers; k += 1) {
    term *= load / k;
    sum += term;
  }
  const last = (term * load) / servers / (1 - utilisation);
  return ((last / (sum + last)) * serviceSeconds) / (servers - load);
};

/** Mean wait in M/G/1, from the Pollaczek–Khinchine formula. */
const pollaczekKhinchine = (rate: number, mean: number, secondMoment: number): number =>
  (rate * secondMoment) / (2 * (1 - rate * mean));

describe("the pipeline's station against queueing theory", () => {
  test.each([
    [2, 1],
    [4, 3],
    [16, 12],
    [50, 38],
  ])("M/M/%i at %i arrivals a second waits as Erlang C says", (servers, rate) => {
    // One run of a large system is noisy: its busy spells are few and long.
    const runs = [1, 2, 3].map((seed) => meanWait(servers, rate, exponential(1), 2_000_000, seed));
    const wait = runs.reduce((sum, run) => sum + run, 0) / runs.length;
    expect(Math.abs(wait / erlangC(servers, rate, 1) - 1)).toBeLessThan(0.02);
  });

  test("M/D/1 waits as Pollaczek and Khinchine say, within 2%", () => {
    const wait = meanWait(1, 0.8, constant(1), 1_000_000);
    expect(Math.abs(wait / pollaczekKhinchine(0.8, 1, 1) - 1)).toBeLessThan(0.02);
  });

  test("M/G/1 with a lognormal service waits as Pollaczek and Khinchine say, within 2%", () => {
    const service = lognormal(0.5, 2.5);
    const mean = meanOf(service);
    const sigma = Math.log(5) / 2.3263478740408408;
    const secondMoment = mean * mean * Math.exp(sigma * sigma);
    const rate = 0.7 / mean;
    const wait = meanWait(1, rate, service, 3_000_000);
    expect(Math.abs(wait / pollaczekKhinchine(rate, mean, secondMoment) - 1)).toBeLessThan(0.02);
  });
});

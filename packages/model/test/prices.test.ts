import { describe, expect, test } from "vitest";
import { ec2Price } from "../src/counterfactual/ec2.ts";
import {
  answer,
  bundled,
  estimateDelivery,
  generate,
  listPrices,
  lognormal,
  pareto,
  referenceWorkload,
} from "../src/index.ts";
import { noUsage } from "../src/pipeline/meter.ts";
import { seedSurface, volumes } from "../src/scenarios/seed.ts";
import { smallTopology } from "./support.ts";

const DAY = 86_400;
const usage = { ...noUsage(), packages: 10 };

/** A day in which `cores` processors are busy for the minutes of the first hour, and none later. */
const busyHour = (cores: number): Float64Array => {
  const demand = new Float64Array(1440);
  demand.fill(cores * 60, 0, 60);
  return demand;
};

describe("EC2 as a counterfactual", () => {
  const price = (sizing: Parameters<typeof ec2Price>[3]["sizing"], demand: Float64Array, nats = 0) =>
    ec2Price(demand, usage, listPrices, { sizing, nats, seconds: DAY });

  test("sized for the peak it never waits and is mostly idle", () => {
    const { meanInstances, idleShare, worstDelaySeconds } = price("peak", busyHour(48));
    expect(meanInstances).toBe(24);
    expect(idleShare).toBeCloseTo(23 / 24, 6);
    expect(worstDelaySeconds).toBeLessThanOrEqual(0);
  });

  test("sized for the average it costs less and makes work wait for hours", () => {
    const peak = price("peak", busyHour(48));
    const average = price("average", busyHour(48));
    expect(average.meanInstances).toBe(2);
    expect(average.usd).toBeLessThan(peak.usd / 8);
    expect(average.worstDelaySeconds).toBeGreaterThan(3600);
  });

  test("autoscaled it follows the load, late, and costs more than its work and less than the peak's size", () => {
    const { mostInstances, idleShare, usd, worstDelaySeconds } = price("autoscaled", busyHour(48));
    expect(mostInstances).toBeGreaterThanOrEqual(24);
    // The boot alone takes three minutes.
    expect(worstDelaySeconds).toBeGreaterThan(180);
    expect(idleShare).toBeGreaterThan(0);
    expect(usd).toBeLessThan(price("peak", busyHour(48)).usd);
  });

  test("autoscaled it boots for three minutes before it helps", () => {
    const demand = new Float64Array(1440);
    // Two instances would clear it within five minutes; one works through it in eight.
    demand[0] = 960;
    const { mostInstances, worstDelaySeconds } = price("autoscaled", demand);
    expect(mostInstances).toBe(2);
    expect(worstDelaySeconds).toBeCloseTo(420, 6);
  });

  test("an instance is never less than one, and a NAT gateway is paid by the hour", () => {
    const idle = price("average", new Float64Array(1440));
    expect(idle.meanInstances).toBe(1);
    expect(price("average", new Float64Array(1440), 2).usd - idle.usd).toBeCloseTo(2 * 24 * 0.045, 9);
  });
});

describe("orchestrators as counterfactuals", () => {
  const run = (workload = { ...referenceWorkload, failureRate: 0 }) => {
    const arrivals = [{ at: 0, components: 6400, bytes: 6.4e6 }];
    return answer({ topology: smallTopology, arrivals, seconds: DAY, workload }).answer.counterfactuals.orchestrators;
  };
  const named = (prices: ReturnType<typeof run>, name: string) => prices.find((p) => p.name === name)!;

  test("Standard children pay a transition for their start, their fork and each pass", () => {
    const tasks = 3.08;
    expect(named(run(), "Distributed Map, Standard children").orchestrationUsd).toBeCloseTo(
      (5 + 6400 * (2 + tasks)) * 25e-6,
      9,
    );
  });

  test("ItemBatcher and Express children are each cheaper than one Standard child per component", () => {
    const prices = run();
    const { usd } = named(prices, "Distributed Map, Standard children");
    expect(named(prices, "Distributed Map, Standard, ItemBatcher 64").usd).toBeLessThan(usd / 3);
    expect(named(prices, "Distributed Map, Express children").usd).toBeLessThan(usd);
    expect(named(prices, "Lambda durable functions").orchestrationUsd).toBeGreaterThan(6400 * 4.08 * 8e-6);
  });

  test("Express children are billed for light work only: what is heavy stays on Standard ones", () => {
    const run = (bytes: number) => {
      const arrivals = [{ at: 0, components: 2, bytes: 1, sizes: [bytes, 1000] }];
      return answer({ topology: smallTopology, arrivals, seconds: DAY }).answer.counterfactuals.orchestrators;
    };
    const express = (bytes: number) => named(run(bytes), "Distributed Map, Express children").orchestrationUsd;
    expect(express(30e9)).toBeCloseTo(express(15e9), 9);
  });

  test("they do not depend on our own bundles beyond the invocations that they save", () => {
    const alone = named(run(), "Distributed Map, Standard children").usd;
    const together = named(
      run(bundled({ ...referenceWorkload, failureRate: 0 })),
      "Distributed Map, Standard children",
    ).usd;
    expect(Math.abs(together / alone - 1)).toBeLessThan(0.1);
  });
});

describe("the estimate of a delivery", () => {
  test("adds up, grows with the pieces, and names what a deployment costs at rest", () => {
    const small = estimateDelivery([{ bytes: 1000 }], smallTopology);
    const large = estimateDelivery(
      Array.from({ length: 500 }, () => ({ bytes: 1e6 })),
      smallTopology,
    );
    expect(Object.values(large.services).reduce((sum, part) => sum + part, 0)).toBeCloseTo(large.usd, 12);
    expect(large.usd).toBeGreaterThan(50 * small.usd);
    expect(large.seconds.least).toBeLessThanOrEqual(large.seconds.median);
    expect(large.seconds.median).toBeLessThanOrEqual(large.seconds.most);
    expect(small.standingUsdPerMonth).toBeGreaterThan(3);
  });

  test("uses the prices that it is given", () => {
    const prices = { ...listPrices, s3: { put: 0, get: 0 } };
    const free = estimateDelivery([{ bytes: 1000 }], smallTopology, prices);
    expect(free.services.S3).toBe(0);
    expect(free.services.Lambda).toBeGreaterThan(0);
  });

  test("accepts an empty delivery and refuses a negative size", () => {
    expect(estimateDelivery([], smallTopology).tasks).toEqual({ light: 0, heavy: 0 });
    expect(() => estimateDelivery([{ bytes: -1 }], smallTopology)).toThrow("0 bytes or more");
  });
});

test("the bill is the sum of its services, and without a package it is polling and alarms", () => {
  const none = answer({ topology: smallTopology, arrivals: [], seconds: 30 * DAY }).answer;
  expect(none.bill.usd).toBeCloseTo(none.bill.services.Polling + none.bill.services.Alarms, 12);
  const arrivals = generate(
    {
      rhythm: { kind: "steady", perDay: 100 },
      days: 1,
      components: pareto(1.2, 1, 50),
      componentBytes: lognormal(1e4, 1e6),
      urgentShare: 0,
    },
    1,
  );
  const { bill } = answer({ topology: smallTopology, arrivals, seconds: DAY, nats: 2 }).answer;
  expect(Object.values(bill.services).reduce((sum, part) => sum + part, 0)).toBeCloseTo(bill.usd, 12);
  expect(bill.services.NAT).toBeCloseTo(2 * 24 * 0.045, 12);
});

test("the 4x claim holds somewhere, serverless loses somewhere, and warm workers and NAT never help serverless at 5 a day", () => {
  const cells = seedSurface(smallTopology, 1, listPrices, volumes.slice(-1));
  expect(cells.some(({ verdict }) => verdict === "holds")).toBe(true);
  expect(cells.some(({ verdict }) => verdict === "EC2 is cheaper")).toBe(true);
  const ratio = (nats: number, warmHours: number) =>
    cells.find(
      (c) =>
        c.volume === "5 a day" &&
        c.sizing === "average" &&
        c.meanSeconds === 60 &&
        c.nats === nats &&
        c.warmHours === warmHours,
    )!.ratio;
  expect(ratio(0, 0)).toBeGreaterThan(4);
  expect(ratio(0, 50)).toBeLessThan(ratio(0, 0));
  expect(ratio(0, 168)).toBeLessThan(1);
  expect(ratio(2, 0)).toBeLessThan(ratio(0, 0));
});

import { readdir, readFile } from "node:fs/promises";
import { queueNames, defaultTopology as topology } from "@torrent/core/unstable";
import { describe, expect, it } from "vitest";
import { alarmsOf } from "./alarm-rules.ts";
import { evaluateAll, evaluated, ofType, type Resource } from "./graph.ts";
import { root, unpack } from "./platform.ts";
import { isAlarmed, type Series } from "./series.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);
const [graph] = platform.ready ? await evaluateAll([{ stage: "production" }]) : [];
const alarms = platform.ready ? alarmsOf(evaluated(graph)) : [];

/** What one alarm should make of its metric, a value for each of its periods. */
interface Expected {
  alarm: string;
  /** Nothing is wrong, however long it lasts. */
  well: Series[];
  /** Something is. */
  wrong: Series[];
}

const for3 = (value: number | undefined): Series => [value, value, value];
const quiet = for3(undefined);

/** The longest that a message may wait while its tries go on: nobody need come. Twice of that, somebody must. */
const age = (name: (typeof queueNames)[number]): Expected => {
  const { timeout, maxReceives } = topology.queues[name];
  const tries = timeout * maxReceives;
  return {
    alarm: `${name}Age`,
    well: [quiet, for3(0), for3(timeout), for3(tries), [tries * 2, tries * 2, 1]],
    wrong: [for3(Math.max(tries, 900) * 2)],
  };
};

const deadLetters = (name: string): Expected => ({
  alarm: `${name}Dlq`,
  // BURY settles a letter at its next look, five minutes later.
  well: [quiet, for3(0), [0, 0, 1], [0, 1, 1]],
  wrong: [for3(1), for3(1000)],
});

const errors = (name: string): Expected => ({
  alarm: `${name}Errors`,
  well: [quiet, for3(0), [1, 0]],
  wrong: [[0, 1], [undefined, 1], for3(500)],
});

const everyFive = 5 / topology.schedules.sweep.everyMinutes;
const expected: Expected[] = [
  ...queueNames.flatMap((name) => [age(name), deadLetters(name)]),
  ...["intake", "classify", "analyze", "aggregate", "dispatch", "complete", "bury", "sweep", "api"].map(errors),
  { alarm: "Throttles", well: [quiet, for3(0), [0, 5, 5]], wrong: [for3(1)] },
  { alarm: "RecursionDropped", well: [quiet, for3(0)], wrong: [[0, 1]] },
  {
    alarm: "Runaway",
    // 200 packages of 1,000 components in an hour, with two light tasks for each.
    well: [quiet, [0], [400_000]],
    wrong: [[3_000_000]],
  },
  {
    alarm: "SweepMissing",
    well: [for3(everyFive), [undefined, undefined, everyFive]],
    wrong: [quiet, for3(0)],
  },
  ...["Stuck", "Expired", "EventsLost"].map((alarm) => ({ alarm, well: [quiet, for3(0), [1, 0]], wrong: [[0, 1]] })),
  // Spot may be short for a moment.
  { alarm: "WorkersNotStarted", well: [quiet, for3(0), [0, 3, 3]], wrong: [for3(1)] },
  { alarm: "ApiFailures", well: [quiet, for3(0)], wrong: [[0, 1]] },
  { alarm: "RecordsFailed", well: [quiet, for3(0), for3(50)], wrong: [[0, 500]] },
];

const pascal = (name: string): string => name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
const find = (name: string): Resource | undefined =>
  alarms.find((alarm) => alarm.name === `Torrent${pascal(name)}Alarm`);

describe.skipIf(!platform.ready)("alarms", () => {
  it.for(expected)("$alarm goes off when something is wrong, and not before", ({ alarm, well, wrong }) => {
    const found = find(alarm);
    if (!found) throw new Error(`There is no alarm ${pascal(alarm)}; there are ${alarms.map(({ name }) => name)}`);
    for (const series of well)
      expect({ series, alarmed: isAlarmed(found, series) }).toEqual({ series, alarmed: false });
    for (const series of wrong)
      expect({ series, alarmed: isAlarmed(found, series) }).toEqual({ series, alarmed: true });
  });

  it("are all tried with a series", () => {
    const tried = expected.map(({ alarm }) => `Torrent${pascal(alarm)}Alarm`);
    expect(alarms.map(({ name }) => name).filter((name) => !tried.includes(name))).toEqual([]);
  });

  it("look at whole minutes, often enough to be told within a quarter of an hour, and twice at most an hour", () => {
    for (const { inputs } of alarms) {
      expect(inputs.period % 60).toBe(0);
      expect(inputs.period * inputs.evaluationPeriods).toBeLessThanOrEqual(3600);
    }
  });
});

describe.skipIf(!platform.ready)("metrics out of log lines", () => {
  const written = async (): Promise<string> => {
    const folders = ["core", "functions", "web"].map((name) => `${root}/packages/${name}/src`);
    const texts = folders.map(async (folder) => {
      const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts"));
      return Promise.all(files.map((name) => readFile(`${folder}/${name}`, "utf8")));
    });
    return (await Promise.all(texts)).flat(2).join("\n");
  };

  it("are made of lines that our code writes, under the names that it gives them", async () => {
    const filters = ofType(evaluated(graph), "aws:cloudwatch/logMetricFilter:LogMetricFilter");
    const messages = new Set(
      filters.map(({ inputs }) => /\$\.message = "([\w-]+)"/.exec(inputs.pattern)?.[1] ?? inputs.pattern),
    );
    expect([...messages].toSorted()).toEqual([
      "inbox-check-cut-short",
      "record-failed",
      "request-failed",
      "worker-not-started",
    ]);
    const text = await written();
    for (const message of messages) expect(text).toMatch(new RegExp(`log\\([^;]*?"${message}"`));
  });
});

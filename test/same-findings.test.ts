import { tmpdir } from "node:os";
import { buffer, text } from "node:stream/consumers";
import { Report, ReportFinding } from "@torrent/analysis/report";
import {
  AggregateMessage,
  aggregate,
  ClassifyMessage,
  classify,
  composePipeline,
  defineChoreography,
  IntakeMessage,
  intake,
  keys,
  type Limits,
  parseMessage,
  perform,
  type QueueName,
  TaskMessage,
  type WholePipeline,
} from "@torrent/core/unstable";
import { embeddedCloud } from "@torrent/local";
import { pack } from "tar-stream";
import { expect, it } from "vitest";
import { reference } from "../torrent.config.ts";
import { scratch } from "./torrent.ts";

const lines = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => `${line(n)}\n`).join("");
const time = (n: number): string => new Date(1.7e12 + n * 1000 + (n > 400 ? 7_200_000 : 0)).toISOString();

/** Files of some thirty kilobytes, with something to find at their beginnings, middles and ends. */
const files: Record<string, string | Buffer> = {
  "access.log": lines(700, (n) => {
    if (n % 90 === 5)
      return `${time(n)} INFO GET /item?id=${n}' UNION SELECT password FROM users-- from 10.0.0.${n % 9}`;
    if (n === 600) return `${time(n)} FATAL the one crash of a module, card 4111 1111 1111 1111`;
    return `${time(n)} INFO request ${n} of user-${n % 60}@example.org was served`;
  }),
  "events.jsonl": lines(700, (n) =>
    n === 500
      ? `{"id":${n},`
      : JSON.stringify({ id: n, at: time(n), ...(n === 450 ? { key: "AKIAIOSFODNN7EXAMPLE" } : { text: "nothing" }) }),
  ),
  "accounts.csv": `id,name,account\n${lines(1200, (n) => (n === 900 ? `${n},short` : n === 950 ? "none,Ann,none" : `${n},Ann ${n},NL91ABNA0417164300`))}`,
  ".env": lines(1500, (n) =>
    n === 1400 ? "DB_PASSWORD=correct-horse-battery" : `SETTING_${n}=a value of no interest`,
  ),
  "photo.png": lines(1200, (n) => `a line of text number ${n}`),
  "notes.txt": Buffer.from(
    `\ufeff${lines(700, (n) => (n === 600 ? "all \u202e seems well" : `a quiet day ${n}`))}`,
    "utf16le",
  ),
  "mail.txt": "from bob@example.com about user-7@example.org",
};

/** Numbers that look like chance and are the same in every run. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
};

const shuffled = <T>(all: readonly T[], next: (below: number) => number): T[] => {
  const left = [...all];
  return all.map(() => left.splice(next(left.length), 1)[0] as T);
};

const now = 1.8e12;
const clock = { now: () => now, sleep: async () => {} };
const record = (body: string) => {
  const message = parseMessage(IntakeMessage, body);
  return "Records" in message ? message.Records : expect.fail("no event of an object");
};
const signal = new AbortController().signal;

const handle = async (pipeline: WholePipeline, queue: QueueName, body: string): Promise<void> => {
  if (queue === "intake") for (const one of record(body)) await intake(pipeline, one);
  else if (queue === "classify") await classify(pipeline, parseMessage(ClassifyMessage, body));
  else if (queue === "aggregate") await aggregate(pipeline, parseMessage(AggregateMessage, body));
  else await perform(pipeline, parseMessage(TaskMessage, body), { attempt: 1, signal });
};

const queues = ["intake", "classify", "light-urgent", "light-standard", "aggregate"] as const;

/** Takes the files through the whole pipeline on the embedded cloud, with its messages in an order by `seed`. */
const reported = async (seed: number, limits: Partial<Limits>) => {
  await using place = await scratch();
  const cloud = embeddedCloud({ dataDir: place.dir, clock });
  const choreography = defineChoreography({ ...reference, topology: { limits } });
  const pipeline = composePipeline(choreography, cloud, { scratchDir: tmpdir() });
  const next = numbers(seed);
  const tar = pack();
  for (const name of shuffled(Object.keys(files), next)) tar.entry({ name, mtime: new Date(0) }, files[name] ?? "");
  tar.finalize();
  try {
    await cloud.objects.put("inbox/all.tar", await buffer(tar));
    const receive = async (queue: QueueName) => {
      const options = { max: 10, visibilitySeconds: 600, waitSeconds: 0 };
      const all = [];
      for (let some = await cloud.queues.receive(queue, options); some.length > 0; ) {
        all.push(...some);
        some = await cloud.queues.receive(queue, options);
      }
      return all.map((message) => ({ queue, message }));
    };
    for (;;) {
      const waiting = (await Promise.all(queues.map(receive))).flat();
      if (waiting.length === 0) break;
      for (const { queue, message } of shuffled(waiting, next)) {
        await handle(pipeline, queue, message.body);
        await cloud.queues.acknowledge(queue, [message.receipt]);
      }
    }
    const [row] = (await cloud.packages.list({ limit: 1 })).packages;
    const read = async (key: string): Promise<string> => text((await cloud.objects.get(key))?.body ?? expect.fail(key));
    const stored = (await read(keys.resultFile(row?.id ?? "", 1, "findings.ndjson"))).trim().split("\n");
    return {
      report: Report.parse(JSON.parse(await read(keys.resultFile(row?.id ?? "", 1, "report.json")))),
      findings: stored.map((line) => ReportFinding.parse(JSON.parse(line))),
    };
  } finally {
    await cloud.close();
  }
};

/** A finding without the number of its component: that goes by the order of the package. */
const told = (findings: readonly ReportFinding[]): string[] =>
  findings.map(({ component: _, ...one }) => JSON.stringify(one, Object.keys(one).toSorted())).toSorted();

/** What is unusual by the standards of a whole file; no slice says it of itself. */
const ofWhole = ["rare-error", "log-gap", "log-burst", "clock-step-back", "odd-record", "odd-cell"];

it("a package gives the same findings and scores whatever the order of its members and tasks, and however it is sliced", async () => {
  const whole = await reported(1, {});
  expect(whole.report).toMatchObject({ status: "complete", package: { components: Object.keys(files).length } });
  const rules = new Set(whole.findings.map(({ rule }) => rule));
  for (const rule of [
    "log-gap",
    "rare-error",
    "sensitive-file",
    "type-mismatch",
    "ragged-row",
    "bidirectional-control",
  ])
    expect(rules).toContain(rule);
  expect(rules.size).toBeGreaterThan(9);

  const reordered = await reported(77, {});
  expect(reordered.findings.map(({ component }) => component)).not.toEqual(
    whole.findings.map(({ component }) => component),
  );
  expect(told(reordered.findings)).toEqual(told(whole.findings));
  expect(reordered.report.priority).toEqual(whole.report.priority);

  const sliced = await reported(5, { sliceBytes: 20_000 });
  expect(sliced.report.package.components).toBeGreaterThan(2 * Object.keys(files).length);
  expect(told(sliced.findings)).toEqual(told(whole.findings.filter(({ rule }) => !ofWhole.includes(rule))));
  const { severity, ...others } = factors(whole.report);
  expect(factors(sliced.report)).toEqual({ ...others, severity: expect.objectContaining({ value: severity?.value }) });
  expect(sliced.report.priority.score).toBe(whole.report.priority.score);
  expect(sliced.report.entities.distinct).toEqual(whole.report.entities.distinct);
});

const factors = ({ priority }: Report) => Object.fromEntries(priority.factors.map((one) => [one.name, one]));

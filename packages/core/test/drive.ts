import { createHash } from "node:crypto";
import { collect } from "../src/bytes.ts";
import { defineChoreography } from "../src/choreography/define-choreography.ts";
import { type AnyPass, definePass, type FactorValues, type Needs } from "../src/choreography/define-pass.ts";
import { defineReducer, type ReducerPart } from "../src/choreography/define-reducer.ts";
import type { Subscriber } from "../src/choreography/define-subscriber.ts";
import type { CacheMode, UncachedContext } from "../src/choreography/run-context.ts";
import type { StandardSchema } from "../src/choreography/standard-schema.ts";
import type { ComponentFacts } from "../src/component.ts";
import type { Decompose } from "../src/decomposition.ts";
import { RetryLater } from "../src/errors.ts";
import { keys } from "../src/ids.ts";
import {
  AggregateMessage,
  ClassifyMessage,
  CompleteMessage,
  HeavyMessage,
  IntakeMessage,
  parseMessage,
} from "../src/messages.ts";
import type { Cloud } from "../src/ports/cloud.ts";
import type { PriorityTable } from "../src/priority/table.ts";
import { PackageOutcome } from "../src/reduce/outcome-document.ts";
import { aggregate } from "../src/stages/aggregate/aggregate.ts";
import { handOver } from "../src/stages/aggregate/route.ts";
import { classify } from "../src/stages/classify/classify.ts";
import { complete } from "../src/stages/complete/complete.ts";
import { composePipeline } from "../src/stages/compose-pipeline.ts";
import { intake } from "../src/stages/intake/intake.ts";
import { work } from "../src/stages/perform/work.ts";
import type { Secrets, WholePipeline } from "../src/stages/pipeline.ts";
import { fanOutRound } from "../src/stages/redrive/redrive.ts";
import { bury } from "../src/stages/watch/bury.ts";
import { type MemoryCloud, memoryCloud } from "../src/testing/memory/index.ts";
import type { TopologyOptions } from "../src/topology/build.ts";
import { deadLetterQueue, type QueueName, queueNames } from "../src/topology/topology.ts";

/** Every line of the delivered text is one component. */
export const lines: Decompose = async function* (source) {
  let text = "";
  for await (const chunk of source.read()) text += new TextDecoder().decode(chunk);
  for (const [index, line] of text.split("\n").filter(Boolean).entries()) {
    const bytes = new TextEncoder().encode(line);
    yield {
      name: `${source.name}!/${index}`,
      kind: "text",
      bytes: bytes.length,
      sha256: createHash("sha256").update(bytes).digest("hex"),
      body: async function* () {
        yield bytes;
      },
      release: async () => {},
    };
  }
};

/** What a pass of these tests may see: everything, by any name. */
export type PassContext = UncachedContext<Record<string, unknown>, string>;

/** Parts of a pass's definition that a test replaces. */
export interface PassPart {
  name?: string;
  version?: number;
  after?: readonly AnyPass[];
  afterIfPlanned?: readonly AnyPass[];
  required?: boolean;
  cache?: CacheMode;
  needs?: Needs;
  accepts?: (component: ComponentFacts) => boolean;
  estimate?: (component: ComponentFacts) => { seconds: number; memoryMB: number };
  output?: StandardSchema<unknown, unknown>;
  counts?: (output: never) => Record<string, number>;
  factors?: (output: never, table: PriorityTable) => FactorValues;
  run?: (context: PassContext) => unknown;
}

interface Found {
  findings?: { title: string; start: number }[];
}

/** Finds every word of capitals. */
export const shout = async ({ text }: Pick<PassContext, "text">): Promise<Required<Found>> => ({
  findings: [...(await text()).matchAll(/\b[A-Z]{3,}\b/g)].map((match) => ({ title: match[0], start: match.index })),
});

/** A pass like {@link shouting}, but for the given parts. */
export const passLike = ({ run = shout, ...part }: PassPart): AnyPass =>
  definePass({
    name: "shouting",
    version: 1,
    estimate: () => ({ seconds: 1, memoryMB: 64 }),
    counts: (output: Found | undefined) => ({ findings: output?.findings?.length ?? 0 }),
    ...part,
    run: run as (context: unknown) => Promise<Found>,
  } as never);

export const shouting = passLike({});

/** A pass of this name that does nothing. */
export const idle = (name: string, part: PassPart = {}): AnyPass => passLike({ name, run: () => ({}), ...part });

/** What the reducer of these tests makes of a package: its components, and what was found in which of them. */
export interface Result {
  components: string[];
  findings: { title: string; component: string }[];
}

export const collected = defineReducer({
  version: 1,
  empty: (): Result => ({ components: [], findings: [] }),
  add: ({ components, findings }, { ref, results }) => ({
    components: [...components, ref],
    findings: [
      ...findings,
      ...Object.values(results as Record<string, Found | undefined>).flatMap((found) =>
        (found?.findings ?? []).map(({ title }) => ({ title, component: ref })),
      ),
    ],
  }),
  merge: (a, b) => ({
    components: [...a.components, ...b.components],
    findings: [...a.findings, ...b.findings],
  }),
  finish: (sum) => sum,
});

/** What a test changes of the choreography. */
export interface ChoreographyPart {
  passes?: readonly AnyPass[];
  decompose?: Decompose;
  priority?: PriorityTable;
  counts?: readonly string[];
  classify?: (component: ComponentFacts) => object;
  reduce?: ReducerPart | undefined;
  onComplete?: readonly Subscriber[];
  aggregation?: { seconds?: number; memoryMB?: number };
  topology?: TopologyOptions;
  secrets?: Secrets;
  summarise?: boolean;
}

export const pipelineOver = (
  cloud: Cloud,
  { secrets, summarise = true, ...part }: ChoreographyPart = {},
): WholePipeline =>
  composePipeline(
    defineChoreography({
      name: "shouting",
      decompose: lines,
      passes: [shouting],
      counts: ["findings"],
      reduce: collected,
      ...(part as object),
    }),
    cloud,
    { scratchDir: "/nowhere", summarise, ...(secrets ? { secrets } : {}) },
  );

export const outcomeOf = async (cloud: Cloud, id: string, revision = 1): Promise<PackageOutcome> => {
  const object = await cloud.objects.get(keys.outcome(id, revision));
  if (!object) throw new Error("There is no outcome");
  return PackageOutcome.parse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
};

/** The newest package. */
export const rowOf = async (cloud: Cloud) => {
  const [row] = (await cloud.packages.list({ limit: 1 })).packages;
  if (!row) throw new Error("No package was registered");
  return row;
};

const never = new AbortController().signal;

const takeMessage = async (pipeline: WholePipeline, body: string): Promise<void> => {
  const message = parseMessage(IntakeMessage, body);
  if ("type" in message) await fanOutRound(pipeline, message);
  else for (const record of message.Records) await intake(pipeline, record);
};

const aggregateOrHandOver = async (pipeline: WholePipeline, message: AggregateMessage): Promise<unknown> =>
  (await handOver(pipeline, message)) || aggregate(pipeline, message);

const handle = async (pipeline: WholePipeline, queue: QueueName, body: string, attempt: number): Promise<unknown> => {
  switch (queue) {
    case "intake":
      return takeMessage(pipeline, body);
    case "classify":
      return classify(pipeline, parseMessage(ClassifyMessage, body));
    case "aggregate":
      return aggregateOrHandOver(pipeline, parseMessage(AggregateMessage, body));
    case "complete":
      return complete(pipeline, parseMessage(CompleteMessage, body), { attempt, signal: never });
    case "dispatch":
      return undefined;
    default:
      return work(pipeline, parseMessage(HeavyMessage, body), { attempt, signal: never });
  }
};

/**
 * Delivers messages, one at a time, until every queue is empty but those `without`; time moves on only to what was
 * delayed.
 */
export const drive = async (
  pipeline: WholePipeline,
  cloud: MemoryCloud,
  { without = [] }: { without?: readonly QueueName[] } = {},
): Promise<void> => {
  const driven = queueNames.filter((queue) => !without.includes(queue));
  for (let quiet = 0; quiet < 2; ) {
    let moved = false;
    for (const queue of driven) {
      for (const [name, dead] of [
        [queue, false],
        [deadLetterQueue(queue), true],
      ] as const) {
        const [message] = await cloud.queues.receive(name, { max: 1, visibilitySeconds: 30, waitSeconds: 0 });
        if (!message) continue;
        moved = true;
        const { body, receiveCount, sentAt, receipt } = message;
        try {
          if (dead) await bury(pipeline, { queue, body, receiveCount, sentAt });
          else await handle(pipeline, queue, body, receiveCount);
          await cloud.queues.acknowledge(name, [receipt]);
        } catch (error) {
          if (error instanceof RetryLater) await cloud.queues.extend(name, receipt, error.afterSeconds);
        }
      }
    }
    quiet = moved ? 0 : quiet + 1;
    if (!moved) await cloud.clock.advance(3_600_000);
  }
};

const TASK_QUEUES = ["light-urgent", "light-standard", "heavy-urgent", "heavy-standard"] as const;

/** Delivers one text as a package and drives it to its end; `deployed` replaces the pipeline once tasks are queued. */
export const deliver = async (
  text: string,
  { metadata = {}, ...part }: ChoreographyPart & { metadata?: Record<string, string> } = {},
  deployed = (pipeline: WholePipeline): WholePipeline => pipeline,
) => {
  const cloud = memoryCloud();
  const pipeline = pipelineOver(cloud, part);
  await cloud.objects.put("inbox/a.txt", new TextEncoder().encode(text), { metadata });
  await drive(pipeline, cloud, { without: TASK_QUEUES });
  await drive(deployed(pipeline), cloud);
  return { cloud, pipeline, row: await rowOf(cloud) };
};

/** Runs intake alone, and leaves what it sent in the queues. */
export const takeIn = async (
  pipeline: WholePipeline,
  cloud: MemoryCloud,
  text: string,
  metadata: Record<string, string> = {},
): Promise<void> => {
  await cloud.objects.put("inbox/a.txt", new TextEncoder().encode(text), { metadata });
  const events = await cloud.queues.receive("intake", { max: 10, visibilitySeconds: 30, waitSeconds: 0 });
  for (const { body } of events) await handle(pipeline, "intake", body, 1);
  await cloud.queues.acknowledge(
    "intake",
    events.map(({ receipt }) => receipt),
  );
};

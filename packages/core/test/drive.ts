import { createHash } from "node:crypto";
import type { Decompose } from "../src/decomposition.ts";
import { RetryLater } from "../src/errors.ts";
import { AggregateMessage, ClassifyMessage, HeavyMessage, IntakeMessage, parseMessage } from "../src/messages.ts";
import type { Pass } from "../src/pass.ts";
import { definePass, registry } from "../src/pass.ts";
import { aggregate } from "../src/stages/aggregate/aggregate.ts";
import { handOver } from "../src/stages/aggregate/route.ts";
import { summarise } from "../src/stages/aggregate/summarise.ts";
import { classify } from "../src/stages/classify/classify.ts";
import { intake } from "../src/stages/intake/intake.ts";
import { work } from "../src/stages/perform/work.ts";
import type { Pipeline } from "../src/stages/pipeline.ts";
import { fanOutRound } from "../src/stages/redrive/redrive.ts";
import { bury } from "../src/stages/watch/bury.ts";
import { type MemoryCloud, memoryCloud } from "../src/testing/memory/index.ts";
import { deadLetterQueue, type QueueName, queueNames, topology } from "../src/topology.ts";

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

/** Finds every word of capitals. */
export const shouting = definePass({
  name: "shouting",
  version: 1,
  accepts: () => true,
  estimate: () => ({ seconds: 1, memoryMB: 64 }),
  async run({ whole }) {
    const text = new TextDecoder().decode(await whole());
    const findings = [...text.matchAll(/\b[A-Z]{3,}\b/g)].map((match) => ({
      rule: "capitals",
      title: match[0],
      severity: "medium" as const,
      start: match.index,
      end: match.index + match[0].length,
    }));
    return { findings };
  },
});

export const pipelineOver = (
  cloud: MemoryCloud,
  passes: readonly Pass[] = [shouting],
  decompose: Decompose = lines,
): Pipeline => ({
  cloud,
  passes: registry(passes),
  rules: [],
  limits: topology.limits,
  scratchDir: "/nowhere",
  summarise,
  decompose,
});

const never = new AbortController().signal;

const takeMessage = async (pipeline: Pipeline, body: string): Promise<void> => {
  const message = parseMessage(IntakeMessage, body);
  if ("type" in message) await fanOutRound(pipeline, message);
  else for (const record of message.Records) await intake(pipeline, record);
};

const aggregateOrHandOver = async (pipeline: Pipeline, message: AggregateMessage): Promise<unknown> =>
  (await handOver(pipeline, message)) || aggregate(pipeline, message);

const handle = async (pipeline: Pipeline, queue: QueueName, body: string, attempt: number): Promise<unknown> => {
  switch (queue) {
    case "intake":
      return takeMessage(pipeline, body);
    case "classify":
      return classify(pipeline, parseMessage(ClassifyMessage, body));
    case "aggregate":
      return aggregateOrHandOver(pipeline, parseMessage(AggregateMessage, body));
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
  pipeline: Pipeline,
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

/** Delivers one text as a package and drives it to its end. */
export const deliver = async (
  text: string,
  options: { passes?: readonly Pass[]; decompose?: Decompose; metadata?: Record<string, string> } = {},
) => {
  const cloud = memoryCloud();
  const pipeline = pipelineOver(cloud, options.passes, options.decompose);
  await cloud.objects.put("inbox/a.txt", new TextEncoder().encode(text), { metadata: options.metadata ?? {} });
  await drive(pipeline, cloud);
  const [row] = (await cloud.packages.list({ limit: 10 })).packages;
  if (!row) throw new Error("No package was registered");
  return { cloud, pipeline, row };
};

/** Runs intake alone, and leaves what it sent in the queues. */
export const takeIn = async (
  pipeline: Pipeline,
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

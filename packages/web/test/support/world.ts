import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { type MemoryCloud, memoryCloud } from "@torrent/core/testing/memory";
import {
  AggregateMessage,
  aggregate,
  bury,
  ClassifyMessage,
  type ComponentFacts,
  classify,
  type Decompose,
  definePass,
  type Finding,
  fanOutRound,
  IntakeMessage,
  intake,
  type Pass,
  type Pipeline,
  packageId,
  parseMessage,
  perform,
  type QueueName,
  queueNames,
  registry,
  TaskMessage,
  TerminalError,
  topology,
} from "@torrent/core/unstable";

/** A package of the tests: one JSON array of entries. */
export interface Entry {
  name: string;
  kind?: string;
  text: string;
  defect?: { kind: string; message: string };
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

const collect = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text;
};

const decompose: Decompose = async function* (source) {
  const text = await collect(source.read());
  if (!text.startsWith("[")) throw new TerminalError("not-readable", `${source.name}: not an archive, nor text`);
  for (const { name, kind = "text", text: body, defect } of JSON.parse(text) as Entry[]) {
    const bytes = encoder.encode(body);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    yield {
      name,
      kind,
      bytes: bytes.length,
      sha256,
      ...(defect ? { defect } : {}),
      async *body() {
        yield bytes;
      },
      release: async () => {},
    };
  }
};

const seconds = (component: ComponentFacts) => ({ seconds: component.bytes / 1e6, memoryMB: 128 });

/** Finds lines that say ERROR or password; fails for good on POISON, and until retried on FLAKY. */
const patterns = definePass({
  name: "patterns",
  version: 3,
  accepts: () => true,
  estimate: seconds,
  run: async (context) => {
    const text = await collect(context.bytes());
    if (text.includes("POISON"))
      throw new TerminalError("unreadable-text", `"${context.component.name}" cannot be read`);
    if (text.includes("FLAKY")) throw new Error("The index was not ready");
    const findings = text.split("\n").flatMap((line, n): Finding[] => {
      if (line.includes("password"))
        return [
          { rule: "plain-password", title: "Password in clear text", severity: "high", line: n + 1, context: line },
        ];
      if (line.includes("ERROR"))
        return [{ rule: "error-line", title: "Error logged", severity: "low", line: n + 1, context: line }];
      return [];
    });
    return { findings };
  },
});

const entities = definePass({
  name: "entities",
  version: 1,
  required: false,
  accepts: () => true,
  estimate: seconds,
  run: async (context) => {
    const text = await collect(context.bytes());
    const found = [...text.matchAll(/[\w.]+@[\w.]+\w/g)].map((match) => ({
      kind: "email",
      value: match[0].toLowerCase(),
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
      confidence: 0.9,
    }));
    return { entities: found };
  },
});

export const toyPasses: readonly Pass[] = [patterns, entities];

/** The whole pipeline in memory, moved on by hand: the real stages over toy passes. */
export const createWorld = (options: { cloud?: MemoryCloud; passes?: readonly Pass[] } = {}) => {
  const cloud = options.cloud ?? memoryCloud();
  const pipeline: Pipeline = {
    cloud,
    passes: registry(options.passes ?? toyPasses),
    rules: [],
    limits: topology.limits,
    scratchDir: tmpdir(),
    decompose,
  };

  const handle = async (queue: QueueName, body: string, attempt: number): Promise<void> => {
    const { stage } = topology.queues[queue];
    if (stage === "intake") {
      const message = parseMessage(IntakeMessage, body);
      if ("type" in message) await fanOutRound(pipeline, message);
      else for (const record of message.Records) await intake(pipeline, record);
    } else if (stage === "classify") await classify(pipeline, parseMessage(ClassifyMessage, body));
    else if (stage === "aggregate") await aggregate(pipeline, parseMessage(AggregateMessage, body));
    else if (stage === "analyze" || stage === "worker")
      await perform(pipeline, parseMessage(TaskMessage, body), { attempt, signal: new AbortController().signal });
  };

  /** Takes up to `max` messages of one queue; a failed one is received again until it is buried. */
  const drainQueue = async (queue: QueueName, max: number): Promise<number> => {
    let done = 0;
    while (done < max) {
      const batch = await cloud.queues.receive(queue, {
        max: Math.min(10, max - done),
        visibilitySeconds: 60,
        waitSeconds: 0,
      });
      if (batch.length === 0) break;
      for (const { body, receipt, receiveCount, sentAt } of batch) {
        done += 1;
        try {
          await handle(queue, body, receiveCount);
        } catch {
          if (receiveCount < topology.queues[queue].maxReceives) {
            await cloud.queues.extend(queue, receipt, 0);
            continue;
          }
          await bury(pipeline, { queue, body, receiveCount, sentAt });
        }
        await cloud.queues.acknowledge(queue, [receipt]);
      }
    }
    return done;
  };

  return {
    cloud,
    pipeline,
    submit: async (name: string, entries: readonly Entry[] | string, metadata: Record<string, string> = {}) => {
      const body = encoder.encode(typeof entries === "string" ? entries : JSON.stringify(entries));
      const stored = await cloud.objects.put(`inbox/${name}`, body, { metadata });
      return packageId(cloud.objects.bucket, `inbox/${name}`, stored.version ?? stored.etag);
    },
    /** Runs the given stages' queues once, at most `max` messages each. */
    step: async (queues: readonly QueueName[] = queueNames, max = Number.POSITIVE_INFINITY): Promise<number> => {
      let done = 0;
      for (const queue of queues) done += await drainQueue(queue, max);
      return done;
    },
    /** Runs every queue until nothing is left. */
    async finish(): Promise<void> {
      while ((await this.step()) > 0);
    },
  };
};
export type World = ReturnType<typeof createWorld>;

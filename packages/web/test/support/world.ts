import { tmpdir } from "node:os";
import { fanOutRound } from "@torrent/core/operations";
import { type MemoryCloud, memoryCloud } from "@torrent/core/testing/memory";
import type { Choreography } from "@torrent/core/unstable";
import {
  AggregateMessage,
  aggregate,
  bury,
  ClassifyMessage,
  CompleteMessage,
  classify,
  complete,
  composePipeline,
  IntakeMessage,
  intake,
  packageId,
  parseMessage,
  perform,
  type QueueName,
  queueNames,
  TaskMessage,
} from "@torrent/core/unstable";
import type { Entry } from "./entries.ts";
import { notes } from "./notes.ts";

export type { Entry };

/** The whole pipeline in memory, moved on by hand: the real stages of a choreography. */
export const createWorld = (options: { cloud?: MemoryCloud; choreography?: Choreography } = {}) => {
  const { cloud = memoryCloud(), choreography = notes } = options;
  const pipeline = composePipeline(choreography, cloud, { scratchDir: tmpdir(), summarise: false });
  const { queues } = choreography.topology;

  const handle = async (queue: QueueName, body: string, attempt: number): Promise<void> => {
    const delivery = { attempt, signal: new AbortController().signal };
    switch (queues[queue].consumer) {
      case "intake": {
        const message = parseMessage(IntakeMessage, body);
        if ("type" in message) await fanOutRound(pipeline, message);
        else for (const record of message.Records) await intake(pipeline, record);
        return;
      }
      case "classify":
        return void (await classify(pipeline, parseMessage(ClassifyMessage, body)));
      case "aggregate":
        return void (await aggregate(pipeline, parseMessage(AggregateMessage, body)));
      case "complete":
        return complete(pipeline, parseMessage(CompleteMessage, body), delivery);
      case "analyze":
      case "worker":
        return void (await perform(pipeline, parseMessage(TaskMessage, body), delivery));
      default:
    }
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
          if (receiveCount < queues[queue].maxReceives) {
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
    choreography,
    pipeline,
    submit: async (name: string, entries: readonly Entry[] | string, metadata: Record<string, string> = {}) => {
      const body = new TextEncoder().encode(typeof entries === "string" ? entries : JSON.stringify(entries));
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

import { DatabaseSync } from "node:sqlite";
import { threadId } from "node:worker_threads";
import type { Cloud } from "@torrent/core/unstable";
import type { SQSEvent } from "aws-lambda";
import type { Handler, Handlers, InvocationContext } from "../src/index.ts";

/** What a test's message tells the handler to do. */
export interface Order {
  name: string;
  do?:
    | "fail"
    | "throw"
    | "hang"
    | "spin"
    | "crash"
    | "oom"
    | "lock"
    | "later"
    | "forward"
    | "gate"
    | "answer"
    | "starve"
    | "unburiable";
  /** The batch's answer, for `answer`. */
  answer?: unknown;
  /** Fails only up to this receive. */
  until?: number;
  dataDir?: string;
}

/** What a handler noted down of one delivery. */
export interface Note {
  stage: string;
  name: string;
  count: number;
  thread: number;
  group?: string;
  arn: string;
  remaining: number;
  requestId: string;
  batch: number;
}

const text = new TextEncoder();

const spin = (): never => {
  for (;;) if (performance.now() < 0) break;
  throw new Error("unreachable");
};

const hoard = (): number => {
  const held: number[][] = [];
  for (;;) held.push(new Array<number>(1 << 20).fill(held.length));
};

export const handlers = (cloud: Cloud): Handlers => {
  const note = async (stage: string, note: Omit<Note, "stage" | "thread">): Promise<void> => {
    const body = text.encode(JSON.stringify({ ...note, stage, thread: threadId }));
    await cloud.objects.put(`notes/${stage}/${note.name}/${cloud.random.id()}`, body);
  };

  const obey = async (order: Order, count: number, queue: string, receipt: string): Promise<"failed" | undefined> => {
    const again = count <= (order.until ?? Number.POSITIVE_INFINITY);
    if (order.do === "fail" && again) return "failed";
    if (order.do === "unburiable") return "failed";
    if (order.do === "throw" && again) throw new Error(`${order.name} throws`);
    if (order.do === "starve" && again) throw Object.assign(new Error("open failed"), { code: "EMFILE" });
    if (order.do === "hang" && again) return new Promise(() => {});
    if (order.do === "spin" && again) spin();
    if (order.do === "crash" && again) process.exit(3);
    if (order.do === "oom" && again) hoard();
    if (order.do === "lock" && again) {
      new DatabaseSync(`${order.dataDir}/store.db`).exec("BEGIN IMMEDIATE");
      spin();
    }
    if (order.do === "later" && count === 1) {
      await cloud.queues.extend(queue, receipt, 1);
      return "failed";
    }
    if (order.do === "forward") await cloud.queues.send("aggregate", [{ body: JSON.stringify({ name: order.name }) }]);
    if (order.do === "gate")
      while (!(await cloud.objects.head("gate"))) await new Promise((resolve) => setTimeout(resolve, 5));
    return undefined;
  };

  const handler =
    (stage: string): Handler =>
    async (event, context: InvocationContext) => {
      const { Records } = event as SQSEvent;
      const batchItemFailures: { itemIdentifier: string }[] = [];
      let answer: unknown;
      for (const record of Records) {
        const order: Order = JSON.parse(record.body);
        const count = Number(record.attributes.ApproximateReceiveCount);
        const group = record.attributes.MessageGroupId;
        await note(stage, {
          name: order.name,
          count,
          arn: record.eventSourceARN,
          remaining: context.getRemainingTimeInMillis(),
          requestId: context.awsRequestId,
          batch: Records.length,
          ...(group === undefined ? {} : { group }),
        });
        const queue = record.eventSourceARN.slice(record.eventSourceARN.lastIndexOf(":") + 1);
        if (stage === "bury" && order.do !== "unburiable") continue;
        if ((await obey(order, count, queue, record.receiptHandle)) === "failed")
          batchItemFailures.push({ itemIdentifier: record.messageId });
        if (order.do === "answer" && count === 1) answer = order.answer;
      }
      return answer === undefined ? { batchItemFailures } : answer;
    };

  return {
    intake: handler("intake"),
    classify: handler("classify"),
    analyze: handler("analyze"),
    aggregate: handler("aggregate"),
    dispatch: handler("dispatch"),
    complete: handler("complete"),
    bury: handler("bury"),
    sweep: async (event) => {
      await cloud.objects.put(`sweeps/${cloud.random.id()}`, text.encode(JSON.stringify(event)));
    },
  };
};

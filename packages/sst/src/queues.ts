import { deadLetterQueue } from "./choreography.ts";
import { type Context, make, pascal, specOf } from "./context.ts";

/** BURY, which takes every dead-letter queue. Seconds and MB. */
export const burier = { timeout: 300, memoryMB: 512, everyMinutes: 5 };

const FOURTEEN_DAYS = 14 * 86_400;

export interface Queues {
  main: Record<string, sst.aws.Queue>;
  dead: Record<string, sst.aws.Queue>;
  /** As variables, addresses by the topology's names, of these queues only: they differ in their ends. */
  variables: (names: readonly string[]) => Record<string, $util.Output<string>>;
  /** By the topology's name, dead-letter queues included. */
  named: (name: string) => sst.aws.Queue;
}

export const queuesOf = (context: Context): Queues => {
  const main: Queues["main"] = {};
  const dead: Queues["dead"] = {};
  const byName = new Map<string, sst.aws.Queue>();
  // The longest there is: a dead letter that can't be buried is somebody's evidence.
  const transform = { queue: { messageRetentionSeconds: FOURTEEN_DAYS, sqsManagedSseEnabled: true } };
  for (const name of context.queueNames) {
    const { visibility, maxReceives } = specOf(context, name);
    const letters = make(context, "deadLetters", sst.aws.Queue, `${pascal(name)}DeadLetters`, {
      visibilityTimeout: "6 minutes",
      transform,
    });
    dead[name] = letters;
    main[name] = make(context, "queue", sst.aws.Queue, `${pascal(name)}Messages`, {
      visibilityTimeout: `${visibility} seconds`,
      dlq: { queue: letters.arn, retry: maxReceives },
      transform,
    });
    byName.set(name, main[name]);
    byName.set(deadLetterQueue(name), letters);
  }
  const named = (name: string): sst.aws.Queue => {
    const queue = byName.get(name);
    if (!queue) throw new TypeError(`The topology has no queue "${name}"; it has ${context.queueNames.join(", ")}`);
    return queue;
  };
  return {
    main,
    dead,
    named,
    variables: (names) => {
      const own = [...new Set(names)].map((name) => [name, named(name).url] as const);
      const end = (url: string) => url.lastIndexOf("/") + 1;
      const [first] = own;
      return {
        TORRENT_QUEUES: $jsonStringify(
          Object.fromEntries(own.map(([name, url]) => [name, url.apply((text) => text.slice(end(text)))])),
        ),
        ...(first ? { TORRENT_QUEUE_BASE: first[1].apply((text) => text.slice(0, end(text))) } : {}),
      };
    },
  };
};

/**
 * Puts under `inbox/` start the pipeline: `Put` and `CompleteMultipartUpload` only, as a copy onto itself (metadata) must not start it again.
 * Not by `Bucket.notify`: its queue policy takes messages from anybody's bucket, topic and event bus.
 */
export const notify = (context: Context, bucket: sst.aws.Bucket, intake: sst.aws.Queue): void => {
  const allowed = make(context, "queuePolicy", aws.sqs.QueuePolicy, "IntakeFromInbox", {
    queueUrl: intake.url,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        {
          actions: ["sqs:SendMessage"],
          resources: [intake.arn],
          principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
          conditions: [
            { test: "ArnEquals", variable: "aws:SourceArn", values: [bucket.arn] },
            {
              test: "StringEquals",
              variable: "aws:SourceAccount",
              values: [aws.getCallerIdentityOutput().accountId],
            },
          ],
        },
      ],
    }).json,
  });
  if (context.args.notifications === false) return;
  make(
    context,
    "notification",
    aws.s3.BucketNotification,
    "Inbox",
    {
      bucket: bucket.name,
      queues: [
        {
          queueArn: intake.arn,
          events: ["s3:ObjectCreated:Put", "s3:ObjectCreated:CompleteMultipartUpload"],
          filterPrefix: "inbox/",
        },
      ],
    },
    { dependsOn: [allowed] },
  );
};

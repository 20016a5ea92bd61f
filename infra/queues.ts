import { deadLetterQueue, type QueueName, queueNames, queueSpec } from "../packages/core/src/topology.ts";
import { pascal } from "./stage.ts";
import { bucket } from "./storage.ts";

/** BURY, which takes every dead-letter queue. Seconds and MB. */
export const burier = { timeout: 60, memoryMB: 512, batchSize: 10, maxConcurrency: 5 };

const FOURTEEN_DAYS = 14 * 86_400;

interface Pair {
  main: sst.aws.Queue;
  dead: sst.aws.Queue;
}

const pairOf = (name: QueueName): Pair => {
  const { visibility, maxReceives } = queueSpec(name);
  // The longest there is: a dead letter that can't be buried is somebody's evidence.
  const transform = { queue: { messageRetentionSeconds: FOURTEEN_DAYS, sqsManagedSseEnabled: true } };
  const dead = new sst.aws.Queue(`${pascal(name)}DeadLetters`, {
    visibilityTimeout: `${6 * burier.timeout} seconds`,
    transform,
  });
  const dlq = { queue: dead.arn, retry: maxReceives };
  return {
    main: new sst.aws.Queue(`${pascal(name)}Messages`, { visibilityTimeout: `${visibility} seconds`, dlq, transform }),
    dead,
  };
};

export const queues = Object.fromEntries(queueNames.map((name) => [name, pairOf(name)])) as Record<QueueName, Pair>;

/** URL of every queue, dead-letter queues included, by the topology's names. */
export const queueUrls = $jsonStringify(
  Object.fromEntries(
    queueNames.flatMap((name) => [
      [name, queues[name].main.url],
      [deadLetterQueue(name), queues[name].dead.url],
    ]),
  ),
);

// Not `Bucket.notify`: its queue policy takes messages from anybody's bucket, topic and event bus.
const { main: intake } = queues.intake;
const allowed = new aws.sqs.QueuePolicy("IntakeFromInbox", {
  queueUrl: intake.url,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        actions: ["sqs:SendMessage"],
        resources: [intake.arn],
        principals: [{ type: "Service", identifiers: ["s3.amazonaws.com"] }],
        conditions: [{ test: "ArnEquals", variable: "aws:SourceArn", values: [bucket.arn] }],
      },
    ],
  }).json,
});

/** `Put` and `CompleteMultipartUpload` only: a copy onto itself (metadata) must not start the pipeline again. */
new aws.s3.BucketNotification(
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

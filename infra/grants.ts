import { deadLetterQueue, heavyQueues, type QueueName, queueNames } from "../packages/core/src/topology.ts";

/** What a function (or the worker) may do, beside taking its own queues' messages. Nothing is granted by a link. */
export interface Grants {
  /** S3 actions by the prefixes of keys. */
  s3?: Record<string, string[]>;
  /** SQS actions by queues. */
  sqs?: Record<string, string[]>;
  /** DynamoDB actions on the table. */
  table?: string[];
  /** Indexes of the table that are queried. */
  indexes?: string[];
}

const every = [...queueNames];
const light: QueueName[] = ["light-urgent", "light-standard"];
const tasks = [...light, ...heavyQueues];
/** Who settles tasks also dispatches those that were waiting for them, and tells when all are done. */
const settling = [...tasks, "dispatch", "aggregate"];

/** Each line is needed by a call that the tests have seen, and no call they have seen lacks its line. */
export const grants = {
  intake: {
    s3: { "s3:GetObject": ["inbox/*", "components/*"], "s3:PutObject": ["components/*"] },
    sqs: { "sqs:SendMessage": ["classify"] },
    table: ["GetItem", "PutItem", "UpdateItem", "Query"],
  },
  classify: {
    s3: { "s3:GetObject": ["components/*"], "s3:PutObject": ["components/*"] },
    sqs: { "sqs:SendMessage": settling },
    table: ["GetItem", "UpdateItem"],
  },
  analyze: {
    s3: {
      "s3:GetObject": ["components/*", "results/*", "attempts/*"],
      "s3:PutObject": ["components/*", "results/*", "attempts/*"],
    },
    sqs: { "sqs:SendMessage": ["classify", ...settling] },
    table: ["GetItem", "UpdateItem", "Query"],
  },
  worker: {
    s3: {
      "s3:GetObject": ["components/*", "results/*", "attempts/*"],
      "s3:PutObject": ["components/*", "results/*", "attempts/*"],
    },
    sqs: {
      "sqs:SendMessage": ["classify", ...settling],
      "sqs:ReceiveMessage": [...heavyQueues],
      "sqs:DeleteMessage": [...heavyQueues],
      "sqs:ChangeMessageVisibility": [...heavyQueues],
    },
    table: ["GetItem", "PutItem", "UpdateItem", "Query"],
  },
  aggregate: {
    s3: { "s3:GetObject": ["components/*", "results/*"], "s3:PutObject": ["reports/*"] },
    table: ["GetItem", "UpdateItem", "Query"],
  },
  dispatch: {
    sqs: { "sqs:GetQueueAttributes": [...heavyQueues] },
    table: ["PutItem", "Query"],
  },
  bury: {
    s3: { "s3:GetObject": ["attempts/*", "components/*"], "s3:PutObject": ["dead-letters/*", "components/*"] },
    sqs: { "sqs:SendMessage": settling },
    table: ["GetItem", "UpdateItem", "Query"],
  },
  sweep: {
    s3: { "s3:GetObject": ["inbox/*", "components/*"], "s3:PutObject": ["components/*"] },
    sqs: {
      "sqs:SendMessage": ["intake", "classify", ...settling],
      "sqs:GetQueueAttributes": [...heavyQueues],
    },
    table: ["GetItem", "UpdateItem", "Query"],
    indexes: ["open"],
  },
  api: {
    s3: {
      "s3:GetObject": ["inbox/*", "components/*", "results/*", "reports/*", "attempts/*", "dead-letters/*"],
      "s3:PutObject": ["inbox/*", "audit/*", "components/*"],
      "s3:DeleteObject": ["dead-letters/*"],
    },
    sqs: {
      "sqs:SendMessage": ["intake", ...every.filter((name) => name !== "intake")],
      "sqs:GetQueueAttributes": [...every, ...every.map(deadLetterQueue)],
    },
    table: ["GetItem", "UpdateItem", "Query"],
    indexes: ["by-time", "by-state"],
  },
} satisfies Record<string, Grants>;

export type Grantee = keyof typeof grants;

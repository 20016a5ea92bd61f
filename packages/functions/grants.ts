import { deadLetterQueue, heavyQueues, queueNames } from "../core/src/topology.ts";

/**
 * What a function (or the worker) may do, beside taking its own queues' messages; `infra/permissions.ts` makes policies of
 * it. Nothing is granted by a link.
 */
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
const tasks = ["light-urgent", "light-standard", ...heavyQueues];
/** Who settles tasks also dispatches those that were waiting for them, and tells when all are done. */
const settling = { "sqs:SendMessage": [...tasks, "dispatch", "aggregate"] };
const fanningOut = { "sqs:SendMessage": ["classify", ...settling["sqs:SendMessage"]] };

/** ANALYZE and the worker alike. */
const performing = {
  s3: {
    "s3:GetObject": ["components/*", "results/*", "attempts/*", "summaries/*"],
    "s3:PutObject": ["components/*", "results/*", "attempts/*", "summaries/*"],
  },
  sqs: fanningOut,
  table: ["GetItem", "UpdateItem", "Query"],
};

/** Each is needed by a call that the tests have seen, and no call that they have seen lacks its own. */
export const grants = {
  intake: {
    s3: {
      "s3:GetObject": ["inbox/*", "components/*"],
      "s3:PutObject": ["components/*"],
      "s3:AbortMultipartUpload": ["components/*"],
    },
    sqs: fanningOut,
    table: ["GetItem", "PutItem", "UpdateItem", "Query"],
  },
  classify: {
    s3: { "s3:GetObject": ["components/*"], "s3:PutObject": ["components/*"] },
    sqs: settling,
    table: ["GetItem", "UpdateItem"],
  },
  analyze: performing,
  // It aggregates the rounds that are too big for a function, too.
  worker: {
    s3: {
      ...performing.s3,
      "s3:PutObject": [...performing.s3["s3:PutObject"], "reports/*"],
      "s3:AbortMultipartUpload": ["reports/*"],
    },
    sqs: {
      ...performing.sqs,
      "sqs:ReceiveMessage": [...heavyQueues],
      "sqs:DeleteMessage": [...heavyQueues],
      "sqs:ChangeMessageVisibility": [...heavyQueues],
    },
    table: [...performing.table, "PutItem"],
  },
  aggregate: {
    s3: {
      "s3:GetObject": ["results/*", "summaries/*"],
      "s3:PutObject": ["reports/*"],
      "s3:AbortMultipartUpload": ["reports/*"],
    },
    // Who finds another at work comes again when that one's lease ends; what is too big goes to a worker.
    sqs: { "sqs:SendMessage": ["aggregate", ...heavyQueues, "dispatch"] },
    table: ["GetItem", "UpdateItem", "Query"],
  },
  dispatch: {
    sqs: { "sqs:GetQueueAttributes": [...heavyQueues] },
    table: ["PutItem", "Query"],
  },
  bury: {
    s3: {
      "s3:GetObject": ["inbox/*", "components/*", "attempts/*"],
      "s3:PutObject": ["components/*", "dead-letters/*"],
    },
    sqs: settling,
    table: ["GetItem", "PutItem", "UpdateItem"],
  },
  sweep: {
    s3: { "s3:GetObject": ["inbox/*", "components/*"], "s3:PutObject": ["components/*"] },
    sqs: {
      "sqs:SendMessage": ["intake", ...fanningOut["sqs:SendMessage"]],
      "sqs:GetQueueAttributes": [...heavyQueues],
    },
    table: ["GetItem", "UpdateItem", "Query"],
    indexes: ["open"],
  },
  api: {
    s3: {
      "s3:GetObject": [
        "inbox/*",
        "components/*",
        "results/*",
        "reports/*",
        "attempts/*",
        "dead-letters/*",
        "operations/*",
      ],
      "s3:PutObject": ["inbox/*", "components/*", "audit/*", "operations/*"],
      "s3:AbortMultipartUpload": ["inbox/*"],
    },
    sqs: {
      "sqs:SendMessage": ["intake", "aggregate"],
      "sqs:GetQueueAttributes": [...every, ...every.map(deadLetterQueue)],
    },
    table: ["GetItem", "UpdateItem", "Query"],
    indexes: ["by-time", "by-state"],
  },
} satisfies Record<string, Grants>;

export type Grantee = keyof typeof grants;

/**
 * What a function (or the worker) may do, beside taking its own queues' messages; `@torrent/sst` makes policies of it. Whoever may
 * put an object may also abort its upload in parts. Nothing is granted by a link.
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

export const grantees = [
  "intake",
  "classify",
  "analyze",
  "worker",
  "aggregate",
  "dispatch",
  "complete",
  "bury",
  "sweep",
  "api",
] as const;
export type Grantee = (typeof grantees)[number];

/** Names of queues by who takes their messages. */
export type QueuesOf = (consumer: string) => string[];

const deadLettersOf = (names: readonly string[]): string[] => names.map((name) => `${name}-dlq`);

/** Each is needed by a call that the tests have seen, and no call that they have seen lacks its own. */
export const grantsOf = (queuesOf: QueuesOf, every: readonly string[]): Record<Grantee, Grants> => {
  const heavy = queuesOf("worker");
  const tasks = [...queuesOf("analyze"), ...heavy];
  const intake = queuesOf("intake");
  const classify = queuesOf("classify");
  const dispatch = queuesOf("dispatch");
  const aggregate = queuesOf("aggregate");
  const complete = queuesOf("complete");
  /** Who settles tasks also dispatches those that were waiting for them, and sends the completion message. */
  const settling = { "sqs:SendMessage": [...tasks, ...dispatch, ...aggregate] };
  const fanningOut = { "sqs:SendMessage": [...classify, ...settling["sqs:SendMessage"]] };
  /** ANALYZE and the worker alike. */
  const results = ["components/*", "results/*", "attempts/*", "summaries/*"];
  const performing = {
    s3: { "s3:GetObject": results, "s3:PutObject": results },
    sqs: fanningOut,
    table: ["GetItem", "UpdateItem", "Query"],
  };
  return {
    intake: {
      s3: { "s3:GetObject": ["inbox/*", "components/*"], "s3:PutObject": ["components/*"] },
      sqs: { "sqs:SendMessage": [...fanningOut["sqs:SendMessage"], ...complete] },
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
      s3: { ...performing.s3, "s3:PutObject": [...results, "reports/*"] },
      sqs: {
        "sqs:SendMessage": [...fanningOut["sqs:SendMessage"], ...complete],
        "sqs:ReceiveMessage": heavy,
        "sqs:DeleteMessage": heavy,
        "sqs:ChangeMessageVisibility": heavy,
      },
      table: [...performing.table, "PutItem"],
    },
    aggregate: {
      // What the reducer threw is noted as an attempt.
      s3: {
        "s3:GetObject": ["results/*", "summaries/*", "attempts/*"],
        "s3:PutObject": ["reports/*", "attempts/*"],
      },
      // Who finds another at work comes again when that one's lease ends; what is too big goes to a worker.
      sqs: { "sqs:SendMessage": [...aggregate, ...heavy, ...dispatch, ...complete] },
      table: ["GetItem", "UpdateItem", "Query"],
    },
    complete: {
      s3: { "s3:GetObject": ["reports/*", "once/*"], "s3:PutObject": ["once/*"] },
      sqs: {},
      table: ["GetItem", "UpdateItem"],
    },
    dispatch: {
      sqs: { "sqs:GetQueueAttributes": heavy },
      table: ["PutItem", "Query"],
    },
    bury: {
      s3: {
        "s3:GetObject": ["inbox/*", "components/*", "attempts/*"],
        "s3:PutObject": ["components/*", "dead-letters/*"],
      },
      sqs: {
        "sqs:SendMessage": [...settling["sqs:SendMessage"], ...complete],
        "sqs:ReceiveMessage": deadLettersOf(every),
        "sqs:DeleteMessage": deadLettersOf(every),
        "sqs:ChangeMessageVisibility": deadLettersOf(every),
      },
      table: ["GetItem", "PutItem", "UpdateItem"],
    },
    sweep: {
      s3: { "s3:GetObject": ["inbox/*", "components/*"], "s3:PutObject": ["components/*"] },
      sqs: {
        "sqs:SendMessage": [...intake, ...fanningOut["sqs:SendMessage"], ...complete],
        "sqs:GetQueueAttributes": heavy,
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
      },
      sqs: {
        "sqs:SendMessage": [...intake, ...aggregate, ...complete],
        "sqs:GetQueueAttributes": [...every, ...deadLettersOf(every)],
      },
      table: ["GetItem", "UpdateItem", "Query"],
      indexes: ["by-time", "by-state"],
    },
  };
};

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
export declare const grantees: readonly [
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
];
export type Grantee = (typeof grantees)[number];
/** Names of queues by who takes their messages. */
export type QueuesOf = (consumer: string) => string[];
/** Each is needed by a call that the tests have seen, and no call that they have seen lacks its own. */
export declare const grantsOf: (queuesOf: QueuesOf, every: readonly string[]) => Record<Grantee, Grants>;

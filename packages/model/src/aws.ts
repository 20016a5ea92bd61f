import { type Distribution, lognormal } from "./engine/distribution.ts";

/** How AWS behaves where it bounds or delays the pipeline. Inputs, not constants: a scenario may replace any of them. */
export interface AwsBehaviour {
  /** From the end of an upload to its event in the queue. */
  s3Event: Distribution;
  /** From a send to the start of an invocation that is ready for it. */
  sqsHop: Distribution;
  pollers: {
    /** Concurrent batches of a queue that was quiet. */
    start: number;
    /** Further ones per minute while messages are left. */
    perMinute: number;
    most: number;
    /** Seconds of one long poll; each poller of a quiet queue makes one request in this time. */
    longPollSeconds: number;
  };
  lambda: {
    accountConcurrency: number;
    /** New environments of one function: a bucket of this size, refilled over `rampSeconds`. */
    rampBurst: number;
    rampSeconds: number;
    coldStart: Distribution;
    /** An idle environment is reclaimed after this time. */
    keepSeconds: number;
  };
  fargate: {
    launchBurst: number;
    launchesPerSecond: number;
    /** From RunTask to the first poll. */
    start: Distribution;
    minimumBilledSeconds: number;
  };
  dynamo: {
    /** Write units per second of one partition key. */
    partitionWrites: number;
    /** Write units per second of a new on-demand table. */
    initialWrites: number;
    /** An on-demand table takes twice its earlier peak; to grow further takes this long. */
    doublingSeconds: number;
    tableWrites: number;
    /** Partition keys over which one package's components are spread. */
    shards: number;
  };
}

/**
 * Looked up on 1 December 2026 in copies of AWS's documentation: pollers (five batches, +300 a minute; the page names 1,000
 * at once, the later one 1,250; a queue with MaximumConcurrency never reaches either), Lambda's scaling rate (1,000 per 10 s
 * and function, refilled continuously, not accumulated), the account's default of 1,000, Fargate's launch bucket (100, then
 * 20 a second), DynamoDB (1,000 writes a second and partition, 4,000 on a new table, twice the earlier peak, 30 minutes to
 * double, 40,000 a table by quota). Measured by third parties: S3 event (2021), container start (413 MB without lazy
 * loading), cold start with three SDK clients. Not published: how long an idle environment is kept.
 */
export const awsBehaviour: AwsBehaviour = {
  s3Event: lognormal(1.15, 2),
  sqsHop: lognormal(0.13, 0.4),
  pollers: { start: 5, perMinute: 300, most: 1250, longPollSeconds: 20 },
  lambda: {
    accountConcurrency: 1000,
    rampBurst: 1000,
    rampSeconds: 10,
    coldStart: lognormal(0.375, 0.9),
    keepSeconds: 360,
  },
  fargate: { launchBurst: 100, launchesPerSecond: 20, start: lognormal(57, 80), minimumBilledSeconds: 60 },
  dynamo: { partitionWrites: 1000, initialWrites: 4000, doublingSeconds: 1800, tableWrites: 40_000, shards: 8 },
};

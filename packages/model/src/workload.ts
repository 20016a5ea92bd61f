/** One pass as the model sees it. */
export interface PassProfile {
  name: string;
  /** Passes by position that come before. */
  after: readonly number[];
  /** Seconds of processor per invocation that do not depend on the bytes. */
  seconds: number;
  bytesPerSecond: number;
  /** Memory that the router assumes: `memoryMB` and `memoryPerByte` × bytes. */
  memoryMB: number;
  memoryPerByte: number;
  /** Share of the components that it accepts. */
  share: number;
}

/** Requests and bytes that a step makes, besides the tally's. */
export interface Requests {
  /** Rewrites of a component's object that record its state. */
  stateWrites: number;
  readsPerComponent: number;
  readsPerTask: number;
  /** Objects that aggregation writes. */
  reportWrites: number;
  logBytesPerInvocation: number;
}

export interface Workload {
  passes: readonly PassProfile[];
  /** Waiting for S3, SQS and DynamoDB within one task. */
  ioSeconds: number;
  /** What each further member of a bundle adds: its own settlement, sixteen at a time. */
  secondsPerFurtherMember: number;
  intake: { seconds: number; bytesPerSecond: number; secondsPerObject: number };
  classifySeconds: number;
  aggregate: { seconds: number; secondsPerComponent: number };
  /** Spread of a duration around its expectation: the standard deviation of its logarithm. */
  spread: number;
  /** Chance that an attempt fails and comes again. */
  failureRate: number;
  /** Where a task is expected to take this long or to need this much, a worker does it. */
  route: { seconds: number; memoryMB: number };
  /** `members: 1` turns bundling off. */
  bundle: { members: number; bytes: number; memberBytes: number };
  requests: Requests;
  /** CloudWatch alarms of one stage, as infra/alarms.ts makes them. */
  alarms: number;
}

/**
 * The reference pipeline. Speeds are those of docs/passes.md over a mixed gigabyte, whose rates hold what a small task costs
 * by itself (unpacking, of small documents, took a millisecond each); waiting is four requests of tens of milliseconds. Requests are the code's on 1 December 2026: two rewrites and
 * four reads a component, three reads a task.
 */
export const referenceWorkload: Workload = {
  passes: [
    pass("structure", [], 17.7e6, 1),
    pass("patterns", [0], 51.9e6, 1),
    pass("entities", [0], 13.3e6, 1),
    pass("unpack", [0], 1e9, 0.08),
  ],
  ioSeconds: 0.09,
  secondsPerFurtherMember: 0.0005,
  intake: { seconds: 0.15, bytesPerSecond: 60e6, secondsPerObject: 0.002 },
  classifySeconds: 0.03,
  aggregate: { seconds: 0.2, secondsPerComponent: 0.00025 },
  spread: 0.35,
  failureRate: 0.001,
  route: { seconds: 300, memoryMB: 3000 },
  bundle: { members: 1, bytes: 2 ** 20, memberBytes: 2 ** 16 },
  requests: { stateWrites: 2, readsPerComponent: 4, readsPerTask: 3, reportWrites: 4, logBytesPerInvocation: 600 },
  alarms: 36,
};

/** Bundles as the design has them: at most 64 members or 1 MB, of components below 64 KB. */
export const bundled = (workload: Workload): Workload => ({
  ...workload,
  bundle: { members: 64, bytes: 2 ** 20, memberBytes: 2 ** 16 },
});

function pass(name: string, after: readonly number[], bytesPerSecond: number, share: number): PassProfile {
  return { name, after, seconds: 0.001, bytesPerSecond, memoryMB: 1300, memoryPerByte: 3 / 2 ** 20, share };
}

/** Throws where a workload cannot be simulated. */
export const assertWorkload = ({ passes, failureRate, bundle, spread }: Workload): void => {
  if (passes.length === 0 || passes.length > 16)
    throw new RangeError(`A workload has 1 to 16 passes, not ${passes.length}`);
  passes.forEach(({ name, after, bytesPerSecond, share }, at) => {
    if (after.some((before) => !(before >= 0 && before < at)))
      throw new RangeError(`Pass "${name}" names a pass after itself; put what it reads before it`);
    if (!(bytesPerSecond > 0)) throw new RangeError(`Pass "${name}" needs bytesPerSecond above 0`);
    if (!(share >= 0 && share <= 1)) throw new RangeError(`Pass "${name}" accepts a share of 0 to 1, not ${share}`);
  });
  if (!(failureRate >= 0 && failureRate < 1)) throw new RangeError(`failureRate is in [0, 1), not ${failureRate}`);
  if (!(bundle.members >= 1)) throw new RangeError(`bundle.members is at least 1, not ${bundle.members}`);
  if (!(spread >= 0)) throw new RangeError(`spread is at least 0, not ${spread}`);
};

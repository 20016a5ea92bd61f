import type { Requests } from "../workload.ts";

/** What was used, in the units that are paid for. */
export interface Usage {
  s3Puts: number;
  s3Gets: number;
  writeUnits: number;
  readUnits: number;
  sqsRequests: number;
  /** Of these, requests that carry a message group. */
  sqsFairRequests: number;
  lambdaRequests: number;
  lambdaGbSeconds: number;
  /** Of these, initialisation. */
  initGbSeconds: number;
  workerSeconds: number;
  logBytes: number;
  /** Seconds of one processor that the passes computed. */
  cpuSeconds: number;
  /** Of these, on workers. */
  heavyCpuSeconds: number;
  packages: number;
  components: number;
  units: number;
  lightTasks: number;
  heavyTasks: number;
}

export const noUsage = (): Usage => ({
  s3Puts: 0,
  s3Gets: 0,
  writeUnits: 0,
  readUnits: 0,
  sqsRequests: 0,
  sqsFairRequests: 0,
  lambdaRequests: 0,
  lambdaGbSeconds: 0,
  initGbSeconds: 0,
  workerSeconds: 0,
  logBytes: 0,
  cpuSeconds: 0,
  heavyCpuSeconds: 0,
  packages: 0,
  components: 0,
  units: 0,
  lightTasks: 0,
  heavyTasks: 0,
});

/** Write units of a package's row over its life: registered in three indexes, then moved four times. */
const PACKAGE_WRITES = 12;
/** Children of one node of the tally tree. */
const FANOUT = 100;
/** Messages of one send request. */
const SEND_BATCH = 10;

/** Counts requests where the pipeline makes them. */
export class Meter {
  readonly usage = noUsage();
  private readonly requests: Requests;

  constructor(requests: Requests) {
    this.requests = requests;
  }

  packageArrived(): void {
    const { usage } = this;
    usage.packages += 1;
    usage.s3Puts += 1;
  }

  /** Sends in batches of ten. */
  sent(messages: number): void {
    const sends = Math.ceil(messages / SEND_BATCH);
    this.usage.sqsRequests += sends;
    this.usage.sqsFairRequests += sends;
  }

  /** Intake of a package; returns its write units. */
  intake(components: number, units: number): number {
    const { usage } = this;
    usage.components += components;
    usage.units += units;
    usage.s3Gets += 2;
    usage.s3Puts += units;
    const writes = PACKAGE_WRITES + Math.max(1, Math.ceil(Math.log(components + 1) / Math.log(FANOUT)));
    usage.writeUnits += writes;
    return writes;
  }

  /** Classification of a unit: the plan of each member, the object's state, the package's row. Returns write units. */
  classified(members: number): number {
    const { usage } = this;
    usage.writeUnits += members;
    usage.readUnits += 1;
    usage.s3Puts += this.requests.stateWrites;
    usage.s3Gets += this.requests.readsPerComponent;
    return members;
  }

  /** One task: its result, its settlements, and a share of the climb. Returns write units. */
  task(members: number, tasks: number, heavy: boolean, cpuSeconds: number): number {
    const { usage } = this;
    const writes = members + (members / tasks) * (1 + 1 / (FANOUT - 1));
    usage.writeUnits += writes;
    usage.readUnits += members;
    usage.s3Puts += 1;
    usage.s3Gets += this.requests.readsPerTask;
    usage.cpuSeconds += cpuSeconds;
    if (heavy) {
      usage.heavyTasks += 1;
      usage.heavyCpuSeconds += cpuSeconds;
    } else usage.lightTasks += 1;
    return writes;
  }

  aggregated(components: number): void {
    const { usage } = this;
    usage.s3Puts += this.requests.reportWrites + Math.ceil(components / FANOUT);
    usage.s3Gets += Math.ceil(components / FANOUT);
    usage.readUnits += 1 + components / FANOUT;
  }

  /** One invocation, with its receive and its delete. */
  invoked(seconds: number, initSeconds: number, memoryMB: number): void {
    const { usage } = this;
    const gb = memoryMB / 1024;
    usage.lambdaRequests += 1;
    usage.lambdaGbSeconds += (seconds + initSeconds) * gb;
    usage.initGbSeconds += initSeconds * gb;
    usage.sqsRequests += 2;
    usage.logBytes += this.requests.logBytesPerInvocation;
  }

  heavyReceived(): void {
    this.usage.sqsRequests += 2;
    this.usage.logBytes += this.requests.logBytesPerInvocation;
  }
}

import type { Usage } from "../pipeline/meter.ts";
import { HOURS_PER_MONTH, type PriceTable } from "../prices.ts";

export const sizings = ["peak", "hour", "average", "autoscaled"] as const;
/**
 * `peak` serves the busiest five minutes as they come; `hour` clears the busiest hour within an hour; `average` serves the
 * mean at 70% and lets a backlog wait; `autoscaled` follows the backlog.
 */
export type Sizing = (typeof sizings)[number];

export interface Ec2Price {
  sizing: Sizing;
  meanInstances: number;
  mostInstances: number;
  /** Share of the paid processor time in which nothing is computed. */
  idleShare: number;
  /** The longest that work waits for a processor. */
  worstDelaySeconds: number;
  usd: number;
}

const MINUTE = 60;
const AVERAGE_UTILISATION = 0.7;
/** An autoscaled fleet is asked to clear its backlog in this time, gets instances after the boot, gives them back after the rest. */
const CLEAR_SECONDS = 300;
const BOOT_MINUTES = 3;
const COOL_MINUTES = 15;

const busiest = (demand: Float64Array, minutes: number): number => {
  let sum = 0;
  let most = 0;
  demand.forEach((seconds, at) => {
    sum += seconds - (at >= minutes ? demand[at - minutes]! : 0);
    if (sum > most) most = sum;
  });
  return most / (minutes * MINUTE);
};

/** Processors of a fleet whose size does not change. */
const fixedCores = (sizing: Exclude<Sizing, "autoscaled">, demand: Float64Array, seconds: number): number => {
  if (sizing === "peak") return busiest(demand, 5);
  if (sizing === "hour") return busiest(demand, 60);
  return demand.reduce((sum, cpu) => sum + cpu, 0) / seconds / AVERAGE_UTILISATION;
};

/** Minute by minute: work waits where there are too few processors, and runs on for as long as some is left. */
const run = (
  demand: Float64Array,
  seconds: number,
  instancesAt: (minute: number, backlog: number) => number,
  vcpus: number,
) => {
  let backlog = 0;
  let instanceMinutes = 0;
  let worst = 0;
  let most = 0;
  for (let minute = 0; minute * MINUTE < seconds || backlog > 1e-6; minute += 1) {
    backlog += demand[minute] ?? 0;
    const instances = instancesAt(minute, backlog);
    const capacity = instances * vcpus * MINUTE;
    worst = Math.max(worst, (backlog / capacity) * MINUTE - MINUTE);
    backlog = Math.max(0, backlog - capacity);
    most = Math.max(most, instances);
    instanceMinutes += instances;
  }
  return { instanceMinutes, worst, most };
};

/** Follows the backlog: more after the boot time, fewer only after every minute of the cooling time asked for fewer. */
const autoscaler = (vcpus: number): ((minute: number, backlog: number) => number) => {
  const wanted: number[] = [];
  return (minute, backlog) => {
    wanted[minute] = Math.max(1, Math.ceil(backlog / (vcpus * CLEAR_SECONDS)));
    if (minute < BOOT_MINUTES) return 1;
    const recent = wanted.slice(Math.max(0, minute - BOOT_MINUTES - COOL_MINUTES), minute - BOOT_MINUTES + 1);
    return Math.max(...recent);
  };
};

/**
 * The same work on EC2, as one whole price: instances, disks, addresses, a queue, the packages' rows, and the objects that are
 * still needed (the delivery and its report). In EC2's favour: no instance is spare, nothing has an alarm, components need no objects of their own,
 * and waiting for requests costs no processor.
 */
export const ec2Price = (
  demand: Float64Array,
  usage: Usage,
  prices: PriceTable,
  { sizing, nats = 0, seconds }: { sizing: Sizing; nats?: number; seconds: number },
): Ec2Price => {
  const { ec2, network, s3, sqs, dynamo } = prices;
  const fixed = sizing === "autoscaled" ? 0 : Math.max(1, Math.ceil(fixedCores(sizing, demand, seconds) / ec2.vcpus));
  const outcome = run(demand, seconds, fixed > 0 ? () => fixed : autoscaler(ec2.vcpus), ec2.vcpus);
  const hours = Math.max(outcome.instanceMinutes / 60, (fixed * seconds) / 3600);
  const work = demand.reduce((sum, cpu) => sum + cpu, 0);
  const instanceHour = ec2.instanceHour + network.ipv4Hour + (ec2.diskGB * ec2.diskGbMonth) / HOURS_PER_MONTH;
  // Each instance polls a queue that may be empty every twenty seconds.
  const requests = 3 * usage.packages + hours * 180;
  return {
    sizing,
    meanInstances: hours / (seconds / 3600),
    mostInstances: outcome.most,
    idleShare: hours > 0 ? Math.max(0, 1 - work / (hours * 3600 * ec2.vcpus)) : 0,
    worstDelaySeconds: outcome.worst,
    usd:
      hours * instanceHour +
      (nats * network.natHour * seconds) / 3600 +
      requests * sqs.request +
      usage.packages * (2 * s3.put + s3.get + 12 * dynamo.writeUnit),
  };
};

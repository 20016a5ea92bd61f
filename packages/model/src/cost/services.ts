import type { AwsBehaviour } from "../aws.ts";
import type { Usage } from "../pipeline/meter.ts";
import { HOURS_PER_MONTH, type PriceTable } from "../prices.ts";
import { functionRoles, type ModelTopology, roles } from "../topology.ts";

export const services = ["Lambda", "Fargate", "S3", "DynamoDB", "SQS", "Logs", "Standing"] as const;
export type Service = (typeof services)[number];
export interface Bill {
  services: Record<Service, number>;
  usd: number;
}

const HOUR = 3600;

/** Workers look at both lanes in each poll of five seconds. */
const WORKER_POLLS_PER_SECOND = 2 / 5;

/** What stands at rest by the hour: pollers that find nothing, and alarms. */
export const standingPerHour = (
  prices: PriceTable,
  { pollers }: Pick<AwsBehaviour, "pollers">,
  alarms: number,
): { polling: number; alarms: number } => {
  // Every function's queue, DISPATCH's, and the dead-letter queue of each queue, which BURY reads.
  const polled = functionRoles.length + 1 + Object.keys(roles).length;
  const receives = (polled * pollers.start * HOUR) / pollers.longPollSeconds;
  return { polling: receives * prices.sqs.request, alarms: (alarms * prices.alarmMonth) / HOURS_PER_MONTH };
};

/** The price of what was used, without what stands at rest. */
export const priceOf = (
  usage: Usage,
  topology: ModelTopology,
  prices: PriceTable,
  busySlotSeconds = 0,
): Record<Exclude<Service, "Standing">, number> => {
  const { fleet } = topology;
  const hours = usage.workerSeconds / HOUR;
  const vcpus = fleet.cpu / 1024;
  const workerHour =
    vcpus * prices.fargate.vcpuHour + (fleet.memoryMB / 1024) * prices.fargate.gbHour + prices.network.ipv4Hour;
  const idlePolls = Math.max(0, usage.workerSeconds * vcpus - busySlotSeconds) * WORKER_POLLS_PER_SECOND;
  return {
    Lambda: usage.lambdaRequests * prices.lambda.request + usage.lambdaGbSeconds * prices.lambda.gbSecond,
    Fargate: hours * workerHour,
    S3: usage.s3Puts * prices.s3.put + usage.s3Gets * prices.s3.get,
    DynamoDB: usage.writeUnits * prices.dynamo.writeUnit + usage.readUnits * prices.dynamo.readUnit,
    SQS: (usage.sqsRequests + idlePolls) * prices.sqs.request + usage.sqsFairRequests * prices.sqs.fairSurcharge,
    Logs: (usage.logBytes / 1e9) * prices.logs.gb,
  };
};

/** The whole bill of a simulated time. `nats` is the number of managed NAT gateways that the workers go out through. */
export const billOf = (
  usage: Usage,
  options: {
    topology: ModelTopology;
    prices: PriceTable;
    aws: AwsBehaviour;
    alarms: number;
    seconds: number;
    busySlotSeconds: number;
    nats?: number;
  },
): Bill => {
  const { topology, prices, aws, alarms, seconds, busySlotSeconds, nats = 0 } = options;
  const standing = standingPerHour(prices, aws, alarms);
  const perHour = standing.polling + standing.alarms + nats * prices.network.natHour;
  const bill: Record<Service, number> = {
    ...priceOf(usage, topology, prices, busySlotSeconds),
    Standing: (perHour * seconds) / HOUR,
  };
  return { services: bill, usd: services.reduce((sum, service) => sum + bill[service], 0) };
};

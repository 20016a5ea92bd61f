import type { AwsBehaviour } from "../aws.ts";
import type { Usage } from "../pipeline/meter.ts";
import { HOURS_PER_MONTH, type PriceTable } from "../prices.ts";
import { functionRoles, type ModelTopology, roles } from "../topology.ts";

/** What is paid for by use. */
export const usedServices = ["Lambda", "Fargate", "S3", "DynamoDB", "SQS", "Logs"] as const;
/** What is paid for by the hour, at rest as well: pollers that find nothing, alarms, NAT gateways. */
export const standingServices = ["Polling", "Alarms", "NAT"] as const;
export const services = [...usedServices, ...standingServices] as const;
export type UsedService = (typeof usedServices)[number];
export type Service = (typeof services)[number];
export interface Bill {
  services: Record<Service, number>;
  usd: number;
}

const HOUR = 3600;

/** Workers look at both lanes in each poll of five seconds. */
const WORKER_POLLS_PER_SECOND = 2 / 5;

/** US dollars an hour of what stands at rest. */
export const standingPerHour = (
  prices: PriceTable,
  { pollers }: Pick<AwsBehaviour, "pollers">,
  { alarms, nats = 0 }: { alarms: number; nats?: number },
): Record<(typeof standingServices)[number], number> => {
  // Every function's queue, DISPATCH's, and the dead-letter queue of each queue, which BURY reads.
  const polled = functionRoles.length + 1 + Object.keys(roles).length;
  const receives = (polled * pollers.start * HOUR) / pollers.longPollSeconds;
  return {
    Polling: receives * prices.sqs.request,
    Alarms: (alarms * prices.alarmMonth) / HOURS_PER_MONTH,
    NAT: nats * prices.network.natHour,
  };
};

/** The price of what was used, without what stands at rest. */
export const priceOf = (
  usage: Usage,
  topology: ModelTopology,
  prices: PriceTable,
  busySlotSeconds = 0,
): Record<UsedService, number> => {
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
  const standing = standingPerHour(prices, aws, { alarms, nats });
  const bill: Record<Service, number> = {
    ...priceOf(usage, topology, prices, busySlotSeconds),
    ...(Object.fromEntries(
      standingServices.map((name) => [name, (standing[name] * seconds) / HOUR]),
    ) as typeof standing),
  };
  return { services: bill, usd: services.reduce((sum, service) => sum + bill[service], 0) };
};

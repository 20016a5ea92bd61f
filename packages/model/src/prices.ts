/** US dollars, list prices; free tiers and discounts are left out. An input: pass a table of your own region and date. */
export interface PriceTable {
  /** Where and when the prices were looked up. */
  region: string;
  date: string;
  lambda: { gbSecond: number; request: number };
  fargate: { vcpuHour: number; gbHour: number };
  s3: { put: number; get: number };
  dynamo: { writeUnit: number; readUnit: number };
  /** `fairSurcharge` comes on top where a request carries a message group. */
  sqs: { request: number; fairSurcharge: number };
  stepFunctions: {
    transition: number;
    expressRequest: number;
    /** GB-hours of a month by tier: up to `upTo` at `price`. */
    expressGbHour: readonly { upTo: number; price: number }[];
  };
  durable: { operation: number; gbWritten: number; gbMonthRetained: number };
  ec2: { instanceHour: number; vcpus: number; memoryGB: number; diskGbMonth: number; diskGB: number };
  network: { natHour: number; natGB: number; ipv4Hour: number };
  logs: { gb: number };
  alarmMonth: number;
}

export const HOURS_PER_MONTH = 730;

/**
 * us-east-1, arm64, looked up in November 2026; Step Functions' tiers are from a copy of its pricing page, the durable
 * operation's price from a transcript of Lambda's of 20 September 2026. Durable data (written, retained) and the disk are
 * from memory and were not confirmed. EC2 is an m7g.large.
 */
export const listPrices: PriceTable = {
  region: "us-east-1",
  date: "2026-11-26",
  lambda: { gbSecond: 0.0000133334, request: 0.2e-6 },
  fargate: { vcpuHour: 0.03238, gbHour: 0.00356 },
  s3: { put: 5e-6, get: 0.4e-6 },
  dynamo: { writeUnit: 0.625e-6, readUnit: 0.125e-6 },
  sqs: { request: 0.4e-6, fairSurcharge: 0.1e-6 },
  stepFunctions: {
    transition: 25e-6,
    expressRequest: 1e-6,
    expressGbHour: [
      { upTo: 1000, price: 0.06 },
      { upTo: 5000, price: 0.03 },
      { upTo: Number.POSITIVE_INFINITY, price: 0.01642 },
    ],
  },
  durable: { operation: 8e-6, gbWritten: 0.25, gbMonthRetained: 0.15 },
  ec2: { instanceHour: 0.0816, vcpus: 2, memoryGB: 8, diskGbMonth: 0.08, diskGB: 30 },
  network: { natHour: 0.045, natGB: 0.045, ipv4Hour: 0.005 },
  logs: { gb: 0.5 },
  alarmMonth: 0.1,
};

import type { Topology } from "../topology/topology.ts";

/**
 * List prices in US dollars, us-east-1, arm64, November 2026, from the services' pricing pages. An estimate's inputs, not a
 * bill's: free tiers, discounts and other regions are left out.
 */
export const prices = {
  lambdaGBSecond: 0.0000133334,
  lambdaRequest: 0.2e-6,
  fargateVcpuSecond: 0.03238 / 3600,
  fargateGBSecond: 0.00356 / 3600,
  dynamoWriteUnit: 0.625e-6,
  dynamoReadUnit: 0.125e-6,
  sqsRequest: 0.4e-6,
  s3Put: 5e-6,
  s3Get: 0.4e-6,
  stepFunctionsTransition: 25e-6,
} as const;

/** What one package used. */
export interface Usage {
  components: number;
  tasks: number;
  lambdaTasks: number;
  lambdaMs: number;
  fargateMs: number;
}

export interface CostPart {
  name: string;
  /** US dollars. */
  usd: number;
  /** What it was counted from, for people. */
  of: string;
}

export interface Cost {
  parts: CostPart[];
  usd: number;
  /** What the choreography itself cost: counting and messages. */
  choreographyUsd: number;
  /** What the same steps would have cost as state transitions: one for each component, two for each task. */
  stepFunctionsUsd: number;
}

const n = (value: number): string => Math.round(value).toLocaleString("en");

export const costOf = (
  { components: c, tasks: t, lambdaTasks, lambdaMs, fargateMs }: Usage,
  { queues, fleet }: Pick<Topology, "queues" | "fleet">,
): Cost => {
  const lambdaGB = queues["light-standard"].memoryMB / 1024;
  const workerVcpu = fleet.cpu / 1024;
  const workerGB = fleet.memoryMB / 1024;

  const writes = t + c + c / 99 + 4;
  const reads = t + c;
  // Sends go by tens; light and heavy work is received and deleted one by one, classification by tens.
  const requests = c * 0.3 + t * 2.1 + 10;
  const puts = 3 * c + t + 3;
  const gets = c + t;
  const invocations = lambdaTasks + c / 10 + 3;
  const parts: CostPart[] = [
    {
      name: "Lambda",
      usd: (lambdaMs / 1000) * lambdaGB * prices.lambdaGBSecond + invocations * prices.lambdaRequest,
      of: `${(lambdaMs / 1000).toFixed(1)} s at ${lambdaGB.toFixed(1)} GB, ${n(invocations)} invocations`,
    },
    {
      name: "Fargate",
      usd: (fargateMs / 1000) * (workerVcpu * prices.fargateVcpuSecond + workerGB * prices.fargateGBSecond),
      of: `${(fargateMs / 1000).toFixed(1)} s at ${workerVcpu} vCPU and ${workerGB} GB`,
    },
    {
      name: "S3",
      usd: puts * prices.s3Put + gets * prices.s3Get,
      of: `${n(puts)} writes, ${n(gets)} reads`,
    },
    {
      name: "DynamoDB",
      usd: writes * prices.dynamoWriteUnit + reads * prices.dynamoReadUnit,
      of: `${n(writes)} write units, ${n(reads)} read units`,
    },
    { name: "SQS", usd: requests * prices.sqsRequest, of: `${n(requests)} requests` },
  ];
  const usdOf = (name: string): number => parts.find((part) => part.name === name)?.usd ?? 0;
  return {
    parts,
    usd: parts.reduce((sum, part) => sum + part.usd, 0),
    choreographyUsd: usdOf("DynamoDB") + usdOf("SQS"),
    stepFunctionsUsd: (c + 2 * t + 5) * prices.stepFunctionsTransition,
  };
};

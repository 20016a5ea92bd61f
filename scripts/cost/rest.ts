import { type Graph, lambdas, ofType, type Resource, stageOf } from "../../test/infra/graph.ts";
import { freeAtRest, priced } from "./free.ts";
import {
  FILES_GB,
  IDLE_LOG_BYTES,
  IDLE_SECONDS,
  IMAGE_GB,
  MINUTES_A_MONTH,
  POLLERS,
  POLLS_A_MINUTE,
  prices,
  SWEEP_METRICS,
} from "./prices.ts";

export interface Part {
  name: string;
  count: number;
  usdPerMonth: number;
}

export interface CostAtRest {
  stage: string;
  /** Without the warm pool, which is work that one asks for. */
  usdPerMonth: number;
  parts: Part[];
}

const minutesOf = ({ name, inputs }: Resource): number => {
  const [, every] = /^rate\((\d+) minutes?\)$/.exec(inputs.scheduleExpression) ?? [];
  if (every === undefined) throw new TypeError(`${name}: nobody knows what ${inputs.scheduleExpression} costs a month`);
  return Number(every);
};

/** What a scheduled function asks when there is nothing to do: BURY every dead-letter queue, the sweep the table once. */
const idleQuestions = (stage: string, queues: number): number =>
  stage === "bury" ? queues * prices.sqsRequest : prices.dynamoRead;

const scheduled = (graph: Graph): Part[] => {
  const schedules = ofType(graph, "aws:scheduler/schedule:Schedule");
  const deadLetters = ofType(graph, "aws:sqs/queue:Queue").length / 2;
  let runs = 0;
  const work = schedules.reduce((sum, schedule) => {
    const fn = lambdas(graph).find(({ arn }) => arn === schedule.inputs.target.arn);
    if (!fn) throw new TypeError(`${schedule.name} calls no function of ours`);
    const invocations = MINUTES_A_MONTH / minutesOf(schedule);
    runs += invocations;
    const compute = (IDLE_SECONDS * fn.inputs.memorySize * prices.lambdaGBSecondArm) / 1024;
    const each = prices.lambdaRequest + prices.schedulerInvocation + compute + idleQuestions(stageOf(fn), deadLetters);
    return sum + invocations * each;
  }, 0);
  return [
    { name: "scheduled functions that find nothing", count: Math.round(runs), usdPerMonth: work },
    { name: "their traces", count: Math.round(runs), usdPerMonth: runs * prices.xrayTrace },
    { name: "their logs", count: Math.round(runs), usdPerMonth: (runs * IDLE_LOG_BYTES * prices.logGB) / 1e9 },
  ];
};

const ownMetrics = (graph: Graph): number => {
  const sweep = lambdas(graph).find((fn) => stageOf(fn) === "sweep");
  return sweep?.inputs.environment.variables.POWERTOOLS_METRICS_DISABLED === "true" ? 0 : SWEEP_METRICS.length;
};

const checkKnown = (graph: Graph): void => {
  const unknown = graph.resources
    .filter(
      ({ type, read }) => type.startsWith("aws:") && read === undefined && !freeAtRest.has(type) && !priced.has(type),
    )
    .map(({ type }) => type);
  const paidEndpoints = ofType(graph, "aws:ec2/vpcEndpoint:VpcEndpoint").filter(
    ({ inputs }) => inputs.vpcEndpointType !== "Gateway",
  );
  const names = [...new Set([...unknown, ...paidEndpoints.map(({ name }) => name)])];
  if (names.length > 0)
    throw new TypeError(`Nobody has said what these cost at rest: ${names.join(", ")}; add them to scripts/cost`);
};

/** What a stage costs in a month in which nothing is delivered, out of the resources that it has. */
export const costAtRest = (graph: Graph): CostAtRest => {
  checkKnown(graph);
  const sources = ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").length;
  const alarms = ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").length;
  const dashboards = ofType(graph, "aws:cloudwatch/dashboard:Dashboard").length;
  const polls = sources * POLLERS * POLLS_A_MINUTE * MINUTES_A_MONTH;
  const metrics = ownMetrics(graph);
  const parts: Part[] = [
    { name: "event sources that poll", count: sources, usdPerMonth: polls * prices.sqsRequest },
    { name: "alarms", count: alarms, usdPerMonth: alarms * prices.alarm },
    { name: "metrics of our own", count: metrics, usdPerMonth: metrics * prices.customMetric },
    { name: "graphs", count: dashboards, usdPerMonth: dashboards * prices.dashboard },
    ...scheduled(graph),
    {
      name: "the deployment's image and files",
      count: 1,
      usdPerMonth: IMAGE_GB * prices.ecrGBMonth + FILES_GB * prices.s3GBMonth,
    },
  ];
  const rounded = parts.map((part) => ({ ...part, usdPerMonth: Math.round(part.usdPerMonth * 1e4) / 1e4 }));
  const sum = rounded.reduce((total, { usdPerMonth }) => total + usdPerMonth, 0);
  return { stage: graph.stage, usdPerMonth: Math.round(sum * 100) / 100, parts: rounded };
};

/** A warm worker's month: its business hours, and its address. */
export const warmPoolUsd = (pool: {
  workers: number;
  hoursPerMonth: number;
  cpu: number;
  memoryMB: number;
}): number => {
  const { workers, hoursPerMonth, cpu, memoryMB } = pool;
  const hour = (cpu / 1024) * prices.fargateVCPUHourArm + (memoryMB / 1024) * prices.fargateGBHourArm + prices.ipv4Hour;
  return workers * hoursPerMonth * hour;
};

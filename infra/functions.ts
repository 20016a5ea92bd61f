import { deadLetterQueue, type QueueName, queueNames, queueSpec, topology } from "../packages/core/src/topology.ts";
import { bundle, withParsers } from "../packages/functions/bundle.ts";
import { type Grantee, grants } from "../packages/functions/grants.ts";
import { statements } from "./permissions.ts";
import { burier, queues, queueUrls } from "./queues.ts";
import { pascal, say, settings, stage } from "./stage.ts";
import { bucket, table } from "./storage.ts";
import { fleet, launching } from "./workers.ts";

/** What every function is told; see `connect` in packages/core/src/aws. */
export const environment = {
  TORRENT_STAGE: stage,
  TORRENT_BUCKET: bucket.name,
  TORRENT_TABLE: table.name,
  TORRENT_QUEUES: queueUrls,
  ...say,
};

export interface FunctionSpec {
  name: Exclude<Grantee, "worker">;
  description: string;
  timeout: number;
  memoryMB: number;
  /** Queues whose batches the event source mapping takes for it. */
  takes?: $util.Output<string>[];
  more?: Partial<sst.aws.FunctionArgs>;
  permissions?: sst.aws.FunctionArgs["permissions"];
}

/** Where each function writes its log: the API tells people where to look. */
export const logGroups: Partial<Record<Grantee, $util.Output<string>>> = {};

/** A function that may do what `packages/functions/grants.ts` says, write its own logs, and nothing else. */
export const lambda = ({ name, description, timeout, memoryMB, takes = [], more = {}, permissions }: FunctionSpec) => {
  const logs = new aws.cloudwatch.LogGroup(`${pascal(name)}Logs`, { retentionInDays: settings.logRetention });
  logGroups[name] = logs.name;
  return new sst.aws.Function(pascal(name), {
    handler: `packages/functions/src/lambda/${name}.handler`,
    description,
    runtime: "nodejs24.x",
    architecture: "arm64",
    timeout: `${timeout} seconds`,
    memory: `${memoryMB} MB`,
    logging: { format: "json", logGroup: logs.name },
    nodejs: bundle,
    ...(name === "analyze" ? { hook: { postbuild: withParsers($cli.paths.root) } } : {}),
    ...more,
    environment: { ...environment, POWERTOOLS_SERVICE_NAME: name, ...more.environment },
    permissions: $resolve([permissions ?? [], statements(grants[name], takes, logs.arn)]).apply((all) => all.flat()),
    transform: {
      role: (args) => {
        args.managedPolicyArns = [];
        // SST lets the whole account assume a function's role: `sst dev` needs that, a deployment does not.
        if (!$dev) args.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
      },
      function: (args) => {
        args.tracingConfig = { mode: "Active" };
      },
    },
  });
};

const queueNamesOf = (name: string): QueueName[] => queueNames.filter((queue) => queueSpec(queue).stage === name);

/** An event source mapping of its own for each queue: with its own concurrency, no lane starves another. */
const mapped = (
  id: string,
  fn: sst.aws.Function,
  queue: sst.aws.Queue,
  spec: { batchSize: number; window?: number; maxConcurrency: number },
) =>
  new aws.lambda.EventSourceMapping(`${id}Source`, {
    eventSourceArn: queue.arn,
    functionName: fn.arn,
    batchSize: spec.batchSize,
    maximumBatchingWindowInSeconds: spec.window ?? 0,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: spec.maxConcurrency },
  });

const descriptions = {
  intake: "Takes delivered packages apart",
  classify: "Plans each component",
  analyze: "Runs light passes",
  aggregate: "Correlates, scores and reports",
  dispatch: "Launches workers for heavy passes",
} as const;

const stageFunction = (name: keyof typeof descriptions): sst.aws.Function => {
  const own = queueNamesOf(name);
  const specs = own.map(queueSpec);
  const fn = lambda({
    name,
    description: descriptions[name],
    timeout: Math.max(...specs.map(({ timeout }) => timeout)),
    memoryMB: Math.max(...specs.map(({ memoryMB }) => memoryMB)),
    takes: own.map((queue) => queues[queue].main.arn),
    ...(name === "dispatch" ? { more: { environment: { TORRENT_FLEET: fleet } }, permissions: launching } : {}),
    // Scratch space for pieces that do not fit in memory.
    ...(name === "intake" ? { more: { storage: "10 GB" } } : {}),
  });
  for (const queue of own) mapped(pascal(queue), fn, queues[queue].main, queueSpec(queue));
  return fn;
};

const bury = lambda({
  name: "bury",
  description: "Settles dead letters",
  timeout: burier.timeout,
  memoryMB: burier.memoryMB,
  takes: queueNames.map((queue) => queues[queue].dead.arn),
});
for (const queue of queueNames) mapped(pascal(deadLetterQueue(queue)), bury, queues[queue].dead, burier);

const { timeout, memoryMB, everyMinutes } = topology.schedules.sweep;
const sweep = lambda({
  name: "sweep",
  description: "Sends again what was lost, expires what is past its deadline",
  timeout,
  memoryMB,
});
new sst.aws.CronV2("SweepSchedule", {
  schedule: `rate(${everyMinutes} minutes)`,
  function: sweep.arn,
});

export const functions = {
  intake: stageFunction("intake"),
  classify: stageFunction("classify"),
  analyze: stageFunction("analyze"),
  aggregate: stageFunction("aggregate"),
  dispatch: stageFunction("dispatch"),
  bury,
  sweep,
};

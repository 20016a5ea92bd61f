import { topology } from "../packages/core/src/topology.ts";
import { grants } from "../packages/functions/grants.ts";
import { network } from "./network.ts";
import { granted } from "./permissions.ts";
import { queueUrls } from "./queues.ts";
import { say, settings, stage } from "./stage.ts";
import { bucket, table } from "./storage.ts";

const { cpu, memoryMB } = topology.fleet;
/** The longest that Fargate waits between SIGTERM and SIGKILL. */
const STOP_SECONDS = 120;
/** Keeps a warm worker until the pool is closed, which tells it by SIGTERM. */
const WARM_IDLE_SECONDS = "86400";

export const cluster = new sst.aws.Cluster("Cluster", {
  vpc: {
    id: network.id,
    securityGroups: network.securityGroups,
    containerSubnets: network.subnets,
    loadBalancerSubnets: [],
  },
});

const { accountId } = aws.getCallerIdentityOutput();
const { region } = aws.getRegionOutput();
const { partition } = aws.getPartitionOutput();
export const logGroup = `/torrent/${stage}/worker`;

const inline = (statements: aws.iam.GetPolicyDocumentOutputArgs["statements"]) => [
  { name: "inline", policy: aws.iam.getPolicyDocumentOutput({ statements }).json },
];

/** The worker's task definition as SST gives it to AWS; set while it is made. */
let cold: aws.ecs.TaskDefinitionArgs | undefined;

const workers = new sst.aws.Task("Worker", {
  cluster,
  architecture: "arm64",
  cpu: `${cpu / 1024} vCPU` as "2 vCPU",
  memory: `${memoryMB / 1024} GB` as "8 GB",
  storage: "30 GB",
  publicIp: true,
  image: { context: ".", dockerfile: "packages/worker/Dockerfile" },
  environment: {
    TORRENT_STAGE: stage,
    TORRENT_BUCKET: bucket.name,
    TORRENT_TABLE: table.name,
    TORRENT_QUEUES: queueUrls,
    ...say,
  },
  logging: { name: logGroup, retention: settings.logRetention === 7 ? "1 week" : "3 months" },
  dev: { command: "npm run -s worker" },
  transform: {
    // zstd unpacks in a third of gzip's time, and a worker's start is mostly that.
    image: (args) => {
      args.push = false;
      const zstd = { compression: "zstd", forceCompression: true, ociMediaTypes: true } as const;
      args.exports = [{ registry: { ...zstd, push: true } }];
    },
    // SST's own let a shell in (`ssmmessages`) and read every secret of the account.
    taskRole: (args) => {
      if (!$dev) args.inlinePolicies = inline(granted(grants.worker));
    },
    executionRole: (args) => {
      args.managedPolicyArns = [];
      args.inlinePolicies = inline([
        // Has no ARN.
        { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
        {
          actions: ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
          resources: [$interpolate`arn:${partition}:ecr:${region}:${accountId}:repository/sst-asset`],
        },
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [$interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:*`],
        },
      ]);
    },
    taskDefinition: (args) => {
      cold = args;
      args.containerDefinitions = $util.output(args.containerDefinitions).apply((json) =>
        JSON.stringify(
          // Nothing listens in a worker, and nobody types into it.
          (JSON.parse(json) as object[]).map((container) => ({
            ...container,
            stopTimeout: STOP_SECONDS,
            pseudoTerminal: false,
            portMappings: [],
          })),
        ),
      );
    },
  },
  permissions: granted(grants.worker),
});

const { taskDefinition, taskRole, executionRole } = workers.nodes;

const spot = settings.spotOfTen;
/** What DISPATCH launches: an `EcsTask` of packages/core/src/aws. */
export const fleet = $jsonStringify({
  cluster: cluster.nodes.cluster.arn,
  taskDefinition: taskDefinition.arn,
  subnets: network.subnets,
  securityGroups: network.securityGroups,
  assignPublicIp: true,
  capacity: [
    { capacityProvider: "FARGATE_SPOT", weight: spot },
    { capacityProvider: "FARGATE", weight: 10 - spot },
  ].filter(({ weight }) => weight > 0),
  onDemandFallback: settings.onDemandFallback,
});

/** What DISPATCH may do to launch them. */
export const launching = [
  { actions: ["ecs:RunTask"], resources: [taskDefinition.arn] },
  {
    actions: ["iam:PassRole"],
    resources: [taskRole.arn, executionRole.arn],
    conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] }],
  },
];

/** Workers that wait while the business is open, and are gone after hours. They hold leases as every worker does. */
if (!$dev && settings.warmPool > 0) {
  const { days, from, to, timeZone } = topology.schedules.warmPool;
  const idle = { name: "TORRENT_WORKER_IDLE_SECONDS", value: WARM_IDLE_SECONDS };
  const definition = taskDefinition.apply(
    ({ containerDefinitions }) =>
      new aws.ecs.TaskDefinition("WarmWorker", {
        ...(cold as aws.ecs.TaskDefinitionArgs),
        family: `${$app.name}-${stage}-warm-worker`,
        containerDefinitions: containerDefinitions.apply((json) =>
          JSON.stringify(
            (JSON.parse(json) as { environment: object[] }[]).map((container) => ({
              ...container,
              environment: [...container.environment, idle],
            })),
          ),
        ),
      }),
  );
  const service = new aws.ecs.Service(
    "WarmPool",
    {
      cluster: cluster.nodes.cluster.arn,
      taskDefinition: definition.arn,
      launchType: "FARGATE",
      desiredCount: 0,
      networkConfiguration: { subnets: network.subnets, securityGroups: network.securityGroups, assignPublicIp: true },
    },
    { ignoreChanges: ["desiredCount"] },
  );
  const target = new aws.appautoscaling.Target("WarmPoolSize", {
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: $interpolate`service/${cluster.nodes.cluster.name}/${service.name}`,
    minCapacity: 0,
    maxCapacity: settings.warmPool,
  });
  const names = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
  const resized = (name: string, time: string, size: number) => {
    const [hour, minute] = time.split(":").map(Number);
    new aws.appautoscaling.ScheduledAction(`WarmPool${name}`, {
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      schedule: `cron(${minute} ${hour} ? * ${days.map((day) => names[day]).join(",")} *)`,
      timezone: timeZone,
      scalableTargetAction: { minCapacity: size, maxCapacity: size },
    });
  };
  resized("Opens", from, settings.warmPool);
  resized("Closes", to, 0);
}

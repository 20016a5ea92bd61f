import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { neededStatements } from "./choreography.ts";
import { type Context, make } from "./context.ts";
import { environmentOf } from "./environment.ts";
import type { Parts } from "./functions.ts";
import type { Network } from "./network.ts";
import { granted, regional, type Statement } from "./permissions.ts";

/** The longest that Fargate waits between SIGTERM and SIGKILL. */
const STOP_SECONDS = 120;

export interface Workers {
  cluster: sst.aws.Cluster;
  task: sst.aws.Task;
  /** The worker's task definition as SST gives it to AWS; set while it is made. */
  definition: () => aws.ecs.TaskDefinitionArgs;
  logGroup: string;
  /** What DISPATCH launches: an `EcsTask` of packages/core/src/aws. */
  fleet: $util.Output<string>;
  /** What DISPATCH may do to launch them. */
  permissions: Statement[];
}

/**
 * ECS acts by a role of its own that an account has from its first cluster on; while it is being made, the cluster's capacity
 * providers fail. So it is made first where it is missing, and never removed: other clusters need it.
 */
const serviceLinkedRole = (context: Context): $util.Output<$util.Resource[]> =>
  aws.iam
    .getRolesOutput({ pathPrefix: "/aws-service-role/ecs.amazonaws.com/" })
    .names.apply((names) =>
      names.length > 0
        ? []
        : [
            make(
              context,
              "serviceLinkedRole",
              aws.iam.ServiceLinkedRole,
              "EcsRole",
              { awsServiceName: "ecs.amazonaws.com" },
              { retainOnDelete: true },
            ),
          ],
    );

const clusterOf = (context: Context, { id, subnets, securityGroups }: Network): sst.aws.Cluster =>
  make(context, "cluster", sst.aws.Cluster, "Cluster", {
    vpc: { id, securityGroups, containerSubnets: subnets as $util.Input<string>[], loadBalancerSubnets: [] },
    transform: {
      // Of the component itself, its parts would not wait.
      cluster: (_args, opts) => {
        opts.dependsOn = serviceLinkedRole(context);
        return undefined;
      },
    },
  });

const inline = (statements: Statement[]) => [
  { name: "inline", policy: aws.iam.getPolicyDocumentOutput({ statements }).json },
];

/** Pull the image, write the log. SST's own lets a shell in (`ssmmessages`) and read every secret of the account. */
const execution = (logGroup: string): Statement[] => [
  // Has no ARN.
  { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
  {
    actions: ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"],
    resources: [regional("ecr", "repository/sst-asset")],
  },
  { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [regional("logs", `log-group:${logGroup}:*`)] },
];

const retention = {
  1: "1 day",
  3: "3 days",
  5: "5 days",
  7: "1 week",
  14: "2 weeks",
  30: "1 month",
  60: "2 months",
  90: "3 months",
  180: "6 months",
  365: "1 year",
} as const;

/** Nothing listens in a worker, and nobody types into it. */
const sealed = (json: string): string =>
  JSON.stringify(
    (JSON.parse(json) as object[]).map((container) => ({
      ...container,
      stopTimeout: STOP_SECONDS,
      pseudoTerminal: false,
      portMappings: [],
    })),
  );

/** The container holds its choreography; what `sst dev` runs in its place reads the file. */
const configInDev = ({ args: { choreography } }: Context): Record<string, string> =>
  $dev && typeof choreography === "string"
    ? { TORRENT_CONFIG: pathToFileURL(resolve($cli.paths.root, choreography)).href }
    : {};

export const workersOf = ({ context, storage, queues, grants }: Parts, network: Network): Workers => {
  const { args, settings, topology } = context;
  const { cpu, memoryMB } = topology.fleet;
  const cluster = clusterOf(context, network);
  const logGroup = `/torrent/${context.deployment}/worker`;
  const own = grants.worker ?? {};
  const allowed = [...granted(own, storage, queues), ...neededStatements(context.choreography, "worker")];
  let definition: aws.ecs.TaskDefinitionArgs | undefined;
  const task = make(context, "worker", sst.aws.Task, "Worker", {
    cluster,
    architecture: "arm64",
    cpu: `${cpu / 1024} vCPU` as "2 vCPU",
    memory: `${memoryMB / 1024} GB` as "8 GB",
    storage: "30 GB",
    publicIp: network.publicIp,
    image: args.worker.image,
    environment: { ...environmentOf(context, "worker", own, storage, queues), ...configInDev(context) },
    logging: { name: logGroup, retention: retention[settings.logDays] },
    link: args.link?.("worker") ?? [],
    ...(args.worker.devCommand === undefined ? {} : { dev: { command: args.worker.devCommand } }),
    transform: {
      // zstd unpacks in a third of gzip's time, and a worker's start is mostly that.
      image: (image) => {
        image.push = false;
        const zstd = { compression: "zstd", forceCompression: true, ociMediaTypes: true } as const;
        image.exports = [{ registry: { ...zstd, push: true } }];
      },
      taskRole: (role) => {
        if (!$dev) role.inlinePolicies = inline(allowed);
      },
      executionRole: (role) => {
        role.managedPolicyArns = [];
        role.inlinePolicies = inline(execution(logGroup));
      },
      taskDefinition: (taskDefinition) => {
        definition = taskDefinition;
        taskDefinition.containerDefinitions = $util.output(taskDefinition.containerDefinitions).apply(sealed);
      },
    },
    permissions: allowed,
  });
  return {
    cluster,
    task,
    logGroup,
    definition: () => definition as aws.ecs.TaskDefinitionArgs,
    fleet: fleetOf(context, cluster, task, network),
    permissions: launching(cluster, task),
  };
};

const fleetOf = (
  { settings }: Context,
  cluster: sst.aws.Cluster,
  task: sst.aws.Task,
  network: Network,
): $util.Output<string> => {
  const { spotOfTen, onDemandFallback } = settings;
  return $jsonStringify({
    cluster: cluster.nodes.cluster.arn,
    taskDefinition: task.nodes.taskDefinition.arn,
    subnets: network.subnets,
    securityGroups: network.securityGroups,
    assignPublicIp: network.publicIp,
    capacity: [
      { capacityProvider: "FARGATE_SPOT", weight: spotOfTen },
      { capacityProvider: "FARGATE", weight: 10 - spotOfTen },
    ].filter(({ weight }) => weight > 0),
    onDemandFallback,
  });
};

const launching = (cluster: sst.aws.Cluster, task: sst.aws.Task): Statement[] => {
  const { taskDefinition, taskRole, executionRole } = task.nodes;
  return [
    { actions: ["ecs:RunTask"], resources: [taskDefinition.arn] },
    // The tags of the task definition go to its tasks, by which the budget finds them; no other task may be tagged.
    {
      actions: ["ecs:TagResource"],
      resources: [regional("ecs", $interpolate`task/${cluster.nodes.cluster.name}/*`)],
      conditions: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RunTask"] }],
    },
    {
      actions: ["iam:PassRole"],
      resources: [taskRole.arn, executionRole.arn],
      conditions: [{ test: "StringEquals", variable: "iam:PassedToService", values: ["ecs-tasks.amazonaws.com"] }],
    },
  ];
};

import { type Context, make } from "./context.ts";
import type { Network } from "./network.ts";
import type { Workers } from "./workers.ts";

/** Keeps a warm worker until the pool is closed, which ends it by SIGTERM. */
const WARM_IDLE_SECONDS = "86400";
/** Days are 1 (Monday) to 7. */
const dayNames = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"];

/** The worker's own definition, for a worker that does not leave when it is idle. */
const warmDefinition = (context: Context, { task, definition }: Workers) => {
  const idle = { name: "TORRENT_WORKER_IDLE_SECONDS", value: WARM_IDLE_SECONDS };
  return task.nodes.taskDefinition.apply(({ containerDefinitions }) =>
    make(context, "warmTaskDefinition", aws.ecs.TaskDefinition, "WarmWorker", {
      ...definition(),
      family: `${context.deployment}-warm-worker`,
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
};

/** Workers that wait while the business is open, and are gone after hours. They hold leases as every worker does. */
export const warmPool = (context: Context, workers: Workers, network: Network): void => {
  const { warmWorkers } = context.settings;
  if ($dev || warmWorkers === 0) return;
  const { days, from, to, timeZone } = context.topology.schedules.warmPool;
  const { cluster } = workers.cluster.nodes;
  const service = make(
    context,
    "warmPool",
    aws.ecs.Service,
    "WarmPool",
    {
      cluster: cluster.arn,
      taskDefinition: warmDefinition(context, workers).arn,
      launchType: "FARGATE",
      desiredCount: 0,
      // A task has no tags of its own, and the budget finds costs by tags.
      propagateTags: "TASK_DEFINITION",
      enableEcsManagedTags: true,
      networkConfiguration: {
        subnets: network.subnets,
        securityGroups: network.securityGroups,
        assignPublicIp: network.publicIp,
      },
    },
    { ignoreChanges: ["desiredCount"] },
  );
  const target = make(context, "warmPoolSize", aws.appautoscaling.Target, "WarmPoolSize", {
    serviceNamespace: "ecs",
    scalableDimension: "ecs:service:DesiredCount",
    resourceId: $interpolate`service/${cluster.name}/${service.name}`,
    minCapacity: 0,
    maxCapacity: warmWorkers,
  });
  const resized = (name: string, time: string, size: number): void => {
    const [hour, minute] = time.split(":").map(Number);
    make(context, "warmPoolHours", aws.appautoscaling.ScheduledAction, `WarmPool${name}`, {
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      schedule: `cron(${minute} ${hour} ? * ${days.map((day) => dayNames[(day + 6) % 7]).join(",")} *)`,
      timezone: timeZone,
      scalableTargetAction: { minCapacity: size, maxCapacity: size },
    });
  };
  resized("Opens", from, warmWorkers);
  resized("Closes", to, 0);
};

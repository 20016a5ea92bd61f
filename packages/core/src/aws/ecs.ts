import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ConflictException, ECSClient, RunTaskCommand, type RunTaskCommandInput } from "@aws-sdk/client-ecs";
import { digest } from "../ids.ts";
import type { Clock, Log } from "../ports/runtime.ts";
import type { WorkerFleet, WorkerLease } from "../ports/worker-fleet.ts";
import { type AwsAccess, clientOptions } from "./client.ts";
import { dynamoClient } from "./dynamodb-client.ts";
import { leaseTable } from "./ecs-leases.ts";
import { workerId } from "./ecs-metadata.ts";
import { systemClock } from "./system.ts";

export { ownWorkerId, workerId } from "./ecs-metadata.ts";

/** Input of RunTask. */
export interface EcsTask {
  /** Name or ARN. */
  cluster: string;
  /** Family (its latest revision), `family:revision` or ARN. */
  taskDefinition: string;
  subnets: readonly string[];
  securityGroups?: readonly string[];
  /** Needed in public subnets without NAT, to pull the image. @default false */
  assignPublicIp?: boolean;
  /** Where tasks run, e.g. mostly on Spot; on plain Fargate if none are given. */
  capacity?: readonly { capacityProvider: "FARGATE" | "FARGATE_SPOT"; weight: number; base?: number }[];
  /** Starts what {@link capacity} has no room for on demand, e.g. where Spot has run out. @default false */
  onDemandFallback?: boolean;
  /** How long a launched worker counts as live before its first beat: image pull and start. @default 180 */
  bootSeconds?: number;
}

export interface EcsConfig extends AwsAccess {
  /** The table of `tableDefinition`, for the leases. */
  table: string;
  /** What `launch` starts. A worker itself, which only beats, has none. */
  task?: EcsTask;
}

export interface EcsTools {
  client?: ECSClient;
  dynamo?: DynamoDBClient;
  clock?: Clock;
  log?: Log;
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html */
const TASKS_PER_CALL = 10;

export const ecsClient = (access: AwsAccess): ECSClient => new ECSClient(clientOptions(access));

/** Some shortages come as errors: of Fargate in the zone, or of the account's quota. */
const capacityIsShort = (error: unknown): boolean =>
  /capacity is unavailable|limit on the number of (vcpus|tasks)/i.test(error instanceof Error ? error.message : "");

/**
 * What every RunTask asks for. Tasks inherit no tags by themselves; those of the task definition name the app and the stage,
 * which is what budgets and cost reports filter by.
 */
const requestOf = ({ capacity, ...task }: EcsTask): Omit<RunTaskCommandInput, "count"> => ({
  cluster: task.cluster,
  taskDefinition: task.taskDefinition,
  ...(capacity
    ? { capacityProviderStrategy: capacity.map((provider) => ({ ...provider })) }
    : { launchType: "FARGATE" }),
  networkConfiguration: {
    awsvpcConfiguration: {
      subnets: [...task.subnets],
      securityGroups: [...(task.securityGroups ?? [])],
      assignPublicIp: task.assignPublicIp ? "ENABLED" : "DISABLED",
    },
  },
  propagateTags: "TASK_DEFINITION",
  enableECSManagedTags: true,
});

/**
 * Workers as Fargate tasks, their leases in DynamoDB. ECS itself drops a repeated launch (`clientToken`) and answers with
 * the tasks that the first one started; their leases are written only if absent. So a launch that died half way is
 * finished by its repetition, and one that did not launches nothing and answers 0.
 */
export const ecsWorkerFleet = (
  config: EcsConfig,
  { client = ecsClient(config), dynamo = dynamoClient(config), clock = systemClock, log = () => {} }: EcsTools = {},
): WorkerFleet => {
  const leases = leaseTable(dynamo, config.table);

  /** One line per reason; a metric filter on the log group counts them. */
  const report = (reasons: readonly string[], wanted: number): void => {
    for (const reason of new Set(reasons)) {
      const count = reasons.filter((one) => one === reason).length;
      log("warn", "worker-not-started", { reason, count, wanted });
    }
  };

  const started = async (request: RunTaskCommandInput): Promise<{ arn: string; at?: Date }[]> => {
    try {
      // What could not be placed for want of capacity is in `failures`: a value, not an error.
      const { tasks = [], failures = [] } = await client.send(new RunTaskCommand(request));
      report(
        failures.map(({ reason = "unknown", detail }) => (detail ? `${reason}: ${detail}` : reason)),
        request.count ?? 1,
      );
      return tasks.flatMap(({ taskArn, createdAt }) =>
        taskArn ? [{ arn: taskArn, ...(createdAt ? { at: createdAt } : {}) }] : [],
      );
    } catch (error) {
      // The token was used for another count; the tasks that it started are named.
      if (error instanceof ConflictException) return (error.resourceIds ?? []).map((arn) => ({ arn }));
      if (capacityIsShort(error)) {
        const reason = error instanceof Error ? error.message : String(error);
        report(Array<string>(request.count ?? 1).fill(reason), request.count ?? 1);
        return [];
      }
      throw error;
    }
  };

  const begin = async ({ arn, at }: { arn: string; at?: Date }, bootMs: number): Promise<boolean> => {
    const now = clock.now();
    const startedAt = at?.getTime() ?? now;
    const lease: WorkerLease = { id: workerId(arn), startedAt, expiresAt: startedAt + bootMs, busy: 0 };
    return lease.expiresAt > now && (await leases.begin(lease, now));
  };

  return {
    async live() {
      const now = clock.now();
      return (await leases.all()).filter(({ expiresAt }) => expiresAt > now);
    },
    async launch(count, token) {
      const { task } = config;
      if (!task)
        throw new TypeError("This fleet was configured without a task to run (TORRENT_FLEET), so it launches none");
      const bootMs = (task.bootSeconds ?? 180) * 1000;
      let launched = 0;
      for (let call = 0; call * TASKS_PER_CALL < count; call += 1) {
        const wanted = Math.min(TASKS_PER_CALL, count - call * TASKS_PER_CALL);
        const startedBy = `torrent/${digest("launch", token).slice(0, 24)}`;
        const run = (request: ReturnType<typeof requestOf>, kind: string, count: number) =>
          started({ ...request, count, clientToken: digest(kind, token, String(call)).slice(0, 32), startedBy });
        const tasks = await run(requestOf(task), "launch", wanted);
        if (tasks.length < wanted && task.capacity && task.onDemandFallback) {
          const { capacity: _, ...onDemand } = task;
          tasks.push(...(await run(requestOf(onDemand), "on demand", wanted - tasks.length)));
        }
        const begun = await Promise.all(tasks.map((task) => begin(task, bootMs)));
        launched += begun.filter(Boolean).length;
        // Capacity is short: the rest would fail too.
        if (tasks.length < wanted) break;
      }
      return launched;
    },
    beat: (lease) => leases.write(lease, clock.now()),
    // Not deleted but ended: a repetition of the launch must not bring it back.
    leave: (id) => leases.write({ id, startedAt: 0, expiresAt: 0, busy: 0 }, clock.now()),
  };
};

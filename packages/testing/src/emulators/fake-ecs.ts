import { ConflictException, type ECSClient, RunTaskCommand, type RunTaskCommandInput } from "@aws-sdk/client-ecs";

export interface FakeEcs {
  client: ECSClient;
  /** Every task ever started, by ARN. */
  tasks: string[];
  /** Every RunTask that came in, repeated ones included. */
  calls: RunTaskCommandInput[];
}

export interface FakeEcsOptions {
  now?: () => number;
  /** Maximum number of tasks; the rest is in `failures`, as ECS reports it. */
  capacity?: number;
  /** The same for tasks outside of capacity providers. @default capacity */
  onDemand?: number;
  onTask?: (arn: string) => void;
}

/**
 * RunTask without ECS, of which no emulator exists: enforces the limits of the call, and its client tokens as ECS documents
 * them: the same request gets the same tasks, another request under the same token a ConflictException.
 */
export const fakeEcs = (options: FakeEcsOptions = {}): FakeEcs => {
  const { now = Date.now, capacity = Number.POSITIVE_INFINITY, onDemand = capacity, onTask = () => {} } = options;
  const tasks: string[] = [];
  const calls: RunTaskCommandInput[] = [];
  const tokens = new Map<string, { request: string; started: { taskArn: string; createdAt: Date }[] }>();

  const runTask = (request: RunTaskCommandInput) => {
    calls.push(request);
    const { count = 1, clientToken = "", cluster = "default" } = request;
    if (count < 1 || count > 10) throw new RangeError(`RunTask starts 1 to 10 tasks, not ${count}`);
    if (!/^[\x21-\x7e]{1,64}$/.test(clientToken)) throw new RangeError(`"${clientToken}" is no client token`);
    const known = tokens.get(clientToken);
    if (known && known.request !== JSON.stringify(request))
      throw new ConflictException({
        message: "The provided clientToken is already in use with a different request",
        resourceIds: known.started.map(({ taskArn }) => taskArn),
        $metadata: { httpStatusCode: 400 },
      });
    const started = known?.started ?? [];
    const failures = [];
    for (let index = 0; !known && index < count; index += 1) {
      if (tasks.length >= (request.launchType ? onDemand : capacity)) {
        failures.push({ reason: "Capacity is unavailable at this time" });
        continue;
      }
      const taskArn = `arn:aws:ecs:us-east-1:000000000000:task/${cluster}/${String(tasks.length + 1).padStart(32, "0")}`;
      tasks.push(taskArn);
      started.push({ taskArn, createdAt: new Date(now()) });
      onTask(taskArn);
    }
    tokens.set(clientToken, { request: JSON.stringify(request), started });
    return { tasks: started.map((task) => ({ ...task })), failures, $metadata: {} };
  };

  const client = {
    async send(command: unknown) {
      if (command instanceof RunTaskCommand) return runTask(command.input);
      throw new TypeError("Only RunTask is there");
    },
  } as unknown as ECSClient;
  return { client, tasks, calls };
};

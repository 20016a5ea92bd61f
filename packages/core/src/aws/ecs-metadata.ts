import * as z from "zod/mini";

const TaskMetadata = z.object({ TaskARN: z.string().check(z.minLength(1)) });

const WAIT_MS = 5_000;

/** The id under which a worker's lease runs: the last part of its task's ARN. */
export const workerId = (taskArn: string): string => taskArn.split("/").at(-1) ?? taskArn;

/**
 * The lease id of the worker that this process is, as the launch wrote it down; `undefined` outside ECS. A worker that
 * beats under another id counts twice until the lease of its launch ends.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate.html
 */
export const ownWorkerId = async (env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> => {
  const endpoint = env.ECS_CONTAINER_METADATA_URI_V4;
  if (!endpoint) return undefined;
  const answer = await fetch(`${endpoint}/task`, { signal: AbortSignal.timeout(WAIT_MS) });
  if (!answer.ok) throw new Error(`The ECS metadata endpoint answered ${answer.status}`);
  return workerId(TaskMetadata.parse(await answer.json()).TaskARN);
};

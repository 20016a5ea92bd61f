import * as z from "zod/mini";
import { collect } from "../../bytes.ts";
import { type Failure, failureOf } from "../../errors.ts";
import { keys } from "../../ids.ts";
import type { TaskMessage } from "../../messages.ts";
import type { Cloud } from "../../ports/cloud.ts";

const Failed = z.object({ kind: z.string(), message: z.string(), at: z.number() });

/** Errors of one task's failed deliveries; kept outside the tree, because they are for people and never counted. */
export const Attempts = z.object({ count: z.number(), first: Failed, last: Failed });
export type Attempts = z.infer<typeof Attempts>;

export type TaskAddress = Pick<TaskMessage, "packageId" | "round" | "tree" | "slot" | "task">;

const key = ({ packageId, round, tree, slot, task }: TaskAddress): string =>
  keys.attempts(packageId, round, `${tree === "" ? "" : `${tree}.`}${slot}.${task}`);

export const readAttempts = async (cloud: Cloud, task: TaskAddress): Promise<Attempts | undefined> => {
  const object = await cloud.objects.get(key(task));
  if (!object) return undefined;
  const parsed = Attempts.safeParse(JSON.parse(new TextDecoder().decode(await collect(object.body))));
  return parsed.data;
};

/** One line with the task's whole address: by it people find from the task to its log. */
export const logFailed = ({ log }: Cloud, task: TaskAddress, attempt: number, error: unknown): void => {
  const { packageId, round, tree, slot, task: child } = task;
  log("warn", "attempt-failed", { packageId, round, tree, slot, task: child, attempt, ...failureOf(error) });
};

/** Best effort: a note that cannot be written must not hide the error that it is about. */
export const noteAttempt = async (cloud: Cloud, task: TaskAddress, count: number, error: unknown): Promise<void> => {
  const failure: Failure = failureOf(error);
  logFailed(cloud, task, count, error);
  try {
    const last = { ...failure, at: cloud.clock.now() };
    const first = (await readAttempts(cloud, task))?.first ?? last;
    const body = new TextEncoder().encode(JSON.stringify({ count, first, last } satisfies Attempts));
    await cloud.objects.put(key(task), body, { contentType: "application/json" });
  } catch (cause) {
    cloud.log("warn", "attempt-not-noted", { ...task, cause: failureOf(cause) });
  }
};

/** Inverse of the key; `undefined` for what is none. */
const addressOf = (packageId: string, round: number, name: string): TaskAddress | undefined => {
  const parts = /^(\d+(?:\.\d+)+)\.json$/.exec(name)?.[1]?.split(".") ?? [];
  const [task, slot, ...tree] = parts.map(Number).reverse();
  if (task === undefined || slot === undefined) return undefined;
  return { packageId, round, tree: tree.reverse().join("."), slot, task };
};

/** Tasks of a round that failed a delivery at least once, settled since or not; the first `limit` of the listing. */
export const triedTasks = async (
  cloud: Pick<Cloud, "objects">,
  packageId: string,
  round: number,
  limit: number,
): Promise<TaskAddress[]> => {
  const prefix = keys.attemptsOf(packageId, round);
  const { objects } = await cloud.objects.list(prefix, { limit });
  return objects.flatMap(({ key: at }) => addressOf(packageId, round, at.slice(prefix.length)) ?? []);
};

import * as z from "zod";
import { collect } from "../bytes.ts";
import { type Failure, failureOf } from "../errors.ts";
import { keys } from "../ids.ts";
import type { TaskMessage } from "../messages.ts";
import type { Cloud } from "../ports/cloud.ts";

const Failed = z.object({ kind: z.string(), message: z.string(), at: z.number() });

/** What failed deliveries of one task said; kept beside the tree, because it is for people and never counted. */
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

/** Best effort: a note that cannot be written must not hide the error that it is about. */
export const noteAttempt = async (cloud: Cloud, task: TaskAddress, count: number, error: unknown): Promise<void> => {
  const failure: Failure = failureOf(error);
  try {
    const last = { ...failure, at: cloud.clock.now() };
    const first = (await readAttempts(cloud, task))?.first ?? last;
    const body = new TextEncoder().encode(JSON.stringify({ count, first, last } satisfies Attempts));
    await cloud.objects.put(key(task), body, { contentType: "application/json" });
  } catch (cause) {
    cloud.log("warn", "attempt-not-noted", { ...task, cause: failureOf(cause) });
  }
};

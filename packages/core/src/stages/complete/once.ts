import * as z from "zod/mini";
import { collect } from "../../bytes.ts";
import type { OnceOptions, SubscriberContext } from "../../choreography/define-subscriber.ts";
import { RetryLater } from "../../errors.ts";
import { digest, keys } from "../../ids.ts";
import type { Cloud } from "../../ports/cloud.ts";
import { parse } from "../../schema.ts";
import type { Announcement } from "./completion-node.ts";

/** What is remembered of an effect: begun by which delivery, and its value once it is done. */
const Remembered = z.object({
  v: z.literal(1),
  generation: z.number(),
  attempt: z.number(),
  done: z.boolean(),
  value: z.optional(z.unknown()),
});
type Remembered = z.infer<typeof Remembered>;

/** Another delivery of the same event may be inside the effect right now. */
const WAIT_SECONDS = 60;

/** One delivery of one event to one subscriber. A redriven delivery is of a later generation, and counts from 1 again. */
export interface OnceAddress extends Announcement {
  subscriber: string;
  attempt: number;
}

const isEarlier = (known: Remembered, { generation, attempt }: OnceAddress): boolean =>
  known.generation < generation || (known.generation === generation && known.attempt < attempt);

/** `once` of a subscriber's context, over the object store; see `SubscriberContext.once`. */
export const onceOver = (cloud: Pick<Cloud, "objects">, address: OnceAddress): SubscriberContext["once"] => {
  const { packageId, round, state, generation, subscriber, attempt } = address;
  const { objects } = cloud;

  const read = async (key: string): Promise<Remembered | undefined> => {
    const object = await objects.get(key);
    return object && parse(Remembered, JSON.parse(new TextDecoder().decode(await collect(object.body))));
  };
  const write = async (key: string, record: Remembered, ifAbsent = false): Promise<boolean> => {
    const body = new TextEncoder().encode(JSON.stringify(record));
    return (await objects.put(key, body, { contentType: "application/json", ifAbsent })).written;
  };

  return async <Value>(
    name: string,
    effect: () => Promise<Value>,
    { check }: OnceOptions<Value> = {},
  ): Promise<Value> => {
    const key = keys.once(packageId, round, subscriber, digest(state, name).slice(0, 32));
    const begun: Remembered = { v: 1, generation, attempt, done: false };
    const known = (await write(key, begun, true)) ? undefined : await read(key);
    if (known?.done) return known.value as Value;
    // A message is received again only after its earlier delivery ended; the same count twice is SQS delivering twice.
    if (known && !isEarlier(known, address))
      throw new RetryLater(
        `Another delivery is still running "${name}" of ${packageId}/${round}/${subscriber}`,
        WAIT_SECONDS,
      );
    if (known) await write(key, begun);
    const happened = known && check ? await check() : undefined;
    const value = happened ?? (await effect());
    await write(key, { ...begun, done: true, value });
    return value;
  };
};

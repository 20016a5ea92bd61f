import { packageId } from "../../ids.ts";
import type { ObjectInfo } from "../../ports/object-store.ts";
import { sendEvent } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";

const MINUTE = 60_000;
/** An event may come a while after its object. */
const YOUNGEST_MS = 15 * MINUTE;
/** Older ones were looked at, hour by hour, when they were younger. */
const OLDEST_MS = 48 * 60 * MINUTE;

/**
 * Objects under `inbox/` whose event was lost: no package has been made of them. Sends the events again and returns the
 * keys. Costs one listing per 1,000 objects, and two reads for each of the last two days; so it is done once an hour.
 */
export const claimInbox = async ({ cloud }: Pipeline): Promise<string[]> => {
  const now = cloud.clock.now();
  const unclaimed: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await cloud.objects.list("inbox/", cursor === undefined ? {} : { cursor });
    for (const { key, modifiedAt } of page.objects) {
      const age = now - modifiedAt;
      if (age < YOUNGEST_MS || age > OLDEST_MS || key.endsWith("/")) continue;
      const info = await cloud.objects.head(key);
      if (!info || (await isClaimed(cloud, info))) continue;
      cloud.log("warn", "inbox-object-unclaimed", { key });
      await sendEvent(cloud, { key, bytes: info.bytes, version: info.version ?? info.etag });
      unclaimed.push(key);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return unclaimed;
};

const isClaimed = async ({ objects, packages }: Pipeline["cloud"], info: ObjectInfo): Promise<boolean> =>
  (await packages.read(packageId(objects.bucket, info.key, info.version ?? info.etag))) !== undefined;

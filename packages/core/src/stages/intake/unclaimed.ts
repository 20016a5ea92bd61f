import { packageId } from "../../ids.ts";
import { inParallel } from "../../in-parallel.ts";
import type { ObjectInfo } from "../../ports/object-store.ts";
import { sendEvent } from "../messaging/send.ts";
import type { Pipeline } from "../pipeline.ts";

const MINUTE = 60_000;
/** An event may come a while after its object. */
const YOUNGEST_MS = 15 * MINUTE;
/** Older ones were looked at, hour by hour, when they were younger. */
const OLDEST_MS = 48 * 60 * MINUTE;
/** Reads at a time: 100,000 objects take a minute. */
const READS_AT_ONCE = 32;
/** The check stops here, well before the sweep's own limit of five minutes, and says so. */
const LONGEST_MS = 3 * MINUTE;

/**
 * Objects under `inbox/` whose event was lost: no package has been made of them. Sends the events again and returns the
 * keys. Costs one listing per 1,000 objects, and one read for each of the last two days; so it is done once an hour.
 */
export const claimInbox = async ({ cloud }: Pipeline): Promise<string[]> => {
  const started = cloud.clock.now();
  const unclaimed: string[] = [];
  const isDue = ({ key, modifiedAt }: ObjectInfo): boolean => {
    const age = started - modifiedAt;
    return age >= YOUNGEST_MS && age <= OLDEST_MS && !key.endsWith("/");
  };
  let cursor: string | undefined;
  do {
    const page = await cloud.objects.list("inbox/", cursor === undefined ? {} : { cursor });
    await inParallel(page.objects.filter(isDue), READS_AT_ONCE, async (listed) => {
      const info = await unclaimedObject(cloud, listed);
      if (!info) return;
      const { key, bytes, version, etag } = info;
      cloud.log("warn", "inbox-object-unclaimed", { key });
      await sendEvent(cloud, { key, bytes, version: version ?? etag });
      unclaimed.push(key);
    });
    cursor = page.cursor;
    if (cursor !== undefined && cloud.clock.now() - started > LONGEST_MS) {
      cloud.log("error", "inbox-check-cut-short", { seconds: LONGEST_MS / 1000, unclaimed: unclaimed.length });
      break;
    }
  } while (cursor !== undefined);
  return unclaimed.sort();
};

/** Listings carry no version: where no package has the ETag, the object itself is asked for one. */
const unclaimedObject = async (
  { objects, packages }: Pipeline["cloud"],
  { key, etag }: ObjectInfo,
): Promise<ObjectInfo | undefined> => {
  const isClaimed = async (version: string) =>
    (await packages.read(packageId(objects.bucket, key, version))) !== undefined;
  if (await isClaimed(etag)) return undefined;
  const info = await objects.head(key);
  if (!info) return undefined;
  const version = info.version ?? info.etag;
  return version !== etag && (await isClaimed(version)) ? undefined : info;
};

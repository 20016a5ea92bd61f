import type { Grants } from "@torrent/functions/grants";
import { neededSecrets, queuesOf } from "./choreography.ts";
import type { Context } from "./context.ts";
import type { Queues } from "./queues.ts";
import type { Storage } from "./storage.ts";

/** The queues that a function (or the worker) reads or writes: those of its grants, and those whose messages it takes. */
const queuesRead = ({ topology }: Context, grantee: string, { sqs = {} }: Grants): string[] => [
  ...Object.values(sqs).flat(),
  ...queuesOf(topology)(grantee),
];

/**
 * What a function (or the worker) reads of its surroundings, and no more: all variables of a function together may have 4 KB, and
 * the addresses of all queues alone would have more than half of that.
 */
export const environmentOf = (
  context: Context,
  grantee: string,
  grants: Grants,
  { bucket, table }: Storage,
  { variables }: Queues,
): Record<string, $util.Input<string>> => ({
  TORRENT_STAGE: context.deployment,
  TORRENT_TABLE: table.name,
  TORRENT_KEEP_DAYS: String(context.settings.keepDays),
  ...variables(queuesRead(context, grantee, grants)),
  ...(grants.s3 ? { TORRENT_BUCKET: bucket.name } : {}),
  ...neededSecrets(context.choreography, grantee, context.args.secrets ?? {}),
  ...context.args.environment?.(grantee),
});

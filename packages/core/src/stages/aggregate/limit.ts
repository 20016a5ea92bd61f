import * as z from "zod/mini";
import type { Estimate } from "../../pass.ts";
import type { Route } from "../../plan.ts";
import { checked } from "../../schema.ts";
import { topology } from "../../topology.ts";
import { LAMBDA_MEMORY_MB, LAMBDA_SECONDS, route } from "../classify/plan-for.ts";

const { timeout, memoryMB } = topology.queues.aggregate;

/** Estimates below both stay with the function; 0 sends every aggregation to a worker. No more than the function has. */
const AggregationLimit = z.strictObject({
  seconds: z._default(z.number().check(z.gte(0), z.lte(timeout)), LAMBDA_SECONDS),
  memoryMB: z._default(z.number().check(z.gte(0), z.lte(memoryMB)), LAMBDA_MEMORY_MB),
});

/**
 * A deployment's own threshold past which a worker aggregates: the environment's `TORRENT_AGGREGATION`, JSON such as
 * `{"seconds":60}`; where none is given, tasks' own. Throws with the place of the mistake.
 */
export const parseAggregation = (json: string | undefined): ((estimate: Estimate) => Route) => {
  if (json === undefined || json.trim() === "") return route;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TypeError('TORRENT_AGGREGATION is not JSON; it is an object such as {"seconds":60,"memoryMB":1000}', {
      cause,
    });
  }
  const parsed = checked(AggregationLimit, value);
  if (!parsed.ok) throw new TypeError(`TORRENT_AGGREGATION: ${parsed.why}`);
  const limit = parsed.value;
  return ({ seconds, memoryMB: needed }) => (seconds < limit.seconds && needed < limit.memoryMB ? "lambda" : "fargate");
};

import * as z from "zod/mini";
import type { ComponentFacts } from "../../component.ts";
import type { Estimate, Pass } from "../../pass.ts";
import { checked } from "../../schema.ts";

const amount = z.number().check(z.minimum(0));

/** A straight line over a component's size, in MB of 10⁶ bytes. */
export const EstimateLine = z.strictObject({
  seconds: amount,
  secondsPerMB: amount,
  /** In place of the pass's own. */
  memoryMB: z.optional(amount),
});
export type EstimateLine = z.infer<typeof EstimateLine>;

/** What a deployment has measured, by pass and by kind of component; `*` stands for the kinds that are not named. */
export const EstimateTable = z.strictObject({
  version: z.literal(1),
  passes: z.record(z.string(), z.record(z.string(), EstimateLine)),
});
export type EstimateTable = z.infer<typeof EstimateTable>;

export const ANY_KIND = "*";

/** Parses the environment's `TORRENT_ESTIMATES`, as `torrent calibrate` writes it; throws with the place of the mistake. */
export const parseEstimates = (json: string | undefined): EstimateTable | undefined => {
  if (json === undefined || json.trim() === "") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TypeError("TORRENT_ESTIMATES is not JSON; torrent calibrate writes it", { cause });
  }
  const parsed = checked(EstimateTable, value);
  if (parsed.ok) return parsed.value;
  throw new TypeError(`TORRENT_ESTIMATES: ${parsed.why}`);
};

/** What a pass is expected to need: as the deployment has measured it, else as the pass itself says. */
export const estimateOf = (pass: Pass, component: ComponentFacts, table?: EstimateTable): Estimate => {
  const own = pass.estimate(component);
  const kinds = table?.passes[pass.name];
  const line = kinds?.[component.kind] ?? kinds?.[ANY_KIND];
  if (!line) return own;
  return {
    seconds: line.seconds + (line.secondsPerMB * component.bytes) / 1e6,
    memoryMB: line.memoryMB ?? own.memoryMB,
  };
};

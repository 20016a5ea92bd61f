import * as z from "zod/mini";
import type { Estimate, Pass } from "../../choreography/define-pass.ts";
import type { ComponentFacts } from "../../component.ts";
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

/** A table as `torrent calibrate` writes it; throws a TypeError with the place of the mistake. */
export const parseEstimateTable = (given: unknown, place: string): EstimateTable => {
  const parsed = checked(EstimateTable, given);
  if (parsed.ok) return parsed.value;
  throw new TypeError(`${place}: ${parsed.why}`);
};

/** What a pass is expected to need: as the deployment has measured it, else as the pass itself says. */
export const estimateOf = (
  pass: Pick<Pass, "name" | "estimate">,
  component: ComponentFacts,
  table?: EstimateTable,
): Estimate => {
  const own = pass.estimate(component);
  const kinds = table?.passes[pass.name];
  const line = kinds?.[component.kind] ?? kinds?.[ANY_KIND];
  if (!line) return own;
  return {
    seconds: line.seconds + (line.secondsPerMB * component.bytes) / 1e6,
    memoryMB: line.memoryMB ?? own.memoryMB,
  };
};

import type { FactorValues, Pass } from "../choreography/define-pass.ts";
import { TerminalError } from "../errors.ts";
import type { Counts } from "../outcome.ts";
import { type Factor, factor } from "../priority/score.ts";
import type { PriorityTable } from "../priority/table.ts";

/** What a result counts; a name that the choreography does not declare would be lost in the sums. */
export const countsOf = ({ counts }: { readonly counts: readonly string[] }, pass: Pass, output: unknown): Counts => {
  const counted = pass.counts?.(output) ?? {};
  for (const name of Object.keys(counted))
    if (!counts.includes(name))
      throw new TerminalError("unknown-count", `Pass "${pass.name}" counts "${name}", which counts does not declare`);
  return counted;
};

/** Values by name, as factors of the table. */
export const toFactors = (values: FactorValues, table: PriorityTable): Factor[] =>
  Object.entries(values).flatMap(([name, given]) => {
    if (given === undefined) return [];
    return typeof given === "number"
      ? [factor(name, given, undefined, table)]
      : [factor(name, given.value, given.evidence, table)];
  });

/** What a pass's output says of the package's priority. */
export const factorsOf = (pass: Pass, output: unknown, table: PriorityTable): Factor[] =>
  pass.factors ? toFactors(pass.factors(output, table), table) : [];

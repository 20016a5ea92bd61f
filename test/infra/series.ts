import type { Resource } from "./graph.ts";

/** What CloudWatch makes of a metric: a value for each period, or nothing where none was written. */
export type Series = readonly (number | undefined)[];

const compare: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

/**
 * Whether an alarm is on after a series, one value for each of its periods, as CloudWatch evaluates it: over the last periods, of
 * which enough must breach; what is missing counts as the alarm says.
 */
export const isAlarmed = ({ name, inputs }: Resource, series: Series): boolean => {
  const breaches = compare[inputs.comparisonOperator];
  if (!breaches) throw new Error(`${name} compares by ${inputs.comparisonOperator}`);
  const last = Array.from({ length: inputs.evaluationPeriods }, (_, index) => series.at(-1 - index));
  const needed = inputs.datapointsToAlarm ?? inputs.evaluationPeriods;
  const breaching = last.filter((value) =>
    value === undefined ? inputs.treatMissingData === "breaching" : breaches(value, inputs.threshold),
  );
  return breaching.length >= needed;
};

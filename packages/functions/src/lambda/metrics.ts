import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { WorkerFleet } from "@torrent/core";

/** The namespace that `infra/alarms.ts` watches; the stage is a dimension. */
export const namespace = "Torrent";

export type Count = (counts: Readonly<Record<string, number>>) => void;

/** Writes counts as one EMF line, from which CloudWatch makes metrics without a call. */
export const counter = (stage: string): Count => {
  const metrics = new Metrics({ namespace, defaultDimensions: { stage } });
  return (counts) => {
    for (const [name, count] of Object.entries(counts)) metrics.addMetric(name, MetricUnit.Count, count);
    metrics.publishStoredMetrics();
  };
};

/** Counts what was asked for and did not start: the only trace that a failed launch leaves. */
export const counted = (fleet: WorkerFleet, count: Count): WorkerFleet => ({
  ...fleet,
  async launch(wanted, token) {
    let started = 0;
    try {
      started = await fleet.launch(wanted, token);
      return started;
    } finally {
      count({ WorkersWanted: wanted, WorkersStarted: started, WorkersNotStarted: wanted - started });
    }
  },
});

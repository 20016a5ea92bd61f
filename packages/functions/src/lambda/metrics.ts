import type { WorkerFleet } from "@torrent/core/unstable";

/** The namespace that the alarms of `@torrent/sst` watch; the deployment is the dimension `stage`. */
export const namespace = "Torrent";

export type Count = (counts: Readonly<Record<string, number>>) => Promise<void>;

/**
 * Writes counts as one EMF line, from which CloudWatch makes metrics without a call. Powertools' metrics are read with the
 * first counts, after the work that they count.
 */
export const counter = (stage: string): Count => {
  const make = async () => {
    const { Metrics, MetricUnit } = await import("@aws-lambda-powertools/metrics");
    return { metrics: new Metrics({ namespace, defaultDimensions: { stage } }), MetricUnit };
  };
  let made: ReturnType<typeof make> | undefined;
  return async (counts) => {
    made ??= make();
    const { metrics, MetricUnit } = await made;
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
      await count({ WorkersWanted: wanted, WorkersStarted: started, WorkersNotStarted: wanted - started });
    }
  },
});

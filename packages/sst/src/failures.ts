import { type Context, make, pascal } from "./context.ts";
import type { Functions } from "./functions.ts";

/** What packages/functions/src/lambda/metrics.ts writes; its `stage` is this deployment's name. */
export const own = ({ deployment }: Context) => ({ namespace: "Torrent", dimensions: { stage: deployment } });

/** Metrics out of log lines have a namespace for each deployment: what has a dimension can have no default. */
const namespaceOf = ({ deployment }: Context): string => `Torrent/${deployment}`;

interface FailureMetric {
  name: string;
  metric: { namespace: string; metricName: string };
  above: number;
  meaning: string;
}

const filter = (
  context: Context,
  id: string,
  logGroup: aws.cloudwatch.LogGroup,
  pattern: string,
  transformation: { name: string; value?: string; dimensions?: Record<string, string> },
): void => {
  make(context, "metricFilter", aws.cloudwatch.LogMetricFilter, id, {
    name: `${context.deployment}-${id}`,
    logGroupName: logGroup.name,
    pattern,
    metricTransformation: { namespace: namespaceOf(context), value: "1", ...transformation },
  });
};

/**
 * Failures that end no invocation, so that Lambda counts none of them: records that go back to their queue (by kind, for the
 * graphs), requests that the API answers with 500, tasks that ECS did not place. They cost nothing until the first one.
 */
export const failureMetrics = (context: Context, functions: Functions): FailureMetric[] => {
  const namespace = namespaceOf(context);
  for (const [name, { logs }] of Object.entries(functions)) {
    if (["api", "sweep", "bury"].includes(name)) continue;
    filter(context, `${pascal(name)}FailuresByKind`, logs, '{ $.message = "record-failed" }', {
      name: "FailuresByKind",
      dimensions: { kind: "$.kind" },
    });
    filter(context, `${pascal(name)}Failures`, logs, '{ $.message = "record-failed" && $.level = "WARN" }', {
      name: "RecordsFailed",
    });
  }
  const { api, dispatch, sweep } = functions;
  if (api) filter(context, "ApiFailures", api.logs, '{ $.message = "request-failed" }', { name: "RequestsFailed" });
  if (dispatch)
    filter(context, "PlacementFailures", dispatch.logs, '{ $.message = "worker-not-started" }', {
      name: "PlacementFailures",
      value: "$.count",
      dimensions: { reason: "$.reason" },
    });
  if (sweep)
    filter(context, "InboxUnchecked", sweep.logs, '{ $.message = "inbox-check-cut-short" }', {
      name: "InboxUnchecked",
    });
  return [
    {
      name: "ApiFailures",
      metric: { namespace, metricName: "RequestsFailed" },
      above: 0,
      meaning: "The API answered requests with 500.",
    },
    {
      name: "RecordsFailed",
      metric: { namespace, metricName: "RecordsFailed" },
      above: 100,
      meaning: "More than a hundred messages in five minutes failed and went back to their queues.",
    },
  ];
};

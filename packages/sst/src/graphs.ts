import { graphsName } from "./api.ts";
import { type Context, make } from "./context.ts";
import { own } from "./failures.ts";
import type { Functions } from "./functions.ts";
import type { Queues } from "./queues.ts";

/** One page in CloudWatch. */
export const graphsOf = (context: Context, queues: Queues, functions: Functions): void => {
  const { region } = aws.getRegionOutput();
  const { namespace } = own(context);
  const ofQueues = (metric: string, which: "main" | "dead") =>
    Object.values(queues[which]).map((queue) => [
      "AWS/SQS",
      metric,
      "QueueName",
      queue.nodes.queue.name,
      { stat: "Maximum" },
    ]);
  const ofFunctions = (metric: string) =>
    Object.values(functions).map(({ fn }) => ["AWS/Lambda", metric, "FunctionName", fn.name]);
  const ofOwn = (...names: string[]) => names.map((name) => [namespace, name, "stage", context.deployment]);
  const byKind = [
    [
      {
        expression: `SEARCH('{"Torrent/${context.deployment}",kind} MetricName="FailuresByKind"', 'Sum', 300)`,
        label: "",
      },
    ],
  ];
  const shown: Record<string, unknown[]> = {
    "Oldest message (s)": ofQueues("ApproximateAgeOfOldestMessage", "main"),
    Waiting: ofQueues("ApproximateNumberOfMessagesVisible", "main"),
    "Dead letters": ofQueues("ApproximateNumberOfMessagesVisible", "dead"),
    Errors: ofFunctions("Errors"),
    Invocations: ofFunctions("Invocations"),
    "Failed records by kind": byKind,
    Packages: ofOwn("PackagesOpen", "PackagesStuck", "PackagesExpired"),
    Workers: ofOwn("WorkersWanted", "WorkersStarted", "WorkersNotStarted"),
  };
  make(context, "graphs", aws.cloudwatch.Dashboard, "Operations", {
    dashboardName: graphsName(context),
    dashboardBody: $jsonStringify({
      widgets: Object.entries(shown).map(([title, metrics]) => ({
        type: "metric",
        width: 12,
        height: 6,
        properties: { title, metrics, region, period: 60, stat: "Sum", view: "timeSeries" },
      })),
    }),
  });
};

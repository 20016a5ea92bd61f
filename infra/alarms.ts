import { deadLetterQueue, type QueueName, queueNames, queueSpec } from "../packages/core/src/topology.ts";
import { api } from "./api.ts";
import { functions } from "./functions.ts";
import { queues } from "./queues.ts";
import { graphs, pascal, settings, stage } from "./stage.ts";

/** Every alarm and its end is told here. */
export const topic = new sst.aws.SnsTopic("Alarms");
if (settings.alarmEmail)
  new aws.sns.TopicSubscription("AlarmEmail", {
    topic: topic.arn,
    protocol: "email",
    endpoint: settings.alarmEmail,
  });

/** What packages/functions/src/lambda/metrics.ts writes. */
const own = { namespace: "Torrent", dimensions: { stage } };

interface Watch {
  namespace: string;
  metricName: string;
  dimensions: Record<string, $util.Input<string>>;
  statistic?: "Maximum" | "Sum";
  /** Alarms above it. */
  above?: number;
  periodSeconds?: number;
  periods?: number;
  meaning: string;
}

/** `name` is also its heading in docs/operate.md. */
const alarm = (name: string, { above = 0, periodSeconds = 300, periods = 1, meaning, statistic, ...metric }: Watch) =>
  new aws.cloudwatch.MetricAlarm(`${name}Alarm`, {
    ...metric,
    statistic: statistic ?? "Sum",
    alarmDescription: `${meaning} docs/operate.md says what to do.`,
    comparisonOperator: "GreaterThanThreshold",
    threshold: above,
    period: periodSeconds,
    evaluationPeriods: periods,
    treatMissingData: "notBreaching",
    alarmActions: [topic.arn],
    okActions: [topic.arn],
  });

const sqs = (queue: sst.aws.Queue, metricName: string) => ({
  namespace: "AWS/SQS",
  metricName,
  dimensions: { QueueName: queue.nodes.queue.name },
  statistic: "Maximum" as const,
});

/** A message that waits for longer than all its tries may take. */
const oldest = (name: QueueName): number => {
  const { visibility, maxReceives, timeout } = queueSpec(name);
  return Math.max(900, Math.min(visibility, timeout) * maxReceives);
};

for (const name of queueNames) {
  const { main, dead } = queues[name];
  alarm(pascal(deadLetterQueue(name)), {
    ...sqs(dead, "ApproximateNumberOfMessagesVisible"),
    meaning: `Messages of ${name} failed on every try, and BURY has not settled them.`,
  });
  alarm(`${pascal(name)}Age`, {
    ...sqs(main, "ApproximateAgeOfOldestMessage"),
    above: oldest(name),
    periods: 3,
    meaning: `A message has waited in ${name} for longer than its tries take.`,
  });
}

for (const [name, { name: FunctionName }] of Object.entries({ ...functions, api })) {
  const lambda = { namespace: "AWS/Lambda", dimensions: { FunctionName } };
  alarm(`${pascal(name)}Errors`, { ...lambda, metricName: "Errors", meaning: `${name} ended with errors.` });
  alarm(`${pascal(name)}Throttles`, {
    ...lambda,
    metricName: "Throttles",
    periods: 3,
    meaning: `${name} is throttled: the account's concurrency is used up.`,
  });
}

alarm("Stuck", { ...own, metricName: "PackagesStuck", meaning: "The sweep found packages that had stopped moving." });
alarm("Expired", { ...own, metricName: "PackagesExpired", meaning: "Packages reached their deadline undone." });
alarm("EventsLost", { ...own, metricName: "EventsLost", meaning: "Objects lay in the inbox whose event never came." });
alarm("WorkersNotStarted", {
  ...own,
  metricName: "WorkersNotStarted",
  periods: 3,
  meaning: "Workers were asked for and did not start.",
});

new aws.budgets.Budget("DailyCost", {
  budgetType: "COST",
  timeUnit: "DAILY",
  limitAmount: String(settings.dailyBudget),
  limitUnit: "USD",
  costFilters: [{ name: "TagKeyValue", values: [`user:stage$${stage}`] }],
  notifications: [80, 100].map((threshold) => ({
    comparisonOperator: "GREATER_THAN",
    threshold,
    thresholdType: "PERCENTAGE",
    notificationType: "ACTUAL",
    subscriberSnsTopicArns: [topic.arn],
  })),
});

const { region } = aws.getRegionOutput();
const ofQueues = (metric: string, which: "main" | "dead") =>
  queueNames.map((name) => ["AWS/SQS", metric, "QueueName", queues[name][which].nodes.queue.name, { stat: "Maximum" }]);
const ofFunctions = (metric: string) =>
  Object.values({ ...functions, api }).map((fn) => ["AWS/Lambda", metric, "FunctionName", fn.name]);
const ofOwn = (...names: string[]) => names.map((name) => [own.namespace, name, "stage", stage]);
const shown = {
  "Oldest message (s)": ofQueues("ApproximateAgeOfOldestMessage", "main"),
  Waiting: ofQueues("ApproximateNumberOfMessagesVisible", "main"),
  "Dead letters": ofQueues("ApproximateNumberOfMessagesVisible", "dead"),
  Errors: ofFunctions("Errors"),
  Invocations: ofFunctions("Invocations"),
  Packages: ofOwn("PackagesOpen", "PackagesStuck", "PackagesExpired"),
  Workers: ofOwn("WorkersWanted", "WorkersStarted", "WorkersNotStarted"),
};

new aws.cloudwatch.Dashboard("Operations", {
  dashboardName: graphs,
  dashboardBody: $jsonStringify({
    widgets: Object.entries(shown).map(([title, metrics]) => ({
      type: "metric",
      width: 12,
      height: 6,
      properties: { title, metrics, region, period: 60, stat: "Sum", view: "timeSeries" },
    })),
  }),
});

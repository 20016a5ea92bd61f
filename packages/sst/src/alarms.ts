import { deadLetterQueue } from "./choreography.ts";
import { type Context, make, pascal, specOf } from "./context.ts";
import { failureMetrics, own } from "./failures.ts";
import type { Functions } from "./functions.ts";
import type { Queues } from "./queues.ts";
import { alarmName } from "./topic.ts";

interface Watch {
  namespace: string;
  metricName: string;
  dimensions?: Record<string, $util.Input<string>>;
  statistic?: "Maximum" | "Sum";
  /** Alarms above it. @default 0 */
  above?: number;
  /** Alarms below it instead, and where nothing is measured at all. */
  below?: number;
  periodSeconds?: number;
  periods?: number;
  meaning: string;
}

/** The name is also its heading in docs/operate.md. */
type Alarm = (name: string, watch: Watch) => void;

const alarmIn =
  (context: Context, topic: sst.aws.SnsTopic): Alarm =>
  (name, { above = 0, below, periodSeconds = 300, periods = 1, meaning, statistic = "Sum", ...metric }) => {
    make(context, "alarm", aws.cloudwatch.MetricAlarm, `${name}Alarm`, {
      ...metric,
      name: alarmName(context, name),
      statistic,
      alarmDescription: `${meaning} docs/operate.md says what to do.`,
      comparisonOperator: below === undefined ? "GreaterThanThreshold" : "LessThanThreshold",
      threshold: below ?? above,
      period: periodSeconds,
      evaluationPeriods: periods,
      // Nothing measured is good news of failures, and bad news of what should happen all the time.
      treatMissingData: below === undefined ? "notBreaching" : "breaching",
      alarmActions: [topic.arn],
      okActions: [topic.arn],
    });
  };

const sqs = (queue: sst.aws.Queue, metricName: string) => ({
  namespace: "AWS/SQS",
  metricName,
  dimensions: { QueueName: queue.nodes.queue.name },
  statistic: "Maximum" as const,
});

const lambda = (fn: sst.aws.Function, metricName: string) => ({
  namespace: "AWS/Lambda",
  metricName,
  dimensions: { FunctionName: fn.name },
});

/** Seconds that all tries of a message may take. A message that is being worked on ages, too, and a worker's for an hour. */
const oldest = (context: Context, name: string): number => {
  const { maxReceives, timeout } = specOf(context, name);
  return Math.max(900, timeout * maxReceives);
};

const watchQueues = (alarm: Alarm, context: Context, { main, dead }: Queues): void => {
  for (const name of context.queueNames) {
    alarm(pascal(deadLetterQueue(name)), {
      ...sqs(dead[name] as sst.aws.Queue, "ApproximateNumberOfMessagesVisible"),
      // BURY looks every five minutes.
      periods: 3,
      meaning: `Messages of ${name} failed on every try, and BURY has not settled them.`,
    });
    alarm(`${pascal(name)}Age`, {
      ...sqs(main[name] as sst.aws.Queue, "ApproximateAgeOfOldestMessage"),
      above: oldest(context, name),
      periods: 3,
      meaning: `A message has waited in ${name} for longer than its tries take.`,
    });
  }
};

const watchFunctions = (alarm: Alarm, { settings }: Context, functions: Functions): void => {
  for (const [name, { fn }] of Object.entries(functions))
    alarm(`${pascal(name)}Errors`, { ...lambda(fn, "Errors"), meaning: `${name} ended with errors.` });
  alarm("Throttles", {
    // Of the whole account: with concurrency limited per event source, it is the account's that runs out.
    namespace: "AWS/Lambda",
    metricName: "Throttles",
    periods: 3,
    meaning: "Functions are throttled: the account's concurrency is used up.",
  });
  alarm("RecursionDropped", {
    namespace: "AWS/Lambda",
    metricName: "RecursiveInvocationsDropped",
    meaning: "Lambda's recursion guard cut a chain of calls.",
  });
  const { analyze, sweep } = functions;
  if (analyze)
    alarm("Runaway", {
      ...lambda(analyze.fn, "Invocations"),
      above: settings.invocationsPerHour,
      periodSeconds: 3600,
      meaning: "ANALYZE is called more often than any load explains: something runs in circles.",
    });
  if (sweep)
    alarm("SweepMissing", {
      ...lambda(sweep.fn, "Invocations"),
      below: 1,
      periods: 3,
      meaning: "The sweep does not run: nothing that is lost is sent again, and no deadline ends.",
    });
};

const watchPackages = (alarm: Alarm, context: Context): void => {
  const metric = (metricName: string) => ({ ...own(context), metricName });
  alarm("Stuck", { ...metric("PackagesStuck"), meaning: "The sweep found packages that had stopped moving." });
  alarm("Expired", { ...metric("PackagesExpired"), meaning: "Packages reached their deadline unfinished." });
  alarm("EventsLost", { ...metric("EventsLost"), meaning: "Objects lay in the inbox whose event never came." });
  alarm("WorkersNotStarted", {
    ...metric("WorkersNotStarted"),
    periods: 3,
    meaning: "Workers were asked for and did not start.",
  });
};

export const alarmsOf = (context: Context, topic: sst.aws.SnsTopic, queues: Queues, functions: Functions): void => {
  const alarm = alarmIn(context, topic);
  watchQueues(alarm, context, queues);
  watchFunctions(alarm, context, functions);
  watchPackages(alarm, context);
  for (const { name, metric, above, meaning } of failureMetrics(context, functions))
    alarm(name, { ...metric, above, meaning });
};

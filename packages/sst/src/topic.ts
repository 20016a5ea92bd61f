import { type Context, make } from "./context.ts";
import { regional } from "./permissions.ts";

/** Alarms of this deployment begin with its name. */
export const alarmName = ({ deployment }: Context, name: string): string => `${deployment}-${name}`;
export const budgetName = ({ deployment }: Context): string => `${deployment}-daily-cost`;

/** Where alarms and the budget publish. AWS lets neither in by itself, and says nothing when it drops a notice. */
export const topicOf = (context: Context): sst.aws.SnsTopic => {
  const topic = make(context, "topic", sst.aws.SnsTopic, "Alarms", {});
  const { accountId } = aws.getCallerIdentityOutput();
  const { partition } = aws.getPartitionOutput();
  const by = (service: string, source: $util.Input<string>) => ({
    actions: ["sns:Publish"],
    resources: [topic.arn],
    principals: [{ type: "Service", identifiers: [service] }],
    conditions: [
      { test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] },
      { test: "ArnLike", variable: "aws:SourceArn", values: [source] },
    ],
  });
  make(context, "topicPolicy", aws.sns.TopicPolicy, "AlarmsPolicy", {
    arn: topic.arn,
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [
        by("cloudwatch.amazonaws.com", regional("cloudwatch", `alarm:${alarmName(context, "*")}`)),
        by("budgets.amazonaws.com", $interpolate`arn:${partition}:budgets::${accountId}:budget/${budgetName(context)}`),
      ],
    }).json,
  });
  for (const [index, endpoint] of (context.args.emails ?? []).entries())
    make(context, "subscription", aws.sns.TopicSubscription, `AlarmEmail${index}`, {
      topic: topic.arn,
      protocol: "email",
      endpoint,
    });
  return topic;
};

/** Filters by the tag `stage`, which the provider's default tags give to every resource and each worker takes over. */
export const budgetOf = (context: Context, topic: sst.aws.SnsTopic): void => {
  make(context, "budget", aws.budgets.Budget, "DailyCost", {
    name: budgetName(context),
    budgetType: "COST",
    timeUnit: "DAILY",
    limitAmount: String(context.settings.usdPerDay),
    limitUnit: "USD",
    costFilters: [{ name: "TagKeyValue", values: [`user:stage$${$app.stage}`] }],
    notifications: [80, 100].map((threshold) => ({
      comparisonOperator: "GREATER_THAN",
      threshold,
      thresholdType: "PERCENTAGE",
      notificationType: "ACTUAL",
      subscriberSnsTopicArns: [topic.arn],
    })),
  });
};

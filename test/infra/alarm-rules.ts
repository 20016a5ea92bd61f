import { deadLetterQueue, queueNames } from "@torrent/core/unstable";
import { type Graph, lambdas, ofType, queuesByName, type Resource, stageOf } from "./graph.ts";

type Rule = (graph: Graph) => string[];

const said = (wrong: unknown, sentence: string): string[] => (wrong ? [sentence] : []);
const permanent = ({ stage }: Graph): boolean => ["production", "staging"].includes(stage);
export const alarmsOf = (graph: Graph): Resource[] => ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm");
const ownName = ({ arn }: Resource): string => arn.split(":").at(-1) ?? "";

const alarmed = (graph: Graph, metric: string, dimension?: string, value?: string): boolean =>
  alarmsOf(graph).some(
    ({ inputs }) =>
      inputs.metricName === metric &&
      (dimension === undefined ? !inputs.dimensions : inputs.dimensions?.[dimension] === value) &&
      inputs.alarmActions?.length > 0 &&
      inputs.okActions?.length > 0,
  );

const watched: Rule = (graph) => {
  if (!permanent(graph))
    return said(alarmsOf(graph).length, `${graph.stage} has ${alarmsOf(graph).length} alarms, at $0.10 a month each`);
  const deployment = `torrent-${graph.stage}-Torrent`;
  const queues = queuesByName(graph);
  const queueName = (name: string) => ownName(queues.get(name) ?? ({ arn: "" } as Resource));
  return [
    ...queueNames.flatMap((name) => [
      ...said(
        !alarmed(graph, "ApproximateNumberOfMessagesVisible", "QueueName", queueName(deadLetterQueue(name))),
        `No alarm watches the dead letters of ${name}`,
      ),
      ...said(
        !alarmed(graph, "ApproximateAgeOfOldestMessage", "QueueName", queueName(name)),
        `No alarm watches the age of ${name}`,
      ),
    ]),
    ...lambdas(graph).flatMap((fn) =>
      said(!alarmed(graph, "Errors", "FunctionName", ownName(fn)), `No alarm watches the errors of ${stageOf(fn)}`),
    ),
    ...["PackagesStuck", "PackagesExpired", "EventsLost", "WorkersNotStarted"].flatMap((metric) =>
      said(!alarmed(graph, metric, "stage", deployment), `No alarm watches ${metric} of ${deployment}`),
    ),
    ...["Throttles", "RecursiveInvocationsDropped", "RequestsFailed", "RecordsFailed"].flatMap((metric) =>
      said(!alarmed(graph, metric), `No alarm watches ${metric}`),
    ),
  ];
};

/** A function that should run all the time is missed where nothing is measured; everything else is well where nothing is. */
const missing: Rule = (graph) => {
  if (!permanent(graph)) return [];
  const sweep = lambdas(graph).find((fn) => stageOf(fn) === "sweep");
  const missed = alarmsOf(graph).filter(({ inputs }) => inputs.treatMissingData === "breaching");
  const [alarm, ...more] = missed;
  return [
    ...said(
      alarm?.inputs.metricName !== "Invocations" ||
        alarm.inputs.dimensions?.FunctionName !== ownName(sweep as Resource),
      "A sweep that never runs is no alarm",
    ),
    ...more.map(({ name }) => `${name} alarms where nothing is measured`),
  ];
};

/** Metrics that our own log lines make: each alarm on one has a filter that writes it. */
const filtered: Rule = (graph) => {
  const filters = ofType(graph, "aws:cloudwatch/logMetricFilter:LogMetricFilter").map(({ inputs }) => inputs);
  const written = new Set(filters.map(({ metricTransformation: { namespace, name } }) => `${namespace} ${name}`));
  return [
    ...alarmsOf(graph)
      .filter(({ inputs }) => inputs.namespace.startsWith("Torrent/"))
      .flatMap(({ name, inputs }) =>
        said(!written.has(`${inputs.namespace} ${inputs.metricName}`), `${name} watches a metric that nothing writes`),
      ),
    ...said(
      permanent(graph) &&
        !filters.some(
          ({ metricTransformation: { name, dimensions } }) => name === "FailuresByKind" && dimensions?.kind,
        ),
      "Failures are not counted by their kind",
    ),
    ...said(
      permanent(graph) &&
        !filters.some(
          ({ metricTransformation: { name, value } }) => name === "PlacementFailures" && value === "$.count",
        ),
      "What ECS does not place is not counted",
    ),
  ];
};

interface PolicyStatement {
  actions: string[];
  principals?: { identifiers: string[] }[];
  conditions?: { test: string; variable: string; values: string[] }[];
}

const matches = (pattern: string, arn: string): boolean =>
  new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`).test(arn);

/** AWS drops the notice of a publisher that the topic's policy does not let in, and says nothing. */
const published: Rule = (graph) => {
  const account = "123456789012";
  const policies = ofType(graph, "aws:sns/topicPolicy:TopicPolicy");
  const lets = (topic: string, service: string, source: string): boolean =>
    policies
      .filter(({ inputs }) => inputs.arn === topic)
      .flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement as PolicyStatement[])
      .some(({ actions, principals = [], conditions = [] }) => {
        const values = (variable: string) => conditions.find((one) => one.variable === variable)?.values ?? [];
        return (
          actions.some((action) => action.toLowerCase() === "sns:publish") &&
          principals.some(({ identifiers }) => identifiers.includes(service)) &&
          values("aws:SourceAccount").includes(account) &&
          values("aws:SourceArn").some((pattern) => matches(pattern, source))
        );
      });
  const publishers = [
    ...alarmsOf(graph).flatMap(({ name, inputs }) =>
      [...(inputs.alarmActions ?? []), ...(inputs.okActions ?? [])].map((topic: string) => ({
        name,
        topic,
        service: "cloudwatch.amazonaws.com",
        source: `arn:aws:cloudwatch:us-east-1:${account}:alarm:${inputs.name}`,
      })),
    ),
    ...ofType(graph, "aws:budgets/budget:Budget").flatMap(({ name, inputs }) =>
      inputs.notifications.flatMap(({ subscriberSnsTopicArns = [] }: { subscriberSnsTopicArns?: string[] }) =>
        subscriberSnsTopicArns.map((topic) => ({
          name,
          topic,
          service: "budgets.amazonaws.com",
          source: `arn:aws:budgets::${account}:budget/${inputs.name}`,
        })),
      ),
    ),
  ];
  return [
    ...publishers.flatMap(({ name, topic, service, source }) =>
      said(!lets(topic, service, source), `${name} may not publish to ${topic}`),
    ),
    ...policies.flatMap(({ name, inputs }) =>
      (JSON.parse(inputs.policy).Statement as PolicyStatement[]).flatMap(({ conditions = [] }) =>
        said(conditions.length < 2, `${name} lets a service publish for any account`),
      ),
    ),
  ];
};

const budget: Rule = (graph) => {
  const budgets = ofType(graph, "aws:budgets/budget:Budget");
  const [only] = budgets;
  const notices = only?.inputs.notifications ?? [];
  return [
    ...said(budgets.length !== 1, "Nobody watches the cost"),
    ...said(
      notices.length < 2 ||
        notices.some((one: { subscriberSnsTopicArns?: string[] }) => !one.subscriberSnsTopicArns?.length),
      "The budget notifies nobody",
    ),
    ...said(
      only?.inputs.costFilters?.[0]?.values?.[0] !== `user:stage$${graph.stage}`,
      "The budget looks at another stage's cost",
    ),
  ];
};

/** Two deployments in an account: their alarms, logs, graphs and budgets are told apart. */
const named: Rule = (graph) => {
  const deployment = `torrent-${graph.stage}-Torrent`;
  const logGroups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup");
  return [
    ...alarmsOf(graph).flatMap(({ inputs }) =>
      said(!inputs.name?.startsWith(`${deployment}-`), `The alarm ${inputs.name} does not name its app and stage`),
    ),
    ...logGroups.flatMap(({ inputs }) =>
      said(
        !inputs.name?.startsWith(`/torrent/${deployment}/`),
        `The log ${inputs.name} does not name its app and stage`,
      ),
    ),
    ...ofType(graph, "aws:cloudwatch/dashboard:Dashboard").flatMap(({ inputs }) =>
      said(inputs.dashboardName !== deployment, `The graphs are named ${inputs.dashboardName}`),
    ),
  ];
};

export const alarmRules: Record<string, Rule> = {
  "watches every queue, every function, packages and workers, on permanent stages only": watched,
  "misses a sweep that never runs, and nothing else that is only quiet": missing,
  "counts what ends no invocation: failures by kind, 500s, tasks that were not placed": filtered,
  "lets every alarm and the budget publish to its topic, and no other account": published,
  "watches the cost of the stage": budget,
  "names alarms, logs and graphs by app, stage and component": named,
};

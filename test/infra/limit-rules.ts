import { queueNames, defaultTopology as topology } from "@torrent/core/unstable";
import {
  type Graph,
  lambdaOf,
  lambdas,
  ofType,
  queueUrls,
  roleOf,
  stageOf,
  statementsOf,
  workerTask,
} from "./graph.ts";

type Rule = (graph: Graph) => string[];

const said = (wrong: unknown, sentence: string): string[] => (wrong ? [sentence] : []);
const permanent = ({ stage }: Graph): boolean => ["production", "staging"].includes(stage);

/** Lambda refuses more than 4 KB; what SST adds under `sst dev` and a longer account or region name come on top. */
const MOST_BYTES = 3500;
/** What the mocks leave out: the key under which SST encrypts links. */
const KEY_BYTES = 60;

const environment: Rule = (graph) =>
  lambdas(graph).flatMap((fn) => {
    const variables = Object.entries(fn.inputs.environment.variables as Record<string, unknown>);
    const bytes = variables.reduce(
      (sum, [name, value]) => sum + name.length + Buffer.byteLength(String(value)),
      KEY_BYTES,
    );
    return said(bytes > MOST_BYTES, `${stageOf(fn)} has ${bytes} bytes of environment; Lambda takes 4,096 in all`);
  });

const needToKnow: Rule = (graph) =>
  lambdas(graph).flatMap((fn) => {
    const stage = stageOf(fn);
    const allowed = statementsOf(roleOf(graph, fn.inputs.role)).flatMap(({ actions, resources }) =>
      actions.some((action) => action.startsWith("sqs:")) ? resources : [],
    );
    return Object.entries(queueUrls(fn)).flatMap(([name, url]) =>
      said(
        !allowed.some((arn) => arn.split(":").at(-1) === url.split("/").at(-1)),
        `${stage} knows ${name}, and may do nothing with it`,
      ),
    );
  });

/** An account holds 5 networks per region and 20 cache and response header policies, fewer than a team has stages. */
const scarce = [
  "aws:ec2/vpc:Vpc",
  "aws:ec2/internetGateway:InternetGateway",
  "aws:cloudfront/cachePolicy:CachePolicy",
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
];
const quotas: Rule = (graph) =>
  permanent(graph)
    ? []
    : scarce.flatMap((type) => said(ofType(graph, type).length, `${graph.stage} makes a ${type} of its own`));

const zones: Rule = (graph) =>
  ofType(graph, "aws:ec2/subnet:Subnet").flatMap(({ name, inputs }) => [
    ...said(
      /^[a-z]+-[a-z]+-\d-/.test(inputs.availabilityZone),
      `${name} is in a Local Zone, where there is no Fargate`,
    ),
    ...said(inputs.availabilityZone === "us-east-1a", `${name} is in a zone without Fargate`),
  ]);

const subnetsOfFleet: Rule = (graph) => {
  const fleet = JSON.parse(lambdaOf(graph, "dispatch").inputs.environment.variables.TORRENT_FLEET);
  return [
    ...said(fleet.subnets.length === 0, "Workers have no subnet"),
    ...said(
      fleet.subnets.some((id: string) => /az3|bos/.test(id)),
      `Workers are placed where there is no Fargate: ${fleet.subnets}`,
    ),
  ];
};

const serviceLinked: Rule = (graph) => {
  const made = ofType(graph, "aws:iam/serviceLinkedRole:ServiceLinkedRole").length;
  // As the mocks have it: the permanent stages' account has had a cluster before.
  return said(made !== (permanent(graph) ? 0 : 1), `${made} service-linked roles are made`);
};

const tagged: Rule = (graph) => {
  const dispatch = statementsOf(roleOf(graph, lambdaOf(graph, "dispatch").inputs.role));
  const tagging = dispatch.filter(({ actions }) => actions.includes("ecs:TagResource"));
  const onlyRunTask = tagging.every(({ conditions }) =>
    (conditions as { variable: string; values: string[] }[]).some(
      ({ variable, values }) => variable === "ecs:CreateAction" && values.join() === "RunTask",
    ),
  );
  return [
    ...ofType(graph, "aws:ecs/service:Service").flatMap(({ name, inputs }) =>
      said(inputs.propagateTags !== "TASK_DEFINITION", `The tasks of ${name} have no tags, and no budget finds them`),
    ),
    ...said(tagging.length === 0, "DISPATCH may not tag what it launches"),
    ...said(!onlyRunTask, "DISPATCH may tag what it did not launch"),
  ];
};

/** Every prefix under which an object may be put: what fails in the middle of an upload is aborted. */
const aborts: Rule = (graph) => {
  const roles = [...lambdas(graph).map(({ inputs }) => inputs.role), workerTask(graph)?.inputs.taskRoleArn];
  return roles.flatMap((arn) => {
    const role = roleOf(graph, arn);
    const resourcesOf = (action: string) =>
      statementsOf(role).flatMap(({ actions, resources }) => (actions.includes(action) ? resources : []));
    const abortable = new Set(resourcesOf("s3:AbortMultipartUpload"));
    return resourcesOf("s3:PutObject")
      .filter((resource) => !abortable.has(resource))
      .map((resource) => `${role.name} may put ${resource}, and not abort its upload`);
  });
};

/** Functions that feed their own queue, in more hops than Lambda's guard lets through. */
const circling = ["intake", "classify", "analyze", "aggregate"];
const recursion: Rule = (graph) => {
  const configs = ofType(graph, "aws:lambda/functionRecursionConfig:FunctionRecursionConfig").map(
    ({ inputs }) => inputs,
  );
  const allowed = (stage: string) =>
    configs.some(
      ({ functionName, recursiveLoop }) =>
        recursiveLoop === "Allow" && functionName === lambdaOf(graph, stage).arn.split(":").at(-1),
    );
  return [
    ...circling.flatMap((stage) => said(!allowed(stage), `Lambda cuts ${stage} off after 16 hops`)),
    ...said(configs.length !== circling.length, "The recursion guard is off where nothing goes in circles"),
    ...said(
      permanent(graph) &&
        !ofType(graph, "aws:cloudwatch/metricAlarm:MetricAlarm").some(
          ({ inputs }) =>
            inputs.metricName === "Invocations" &&
            inputs.dimensions?.FunctionName === lambdaOf(graph, "analyze").arn.split(":").at(-1) &&
            inputs.comparisonOperator === "GreaterThanThreshold",
        ),
      "The recursion guard is off, and no alarm watches the invocations",
    ),
  ];
};

const concurrency: Rule = (graph) =>
  lambdas(graph).flatMap((fn) => {
    const reserved = fn.inputs.reservedConcurrentExecutions;
    const stage = stageOf(fn);
    const wanted = stage === "api" && permanent(graph);
    // Reserved concurrency of a queue's function uses up receives: its messages are thrown back.
    return said((reserved !== undefined) !== wanted, `${stage} has a reserved concurrency of ${reserved}`);
  });

const keptFor: Rule = (graph) => {
  const longest = Math.max(
    ...ofType(graph, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").flatMap(({ inputs }) =>
      inputs.rules.map((rule: { expiration?: { days?: number } }) => rule.expiration?.days ?? 0),
    ),
  );
  const [container] = JSON.parse(workerTask(graph)?.inputs.containerDefinitions ?? "[{}]");
  const ofWorker = container.environment?.find(({ name }: { name: string }) => name === "TORRENT_KEEP_DAYS")?.value;
  return [
    ...lambdas(graph).flatMap((fn) => {
      const days = Number(fn.inputs.environment.variables.TORRENT_KEEP_DAYS);
      return said(!(days > longest), `${stageOf(fn)} keeps items for ${days} days, objects for ${longest}`);
    }),
    ...said(!(Number(ofWorker) > longest), `The worker keeps items for ${ofWorker} days`),
  ];
};

const sourceMaps: Rule = (graph) => [
  ...graph.builds.flatMap(({ functionID, properties }) =>
    said(properties.sourcemap !== true, `${functionID} is bundled without its source map`),
  ),
  ...lambdas(graph).flatMap((fn) =>
    said(
      !String(fn.inputs.environment.variables.NODE_OPTIONS).includes("--enable-source-maps"),
      `${stageOf(fn)} does not read its source map`,
    ),
  ),
];

/** A stage that nobody works with should cost next to nothing: each event source polls all month. */
const pollers: Rule = (graph) => {
  const sources = ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping").length;
  const needed = queueNames.filter((name) => topology.queues[name].consumer !== "worker").length;
  return said(sources !== needed, `${sources} event sources poll, where ${needed} queues feed functions`);
};

export const limitRules: Record<string, Rule> = {
  "gives no function more than 3,500 bytes of environment": environment,
  "tells functions of those queues only that they may use": needToKnow,
  "uses up no scarce quota on a personal stage": quotas,
  "places subnets in zones that have Fargate": zones,
  "places workers in subnets that have Fargate": subnetsOfFleet,
  "makes ECS's own role where the account has none": serviceLinked,
  "tags every worker, by which its cost is found, and lets DISPATCH tag nothing else": tagged,
  "lets whoever puts an object abort its upload": aborts,
  "turns Lambda's recursion guard off where a healthy package runs into it, and only there": recursion,
  "reserves concurrency for the API on permanent stages, and for nothing that takes messages": concurrency,
  "keeps items of the table for longer than any object": keptFor,
  "bundles functions with source maps, and has them read": sourceMaps,
  "polls only the queues that feed functions": pollers,
};

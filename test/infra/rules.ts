import { existsSync } from "node:fs";
import { deadLetterQueue, queueNames, defaultTopology as topology } from "@torrent/core/unstable";
import { alarmRules } from "./alarm-rules.ts";
import {
  type Graph,
  lambdaOf,
  lambdas,
  ofType,
  packagesBucket,
  queuesByName,
  queueUrls,
  type Resource,
  roleOf,
  stageOf,
  statementsOf,
  workerTask,
} from "./graph.ts";
import { holdingRules } from "./holding-rules.ts";
import { limitRules } from "./limit-rules.ts";
import { root } from "./platform.ts";
import { webRules } from "./web-rules.ts";

/** Looks at a deployment and says, in sentences, what is wrong with it. */
export type Rule = (graph: Graph) => string[];

const sources = (graph: Graph): Resource[] => ofType(graph, "aws:lambda/eventSourceMapping:EventSourceMapping");
const sourceOf = (graph: Graph, queue: Resource | undefined) =>
  sources(graph).filter(({ inputs }) => inputs.eventSourceArn === queue?.arn);
const said = (wrong: unknown, sentence: string): string[] => (wrong ? [sentence] : []);

const wiring: Rule = (graph) => {
  const queues = queuesByName(graph);
  const known = new Set([...queueNames, ...queueNames.map(deadLetterQueue)].map((name) => queues.get(name)?.arn));
  return [
    ...queueNames.flatMap((name) => {
      const { consumer: stage, batchSize, window, maxConcurrency } = topology.queues[name];
      const found = sourceOf(graph, queues.get(name));
      if (stage === "worker")
        return said(found.length, `${name} is pulled by workers, and has ${found.length} functions`);
      const [source] = found;
      if (!source || found.length > 1) return [`${name} has ${found.length} event source mappings`];
      const { inputs } = source;
      return [
        ...said(
          inputs.functionName !== lambdaOf(graph, stage).arn,
          `${name} feeds ${inputs.functionName}, not ${stage}`,
        ),
        ...said(inputs.batchSize !== batchSize, `${name} comes in batches of ${inputs.batchSize}, not ${batchSize}`),
        ...said(
          inputs.maximumBatchingWindowInSeconds !== window,
          `${name} waits ${inputs.maximumBatchingWindowInSeconds} s for a batch`,
        ),
        ...said(
          inputs.scalingConfig?.maximumConcurrency !== maxConcurrency,
          `${name} has another concurrency than ${maxConcurrency}`,
        ),
      ];
    }),
    // The other way round: nothing is there that the topology does not know.
    ...ofType(graph, "aws:sqs/queue:Queue")
      .filter(({ arn }) => !known.has(arn))
      .map(({ name }) => `${name} is no queue of the topology`),
    ...sources(graph)
      .filter(({ inputs }) => !known.has(inputs.eventSourceArn))
      .map(({ name }) => `${name} maps a queue that the topology does not know`),
  ];
};

const limits: Rule = (graph) => [
  ...queueNames.flatMap((name) => {
    const { consumer: stage, timeout, memoryMB } = topology.queues[name];
    if (stage === "worker") return [];
    const { inputs } = lambdaOf(graph, stage);
    return said(
      inputs.timeout !== timeout || inputs.memorySize !== memoryMB,
      `${stage} has ${inputs.timeout} s and ${inputs.memorySize} MB`,
    );
  }),
  ...said(lambdaOf(graph, "sweep").inputs.timeout !== topology.schedules.sweep.timeout, "sweep has another timeout"),
];

const visibility: Rule = (graph) =>
  sources(graph).flatMap(({ name, inputs }) => {
    const queue = ofType(graph, "aws:sqs/queue:Queue").find(({ arn }) => arn === inputs.eventSourceArn);
    const fn = lambdas(graph).find(({ arn }) => arn === inputs.functionName);
    const least = 6 * fn?.inputs.timeout + inputs.maximumBatchingWindowInSeconds;
    const held = queue?.inputs.visibilityTimeoutSeconds;
    return said(!(held >= least), `${name}: messages are hidden for ${held} s; 6 × timeout + window is ${least} s`);
  });

const heavyVisibility: Rule = (graph) =>
  queueNames.flatMap((name) => {
    const held = queuesByName(graph).get(name)?.inputs.visibilityTimeoutSeconds;
    return said(
      held !== topology.queues[name].visibility,
      `${name} hides messages for ${held} s, not ${topology.queues[name].visibility}`,
    );
  });

const deadLetters: Rule = (graph) =>
  queueNames.flatMap((name) => {
    const queues = queuesByName(graph);
    const dead = queues.get(deadLetterQueue(name));
    const redrive = JSON.parse(queues.get(name)?.inputs.redrivePolicy ?? "{}");
    return [
      ...said(!dead, `${name} has no dead-letter queue`),
      ...said(
        redrive.deadLetterTargetArn !== dead?.arn,
        `${name} sends dead letters to ${redrive.deadLetterTargetArn}`,
      ),
      ...said(
        redrive.maxReceiveCount !== topology.queues[name].maxReceives,
        `${name} gives up after ${redrive.maxReceiveCount} tries`,
      ),
      ...said(
        dead?.inputs.messageRetentionSeconds !== 1_209_600,
        `${name}'s dead letters are kept for less than 14 days`,
      ),
    ];
  });

const burier: Rule = (graph) => {
  const bury = lambdaOf(graph, "bury");
  const statements = statementsOf(roleOf(graph, bury.inputs.role));
  const mayTake = (arn: string | undefined) =>
    ["sqs:ReceiveMessage", "sqs:DeleteMessage"].every((action) =>
      statements.some(({ actions, resources }) => actions.includes(action) && resources.includes(arn ?? "")),
    );
  const schedules = ofType(graph, "aws:scheduler/schedule:Schedule");
  return [
    ...queueNames.flatMap((name) => {
      const dead = queuesByName(graph).get(deadLetterQueue(name));
      return [
        ...said(!mayTake(dead?.arn), `BURY may not take the dead letters of ${name}`),
        ...said(!queueUrls(bury)[deadLetterQueue(name)], `BURY does not know the dead letters of ${name}`),
      ];
    }),
    ...said(
      !schedules.some(({ inputs }) => inputs.target.arn === bury.arn && inputs.state === "ENABLED"),
      "Nothing calls BURY",
    ),
  ];
};

const partial: Rule = (graph) =>
  sources(graph).flatMap(({ name, inputs }) =>
    said(!inputs.functionResponseTypes?.includes("ReportBatchItemFailures"), `${name}: one bad record fails its batch`),
  );

const inbox: Rule = (graph) => {
  const [notification, ...more] = ofType(graph, "aws:s3/bucketNotification:BucketNotification");
  const queues = notification?.inputs.queues ?? [];
  const [only] = queues;
  return [
    ...said(more.length > 0 || queues.length !== 1, "A bucket has one notification configuration, and one queue in it"),
    ...said(only?.filterPrefix !== "inbox/", `The notification listens to "${only?.filterPrefix}"`),
    ...said(
      only?.queueArn !== queuesByName(graph).get("intake")?.arn,
      "The notification does not reach the intake queue",
    ),
    ...said(
      JSON.stringify(only?.events?.toSorted()) !==
        '["s3:ObjectCreated:CompleteMultipartUpload","s3:ObjectCreated:Put"]',
      `The notification tells of ${only?.events}`,
    ),
  ];
};

const nothingPublic: Rule = (graph) => [
  ...ofType(graph, "aws:s3/bucket:Bucket").flatMap((bucket) => {
    const blocks = ofType(graph, "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock");
    const block = blocks.find(({ inputs }) => inputs.bucket === bucket.inputs.bucket)?.inputs;
    const closed =
      block?.blockPublicAcls && block.blockPublicPolicy && block.ignorePublicAcls && block.restrictPublicBuckets;
    return said(!closed, `${bucket.name} may be public`);
  }),
  ...ofType(graph, "aws:s3/bucketPolicy:BucketPolicy").flatMap(({ name, inputs }) =>
    JSON.parse(inputs.policy).Statement.flatMap((one: { effect?: string; principals: { identifiers: string[] }[] }) =>
      said(
        one.effect !== "Deny" && one.principals.some((who) => who.identifiers.includes("*")),
        `${name} allows everybody`,
      ),
    ),
  ),
  ...ofType(graph, "aws:sqs/queuePolicy:QueuePolicy").flatMap(({ name, inputs }) =>
    JSON.parse(inputs.policy).Statement.flatMap((one: { conditions?: unknown[] }) =>
      said(!one.conditions?.length, `${name} takes messages from any account's resources`),
    ),
  ),
  ...ofType(graph, "aws:ec2/securityGroup:SecurityGroup").flatMap(({ name, inputs }) =>
    said(inputs.ingress?.length, `${name} lets connections in`),
  ),
  ...ofType(graph, "aws:lambda/functionUrl:FunctionUrl").flatMap(({ name, inputs }) =>
    said(
      inputs.functionName !== lambdaOf(graph, "api").arn.split(":").at(-1),
      `${name} opens a function that asks for no token`,
    ),
  ),
];

const tls: Rule = (graph) =>
  ofType(graph, "aws:s3/bucket:Bucket").flatMap(({ name, inputs }) => {
    const policies = ofType(graph, "aws:s3/bucketPolicy:BucketPolicy").filter(
      (one) => one.inputs.bucket === inputs.bucket,
    );
    return said(
      !policies.some(
        (one) => one.inputs.policy.includes('"Deny"') && one.inputs.policy.includes("aws:SecureTransport"),
      ),
      `${name} may be read without TLS`,
    );
  });

/** Services that know no ARN for these. */
const withoutArn = new Set(["xray:PutTraceSegments", "xray:PutTelemetryRecords", "ecr:GetAuthorizationToken"]);
/** What SST adds under `sst dev`, and only there: its live bridge. */
const bridge = (actions: string[]): boolean =>
  actions.every((action) => ["appsync:*", "s3:*"].includes(action) || action.startsWith("ssmmessages:"));

const noWildcards: Rule = (graph) =>
  ofType(graph, "aws:iam/role:Role").flatMap((role) => [
    ...statementsOf(role)
      .filter(({ actions }) => !(graph.dev && bridge(actions)))
      .flatMap(({ actions, resources }) => [
        ...actions.filter((action) => action.includes("*")).map((action) => `${role.name} allows ${action}`),
        ...said(
          resources.includes("*") && actions.some((action) => !withoutArn.has(action)),
          `${role.name} allows ${actions} on everything`,
        ),
      ]),
    ...(role.inputs.managedPolicyArns ?? []).map((arn: string) => `${role.name} takes over ${arn}`),
  ]);

const roles: Rule = (graph) =>
  graph.dev
    ? []
    : ofType(graph, "aws:iam/role:Role").flatMap(({ name, inputs }) => {
        const policy =
          typeof inputs.assumeRolePolicy === "string"
            ? inputs.assumeRolePolicy
            : JSON.stringify(inputs.assumeRolePolicy);
        return said(/"AWS"|:root/.test(policy), `${name} may be assumed by the account`);
      });

const ownRoles: Rule = (graph) => {
  const all = lambdas(graph).map(({ inputs }) => roleOf(graph, inputs.role).arn);
  return said(new Set(all).size !== all.length, "Two functions share a role");
};

const kept: Rule = (graph) => {
  const permanent = ["production", "staging"].includes(graph.stage);
  const [table] = ofType(graph, "aws:dynamodb/table:Table");
  const bucket = packagesBucket(graph);
  const { removal, protect } = graph.app;
  return [
    ...said((removal === "retain") !== permanent, `${graph.stage} has removal ${removal}`),
    ...said(protect !== permanent, `${graph.stage} has protect ${protect}`),
    ...said(table?.inputs.deletionProtectionEnabled !== permanent, "The table's deletion protection is wrong"),
    ...said(bucket?.inputs.forceDestroy === permanent, "The bucket's forceDestroy is wrong"),
    ...said(
      !table?.inputs.pointInTimeRecovery?.enabled || table.inputs.billingMode !== "PAY_PER_REQUEST",
      "The table is not recoverable, or not on demand",
    ),
    ...said(table?.inputs.ttl?.attributeName !== "ttl", "The table's leases never go"),
  ];
};

const handlers: Rule = (graph) => [
  ...graph.builds.flatMap(({ handler }) =>
    said(!existsSync(`${root}/${handler.replace(/\.handler$/, ".ts")}`), `${handler} does not exist`),
  ),
  ...said(!graph.dev && graph.builds.length !== lambdas(graph).length, "Not every function is bundled"),
  ...said(
    !graph.dev &&
      lambdas(graph).some(({ inputs }) => inputs.runtime !== "nodejs24.x" || inputs.architectures?.[0] !== "arm64"),
    "A function does not run on Node 24 on arm64",
  ),
];

const logs: Rule = (graph) => {
  const groups = ofType(graph, "aws:cloudwatch/logGroup:LogGroup");
  return [
    ...groups.flatMap(({ name, inputs }) => said(!inputs.retentionInDays, `${name} is kept for ever`)),
    ...lambdas(graph).flatMap((fn) =>
      said(
        !fn.inputs.loggingConfig?.logGroup || fn.inputs.loggingConfig.logFormat !== "JSON",
        `${stageOf(fn)} has no log group of its own`,
      ),
    ),
    ...lambdas(graph).flatMap((fn) => said(fn.inputs.tracingConfig?.mode !== "Active", `${stageOf(fn)} is not traced`)),
  ];
};

const worker: Rule = (graph) => {
  const task = workerTask(graph);
  const told = JSON.parse(lambdaOf(graph, "dispatch").inputs.environment.variables.TORRENT_FLEET ?? "{}");
  const [container] = JSON.parse(task?.inputs.containerDefinitions ?? "[{}]");
  const warm = ofType(graph, "aws:appautoscaling/scheduledAction:ScheduledAction").map(({ inputs }) => inputs);
  const wanted = ["production", "staging"].includes(graph.stage) && !graph.dev;
  return [
    ...said(told.taskDefinition !== task?.arn, "DISPATCH launches another task definition than the worker's"),
    ...said(
      task?.inputs.cpu !== String(topology.fleet.cpu) || task.inputs.memory !== String(topology.fleet.memoryMB),
      "The worker's size is wrong",
    ),
    ...said(task?.inputs.runtimePlatform?.cpuArchitecture !== "ARM64", "The worker runs on another architecture"),
    ...said(
      container.stopTimeout !== 120 || container.portMappings?.length,
      "The worker has ports, or no time to stop",
    ),
    ...said(warm.length !== (wanted ? 2 : 0), `${warm.length} scheduled actions size the warm pool`),
    ...said(wanted && !warm.some((one) => one.scalableTargetAction.maxCapacity === 0), "The warm pool never closes"),
    ...said(
      wanted && warm.some((one) => one.timezone !== topology.schedules.warmPool.timeZone),
      "The warm pool has another time zone",
    ),
  ];
};

export const rules: Record<string, Rule> = {
  "feeds every function from the topology's queues, in its batches and with its concurrency, and from no others":
    wiring,
  "gives functions the timeout and memory of the topology": limits,
  "hides a message for at least 6 × timeout + window": visibility,
  "hides messages as long as the topology says": heavyVisibility,
  "gives every queue a dead-letter queue, with the topology's number of tries": deadLetters,
  "buries the dead letters of every queue (I1)": burier,
  "never fails a whole batch for one record": partial,
  "starts the pipeline by puts under inbox/, and never by a copy": inbox,
  "shows nothing to the public, and takes messages from its own bucket only": nothingPublic,
  "refuses S3 without TLS": tls,
  "allows no wildcard action, and no wildcard resource where an ARN exists": noWildcards,
  "lets no account assume a function's role outside dev": roles,
  "gives each function a role of its own": ownRoles,
  "keeps and protects what permanent stages hold, and lets personal ones go": kept,
  "bundles each function from a handler that exists, for Node 24 on arm64": handlers,
  "keeps logs for a while, in a group for each function, and traces": logs,
  "sizes workers as the topology says, and warm ones by its schedule": worker,
  ...holdingRules,
  ...alarmRules,
  ...limitRules,
  ...webRules,
};

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of source files
import type { Mutation } from "./graph.ts";

/** A fault of the infrastructure, and the rule that notices it. */
export interface Mutant extends Mutation {
  what: string;
  caught: string;
  /** @default "production" */
  stage?: string;
  mode?: "deploy" | "dev";
}

const sst = (file: string) => `packages/sst/src/${file}.ts`;

const wiring: Mutant[] = [
  {
    what: "a queue loses its dead-letter queue",
    file: sst("queues"),
    from: "dlq: { queue: letters.arn, retry: maxReceives },",
    to: '...(name === "classify" ? {} : { dlq: { queue: letters.arn, retry: maxReceives } }),',
    caught: "gives every queue a dead-letter queue, with the topology's number of tries",
  },
  {
    what: "a visibility timeout is shortened",
    file: sst("queues"),
    from: "visibilityTimeout: `${visibility} seconds`",
    to: "visibilityTimeout: `${visibility / 2} seconds`",
    caught: "hides a message for at least 6 × timeout + window",
  },
  {
    what: "a policy is widened",
    file: sst("permissions"),
    from: "resources: names.map((name) => named(name).arn),",
    to: 'resources: ["*"],',
    caught: "allows no wildcard action, and no wildcard resource where an ARN exists",
  },
  {
    what: "nobody calls BURY",
    file: sst("functions"),
    from: 'bury: scheduled(parts, everyMinutesToo, { name: "bury"',
    to: 'bury: lambda(parts, { name: "bury"',
    caught: "buries the dead letters of every queue (I1)",
  },
  {
    what: "BURY may not take dead letters",
    file: "packages/functions/src/grants.ts",
    from: '"sqs:ReceiveMessage": deadLettersOf(every)',
    to: '"sqs:ReceiveMessage": deadLettersOf(every.slice(1))',
    caught: "buries the dead letters of every queue (I1)",
  },
  {
    what: "a function has another timeout than the topology's",
    file: sst("functions"),
    from: "timeout: `${timeout} seconds`",
    to: 'timeout: "30 seconds"',
    caught: "gives functions the timeout and memory of the topology",
  },
  {
    what: "the notification listens to copies, too",
    file: sst("queues"),
    from: '"s3:ObjectCreated:Put", "s3:ObjectCreated:CompleteMultipartUpload"',
    to: '"s3:ObjectCreated:*"',
    caught: "starts the pipeline by puts under inbox/, and never by a copy",
  },
  {
    what: "SST's own trust in the account stays",
    file: sst("functions"),
    from: "if (!$dev) role.assumeRolePolicy",
    to: "if ($dev) role.assumeRolePolicy",
    caught: "lets no account assume a function's role outside dev",
  },
  {
    what: "batches fail whole",
    file: sst("functions"),
    from: '["ReportBatchItemFailures"]',
    to: "[]",
    caught: "never fails a whole batch for one record",
  },
  {
    what: "a worker may be connected to",
    file: sst("network"),
    from: "ingress: []",
    to: 'ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }]',
    caught: "shows nothing to the public, and takes messages from its own bucket only",
  },
];

const holding: Mutant[] = [
  {
    what: "components are kept forever",
    file: sst("context"),
    from: "components: 30,",
    to: "",
    caught: "lets everything go in time but the reports",
  },
  {
    what: "a lifecycle rule has no filter",
    file: sst("storage"),
    from: 'filter: { prefix: "" },',
    to: "",
    caught: "lets everything go in time but the reports",
  },
  {
    what: "a personal stage's packages stand in the way of its removal",
    file: sst("storage"),
    from: "forceDestroy: !permanent",
    to: "forceDestroy: false",
    stage: "alice",
    caught: "leaves nothing behind where a personal stage is removed",
  },
  {
    what: "queues are not encrypted",
    file: sst("queues"),
    from: ", sqsManagedSseEnabled: true",
    to: "",
    caught: "encrypts what lies in the bucket and in the queues",
  },
  {
    what: "the table forgets a package before its objects go",
    file: sst("context"),
    from: "keepDays: args.keepDays ?? 430",
    to: "keepDays: args.keepDays ?? 43",
    caught: "evaluates",
  },
  {
    what: "functions are not told how long to keep items",
    file: sst("environment"),
    from: "TORRENT_KEEP_DAYS: String(context.settings.keepDays),",
    to: "",
    caught: "keeps items of the table for longer than any object",
  },
];

const watching: Mutant[] = [
  {
    what: "an alarm is forgotten",
    file: sst("alarms"),
    from: 'metric("PackagesStuck")',
    to: 'metric("PackagesOpen")',
    caught: "watches every queue, every function, packages and workers, on permanent stages only",
  },
  {
    what: "a personal stage pays for alarms",
    file: sst("context"),
    from: "watched: args.watched ?? permanent",
    to: "watched: args.watched ?? true",
    stage: "alice",
    caught: "watches every queue, every function, packages and workers, on permanent stages only",
  },
  {
    what: "a sweep that never runs is green",
    file: sst("alarms"),
    from: '"notBreaching" : "breaching"',
    to: '"notBreaching" : "notBreaching"',
    caught: "misses a sweep that never runs, and nothing else that is only quiet",
  },
  {
    what: "the log line that an alarm counts is counted under another name",
    file: sst("failures"),
    from: '{ name: "RequestsFailed" }',
    to: '{ name: "RequestFailed" }',
    caught: "counts what ends no invocation: failures by kind, 500s, tasks that were not placed",
  },
  {
    what: "failures have no kind",
    file: sst("failures"),
    from: 'dimensions: { kind: "$.kind" },',
    to: "",
    caught: "counts what ends no invocation: failures by kind, 500s, tasks that were not placed",
  },
  {
    what: "the topic lets no budget publish",
    file: sst("topic"),
    from: '"budgets.amazonaws.com"',
    to: '"budget.amazonaws.com"',
    stage: "alice",
    caught: "lets every alarm and the budget publish to its topic, and no other account",
  },
  {
    what: "the topic lets other alarms publish than there are",
    file: sst("topic"),
    from: 'alarmName(context, "*")',
    to: 'alarmName(context, "x-*")',
    caught: "lets every alarm and the budget publish to its topic, and no other account",
  },
  {
    what: "the topic takes notices from any account",
    file: sst("topic"),
    from: '{ test: "StringEquals", variable: "aws:SourceAccount", values: [accountId] },',
    to: "",
    caught: "lets every alarm and the budget publish to its topic, and no other account",
  },
  {
    what: "the budget looks at all stages",
    file: sst("topic"),
    from: "`user:stage$${$app.stage}`",
    to: "`user:app$torrent`",
    caught: "watches the cost of the stage",
  },
  {
    what: "alarms do not name their stage",
    file: sst("topic"),
    from: "`${deployment}-${name}`",
    to: "`torrent-${name}`",
    caught: "names alarms, logs and graphs by app, stage and component",
  },
];

const limits: Mutant[] = [
  {
    what: "every function is told of all queues",
    file: sst("environment"),
    from: "variables(queuesRead(context, grantee, grants))",
    to: "variables(context.queueNames)",
    caught: "tells functions of those queues only that they may use",
  },
  {
    what: "the environment carries what belongs into the bundle",
    file: sst("environment"),
    from: "...neededSecrets(context.choreography, grantee, context.args.secrets ?? {}),",
    to: 'TORRENT_RULES: "x".repeat(2400),',
    caught: "gives no function more than 3,500 bytes of environment",
  },
  {
    what: "a personal stage has a network of its own",
    file: sst("network"),
    from: '? "own" : "shared"',
    to: '? "own" : "own"',
    stage: "alice",
    caught: "uses up no scarce quota on a personal stage",
  },
  {
    what: "a personal stage makes a cache policy",
    file: sst("web"),
    from: "if (!settings.permanent) opts.id",
    to: "if (settings.permanent) opts.id",
    stage: "alice",
    caught: "uses up no scarce quota on a personal stage",
  },
  {
    what: "a subnet is in a Local Zone",
    file: sst("network"),
    from: 'filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],',
    to: "",
    caught: "places subnets in zones that have Fargate",
  },
  {
    what: "a shared subnet is in a zone without Fargate",
    file: sst("network"),
    from: '{ name: "availability-zone-id", values: zones().zoneIds },',
    to: "",
    stage: "alice",
    caught: "places workers in subnets that have Fargate",
  },
  {
    what: "the account's first cluster has no role",
    file: sst("workers"),
    from: "names.length > 0",
    to: "names.length >= 0",
    stage: "alice",
    caught: "makes ECS's own role where the account has none",
  },
  {
    what: "warm workers have no tags",
    file: sst("warm-pool"),
    from: 'propagateTags: "TASK_DEFINITION",',
    to: "",
    caught: "tags every worker, by which its cost is found, and lets DISPATCH tag nothing else",
  },
  {
    what: "DISPATCH may tag any task",
    file: sst("workers"),
    from: 'conditions: [{ test: "StringEquals", variable: "ecs:CreateAction", values: ["RunTask"] }],',
    to: "",
    caught: "tags every worker, by which its cost is found, and lets DISPATCH tag nothing else",
  },
  {
    what: "an upload may not be aborted",
    file: sst("permissions"),
    from: '[{ actions: ["s3:AbortMultipartUpload"], resources: under(put) }]',
    to: "[]",
    caught: "lets whoever puts an object abort its upload",
  },
  {
    what: "Lambda cuts grown packages off",
    file: sst("functions"),
    from: 'recursiveLoop: "Allow"',
    to: 'recursiveLoop: "Terminate"',
    caught: "turns Lambda's recursion guard off where a healthy package runs into it, and only there",
  },
  {
    what: "a flood of requests takes the pipeline's concurrency",
    file: sst("context"),
    from: "apiConcurrency: args.apiConcurrency ?? (permanent ? 50 : undefined)",
    to: "apiConcurrency: args.apiConcurrency",
    caught: "reserves concurrency for the API on permanent stages, and for nothing that takes messages",
  },
  {
    what: "stacks name column 90,210 of line 1",
    file: sst("functions"),
    from: "sourcemap: true",
    to: "sourcemap: false",
    caught: "bundles functions with source maps, and has them read",
  },
];

const web: Mutant[] = [
  {
    what: "the dashboard has no security headers",
    file: sst("web"),
    from: ".apply((behavior) => ({ ...behavior, responseHeadersPolicyId }))",
    to: ".apply((behavior) => ({ ...behavior }))",
    caught: "sends security headers with every file of the dashboard",
  },
  {
    what: "the dashboard may be framed",
    file: sst("security-policy"),
    from: "\"frame-ancestors 'none'\",",
    to: "",
    caught: "sends security headers with every file of the dashboard",
  },
  {
    what: "the panels of the dashboard stay behind",
    file: sst("api"),
    from: "copyFiles: panels,",
    to: "",
    caught: "ships the modules of the choreography's panels with the API",
  },
  {
    what: "CloudFront gives the API up after 20 s",
    file: sst("api"),
    from: ", readTimeout: `${TIMEOUT} seconds`",
    to: "",
    caught: "waits for the API as long as it may take",
  },
  {
    what: "the dashboard under sst dev may not upload",
    file: sst("web"),
    from: "[router.url, ...development]",
    to: "[router.url]",
    stage: "alice",
    mode: "dev",
    caught: "takes uploads from the dashboard's pages only, wherever they are served",
  },
  {
    what: "the dashboard under sst dev asks this machine's API",
    file: sst("web"),
    from: "environment: { TORRENT_API: router.url }",
    to: "environment: {}",
    stage: "alice",
    mode: "dev",
    caught: "serves the dashboard under sst dev with the stage's API, and runs the worker",
  },
  {
    what: "ANALYZE under sst dev has no parsers",
    file: sst("functions"),
    from: 'if (name !== "analyze" ||',
    to: 'if (name !== "analyze" || $dev ||',
    stage: "alice",
    mode: "dev",
    caught: "puts the parsers beside ANALYZE under sst dev",
  },
];

export const mutants: readonly Mutant[] = [...wiring, ...holding, ...watching, ...limits, ...web];

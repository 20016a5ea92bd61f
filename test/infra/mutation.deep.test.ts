// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of source files
import { describe, expect, it } from "vitest";
import { evaluateAll, evaluated, type Mutation } from "./graph.ts";
import { unpack } from "./platform.ts";
import { rules } from "./rules.ts";

const platform = await unpack();
if (!platform.ready) console.warn(`skipped: ${platform.why}`);

const mutants: (Mutation & { what: string; caught: string; stage?: string })[] = [
  {
    what: "a queue loses its dead-letter queue",
    file: "infra/queues.ts",
    from: "visibilityTimeout: `${visibility} seconds`, dlq, transform",
    to: 'visibilityTimeout: `${visibility} seconds`, ...(name === "classify" ? {} : { dlq }), transform',
    caught: "gives every queue a dead-letter queue, with the topology's number of tries",
  },
  {
    what: "a visibility timeout is shortened",
    file: "infra/queues.ts",
    from: "visibilityTimeout: `${visibility} seconds`",
    to: "visibilityTimeout: `${visibility / 2} seconds`",
    caught: "hides a message for at least 6 × timeout + window",
  },
  {
    what: "a policy is widened",
    file: "infra/permissions.ts",
    from: "actions: [action], resources: names.map(queueArn)",
    to: 'actions: ["sqs:*"], resources: ["*"]',
    caught: "allows no wildcard action, and no wildcard resource where an ARN exists",
  },
  {
    what: "nobody buries a queue's dead letters",
    file: "infra/functions.ts",
    from: "for (const queue of queueNames) mapped(",
    to: "for (const queue of queueNames.slice(1)) mapped(",
    caught: "buries the dead letters of every queue (I1)",
  },
  {
    what: "the topology gets a timeout that the infrastructure did not hear of",
    file: "infra/functions.ts",
    from: "timeout: `${timeout} seconds`",
    to: 'timeout: "30 seconds"',
    caught: "gives functions the timeout and memory of the topology",
  },
  {
    what: "the notification listens to copies, too",
    file: "infra/queues.ts",
    from: '"s3:ObjectCreated:Put", "s3:ObjectCreated:CompleteMultipartUpload"',
    to: '"s3:ObjectCreated:*"',
    caught: "starts the pipeline by puts under inbox/, and never by a copy",
  },
  {
    what: "SST's own trust in the account stays",
    file: "infra/functions.ts",
    from: "if (!$dev) args.assumeRolePolicy",
    to: "if ($dev) args.assumeRolePolicy",
    caught: "lets no account assume a function's role outside dev",
  },
  {
    what: "an alarm is forgotten",
    file: "infra/alarms.ts",
    from: 'metricName: "PackagesStuck"',
    to: 'metricName: "PackagesOpen"',
    caught: "watches every queue, every function, stuck packages, workers and the cost",
  },
  {
    what: "batches fail whole",
    file: "infra/functions.ts",
    from: '["ReportBatchItemFailures"]',
    to: "[]",
    caught: "never fails a whole batch for one record",
  },
  {
    what: "a worker may be connected to",
    file: "infra/network.ts",
    from: "ingress: []",
    to: 'ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }]',
    caught: "shows nothing to the public, and takes messages from its own bucket only",
  },
  {
    what: "components are kept for ever",
    file: "infra/storage.ts",
    from: "components: 30,",
    to: "",
    caught: "lets everything go in time but the reports",
  },
  {
    what: "a personal stage's packages stand in the way of its removal",
    file: "infra/storage.ts",
    from: "forceDestroy: !permanent",
    to: "forceDestroy: false",
    stage: "alice",
    caught: "leaves nothing behind where a personal stage is removed",
  },
  {
    what: "queues are not encrypted",
    file: "infra/queues.ts",
    from: ", sqsManagedSseEnabled: true",
    to: "",
    caught: "encrypts what lies in the bucket and in the queues",
  },
];

const graphs = platform.ready
  ? await evaluateAll(mutants.map(({ stage = "production", ...mutation }) => ({ stage, mutation })))
  : [];

// A forgotten permission is caught by iam.test.ts, which knows the calls.
describe.skipIf(!platform.ready)("where the infrastructure is wrong", () => {
  it.for(mutants.map((mutant, index) => ({ ...mutant, index })))("$what: a rule says so", ({ caught, index }) => {
    const rule = rules[caught];
    if (!rule) throw new Error(`There is no rule "${caught}"`);
    expect(rule(evaluated(graphs[index]))).not.toEqual([]);
  });
});

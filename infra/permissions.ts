import { deadLetterQueue, type QueueName, queueNames } from "../packages/core/src/topology.ts";
import type { Grants } from "../packages/functions/grants.ts";
import { queues } from "./queues.ts";
import { bucket, table } from "./storage.ts";

interface Statement {
  actions: string[];
  resources: $util.Input<string>[];
}

const queueArns = new Map<string, $util.Output<string>>(
  queueNames.flatMap((name: QueueName) => [
    [name, queues[name].main.arn] as const,
    [deadLetterQueue(name), queues[name].dead.arn] as const,
  ]),
);

const queueArn = (name: string): $util.Output<string> => {
  const arn = queueArns.get(name);
  if (!arn) throw new TypeError(`No queue of the topology is called "${name}"`);
  return arn;
};

/** Grants with their resources' ARNs. */
export const granted = ({ s3 = {}, sqs = {}, table: actions = [], indexes = [] }: Grants): Statement[] => [
  ...Object.entries(s3).map(([action, prefixes]) => ({
    actions: [action],
    resources: prefixes.map((prefix) => $interpolate`${bucket.arn}/${prefix}`),
  })),
  // Who may not list is told 403 instead of 404 of an object that is not there.
  ...(Object.keys(s3).length > 0 ? [{ actions: ["s3:ListBucket"], resources: [bucket.arn] }] : []),
  ...Object.entries(sqs).map(([action, names]) => ({ actions: [action], resources: names.map(queueArn) })),
  ...(actions.length > 0 ? [{ actions: actions.map((action) => `dynamodb:${action}`), resources: [table.arn] }] : []),
  ...(indexes.length > 0
    ? [{ actions: ["dynamodb:Query"], resources: indexes.map((index) => $interpolate`${table.arn}/index/${index}`) }]
    : []),
];

/** All that a function may do: its grants, what its event source mappings do in its name, its logs and traces. */
export const statements = (
  grants: Grants,
  takes: $util.Output<string>[],
  logGroupArn: $util.Output<string>,
): Statement[] => [
  ...granted(grants),
  ...(takes.length > 0
    ? [
        {
          actions: [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            // The handlers' own: a failed record comes again sooner than its visibility would end.
            "sqs:ChangeMessageVisibility",
          ],
          resources: takes,
        },
      ]
    : []),
  { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [$interpolate`${logGroupArn}:*`] },
  // X-Ray knows no ARN.
  { actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
];

import type { Grants } from "@torrent/functions/grants";
import type { Queues } from "./queues.ts";
import type { Storage } from "./storage.ts";

export interface Statement {
  actions: string[];
  resources: $util.Input<string>[];
  conditions?: { test: string; variable: string; values: $util.Input<string>[] }[];
}

/** The ARN of something in this account and region that no resource here stands for. */
export const regional = (service: string, rest: $util.Input<string>): $util.Output<string> => {
  const { partition } = aws.getPartitionOutput();
  const { region } = aws.getRegionOutput();
  const { accountId } = aws.getCallerIdentityOutput();
  return $interpolate`arn:${partition}:${service}:${region}:${accountId}:${rest}`;
};

/** Grants with their resources' ARNs. */
export const granted = (
  { s3 = {}, sqs = {}, table: actions = [], indexes = [] }: Grants,
  { bucket, table }: Storage,
  { named }: Queues,
): Statement[] => {
  const under = (prefixes: readonly string[]) => prefixes.map((prefix) => $interpolate`${bucket.arn}/${prefix}`);
  const put = s3["s3:PutObject"] ?? [];
  return [
    ...Object.entries(s3).map(([action, prefixes]) => ({ actions: [action], resources: under(prefixes) })),
    // What is larger than a part is uploaded in parts, and an upload that fails is aborted.
    ...(put.length > 0 ? [{ actions: ["s3:AbortMultipartUpload"], resources: under(put) }] : []),
    // Without permission to list, a missing object is 403 instead of 404.
    ...(Object.keys(s3).length > 0 ? [{ actions: ["s3:ListBucket"], resources: [bucket.arn] }] : []),
    ...Object.entries(sqs).map(([action, names]) => ({
      actions: [action],
      resources: names.map((name) => named(name).arn),
    })),
    ...(actions.length > 0 ? [{ actions: actions.map((action) => `dynamodb:${action}`), resources: [table.arn] }] : []),
    ...(indexes.length > 0
      ? [{ actions: ["dynamodb:Query"], resources: indexes.map((index) => $interpolate`${table.arn}/index/${index}`) }]
      : []),
  ];
};

/** What a function needs beside its grants: what its event source mappings do in its name, its logs and traces. */
export const surroundings = (takes: $util.Output<string>[], logGroupArn: $util.Output<string>): Statement[] => [
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

import type { Call } from "@torrent/testing/emulators";
import {
  type Graph,
  lambdaOf,
  ofType,
  packagesBucket,
  queuesByName,
  roleOf,
  type Statement,
  statementsOf,
  workerTask,
} from "./graph.ts";

/** An action on a resource, by the ARN that it has in the graph. */
export interface Access {
  action: string;
  resource: string;
}

interface Names {
  /** Queue URL of the recorded run → the topology's name. */
  queues: ReadonlyMap<string, string>;
}

const s3Actions: Record<string, string> = {
  HeadObject: "s3:GetObject",
  GetObject: "s3:GetObject",
  PutObject: "s3:PutObject",
  CreateMultipartUpload: "s3:PutObject",
  UploadPart: "s3:PutObject",
  CompleteMultipartUpload: "s3:PutObject",
  AbortMultipartUpload: "s3:AbortMultipartUpload",
  DeleteObject: "s3:DeleteObject",
};
const tableActions = new Set(["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan"]);

/**
 * What IAM asks for a call, as the service authorization reference has it: batches are the single action, a copy reads
 * its source and writes its target, and whoever launches a task passes its roles.
 */
export const accessesOf = (graph: Graph, { command, input }: Call, { queues }: Names): Access[] => {
  const bucket = packagesBucket(graph)?.arn;
  const table = ofType(graph, "aws:dynamodb/table:Table")[0]?.arn;
  const object = (key: unknown) => `${bucket}/${String(key)}`;
  if (command === "ListObjectsV2") return [{ action: "s3:ListBucket", resource: String(bucket) }];
  if (command === "CopyObject") {
    const [, ...source] = decodeURIComponent(String(input.CopySource)).split("/");
    return [
      { action: "s3:GetObject", resource: object(source.join("/")) },
      { action: "s3:PutObject", resource: object(input.Key) },
    ];
  }
  const onObject = s3Actions[command];
  if (onObject) return [{ action: onObject, resource: object(input.Key) }];
  if (tableActions.has(command))
    return [
      { action: `dynamodb:${command}`, resource: `${table}${input.IndexName ? `/index/${input.IndexName}` : ""}` },
    ];
  if (typeof input.QueueUrl === "string") {
    const queue = queuesByName(graph).get(queues.get(input.QueueUrl) ?? "");
    return [{ action: `sqs:${command.replace(/Batch$/, "")}`, resource: String(queue?.arn) }];
  }
  if (command === "RunTask") {
    const task = workerTask(graph);
    const [cluster] = ofType(graph, "aws:ecs/cluster:Cluster");
    return [
      { action: "ecs:RunTask", resource: String(task?.arn) },
      { action: "iam:PassRole", resource: task?.inputs.taskRoleArn },
      { action: "iam:PassRole", resource: task?.inputs.executionRoleArn },
      // Tags on creation are a permission of their own.
      ...(input.propagateTags || input.tags
        ? [{ action: "ecs:TagResource", resource: `${cluster?.arn.replace(":cluster/", ":task/")}/1` }]
        : []),
    ];
  }
  throw new Error(`Nobody has said yet which action ${command} needs`);
};

const covers = (pattern: string, resource: string): boolean =>
  pattern.endsWith("*") ? resource.startsWith(pattern.slice(0, -1)) : pattern === resource;

export const allows = (statements: readonly Statement[], { action, resource }: Access): boolean =>
  statements.some(
    (one) =>
      one.effect === "Allow" &&
      one.actions.includes(action) &&
      one.resources.some((pattern) => covers(pattern, resource)),
  );

/** The statements of a stage's function, or of the worker. */
export const allowedTo = (graph: Graph, grantee: string): Statement[] => {
  const task = workerTask(graph);
  const arn = grantee === "worker" ? task?.inputs.taskRoleArn : lambdaOf(graph, grantee).inputs.role;
  return statementsOf(roleOf(graph, arn));
};

/** Calls that were made and would have been refused. */
export const refused = (graph: Graph, grantee: string, calls: readonly Call[], names: Names): string[] => {
  const statements = allowedTo(graph, grantee);
  const missing = calls
    .flatMap((call) => accessesOf(graph, call, names))
    .filter((access) => !allows(statements, access))
    .map(
      ({ action, resource }) => `${grantee} may not ${action} on ${resource.replace(/(:::[^/]+\/[^/]+)\/.*/, "$1/…")}`,
    );
  return [...new Set(missing)];
};

/** What is allowed, pattern by pattern, and was never used. */
export const unused = (graph: Graph, grantee: string, calls: readonly Call[], names: Names): Access[] => {
  const used = calls.flatMap((call) => accessesOf(graph, call, names));
  return allowedTo(graph, grantee)
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) => resources.map((resource) => ({ action, resource }))),
    )
    .filter(({ action, resource }) => !used.some((one) => one.action === action && covers(resource, one.resource)));
};

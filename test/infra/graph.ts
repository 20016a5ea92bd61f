import { type QueueName, queueNames } from "@torrent/core/unstable";
import { root, run } from "./platform.ts";

export interface Resource {
  type: string;
  name: string;
  arn: string;
  /** The id of what is there already, and is read only. */
  read?: string;
  // biome-ignore lint/suspicious/noExplicitAny: each resource type has inputs of its own
  inputs: any;
}

export interface Graph {
  stage: string;
  dev: boolean;
  app: { removal: string; protect: boolean };
  outputs: string[];
  /** Those that are plain values. */
  outputValues: Record<string, string | string[]>;
  resources: Resource[];
  /** What the CLI was asked to bundle. */
  /** What `sst dev` would run on this machine. */
  targets: { functionID: string; handler: string; copyFiles?: { from: string; to: string }[] }[];
  /** The commands of sites and workers that `sst dev` runs, by their component. */
  commands: Record<string, { command?: string; environment?: Record<string, string> }>;
  builds: {
    functionID: string;
    handler: string;
    properties: Record<string, unknown>;
    copyFiles?: { from: string; to: string }[];
  }[];
}

/** A text replaced in one file of the infrastructure, to see that a test notices. */
export interface Mutation {
  file: string;
  from: string;
  to: string;
}

export interface Job {
  stage: string;
  /** @default "deploy" */
  mode?: "deploy" | "dev";
  /** @default "sst.config.ts" */
  config?: string;
  mutation?: Mutation;
}

/** Pulumi takes a stack trace for every promise, and keeps them all; nobody reads them here. */
const flags = ["--stack-trace-limit=0", "--max-semi-space-size=64"];

/**
 * The resources that `sst deploy --stage STAGE` (or `sst dev`) would make, for each job; or why it does not evaluate. One
 * process evaluates them all: loading Pulumi and SST's platform takes longer than a stage.
 */
export const evaluateAll = async (jobs: readonly Job[]): Promise<(Graph | Error)[]> => {
  const all = jobs.map(({ mode = "deploy", ...job }) => ({ ...job, mode }));
  const { out, errors } = await run(process.execPath, [...flags, "test/infra/evaluate.mjs", JSON.stringify(all)]);
  const lines = out.split("\n").filter((line) => line !== "");
  return jobs.map(({ stage }, index) => {
    const line = lines[index];
    const graph = line === undefined ? { error: errors } : (JSON.parse(line) as Graph | { error: string });
    return "error" in graph
      ? new Error(`sst.config.ts does not evaluate for ${stage} in ${root}:\n${graph.error}`)
      : graph;
  });
};

/** The graph, where there is one; else its error is thrown. */
export const evaluated = (graph: Graph | Error | undefined): Graph => {
  if (graph === undefined || graph instanceof Error) throw graph ?? new Error("Nobody asked for that graph");
  return graph;
};

export const ofType = (graph: Graph, type: string): Resource[] =>
  graph.resources.filter((one) => one.type === type && one.read === undefined);

export const oneOf = (graph: Graph, type: string, name: string): Resource => {
  const found = ofType(graph, type).find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${type} "${name}" on ${graph.stage}`);
  return found;
};

export const lambdas = (graph: Graph): Resource[] =>
  ofType(graph, "aws:lambda/function:Function").filter(({ inputs }) => inputs.environment?.variables?.TORRENT_STAGE);

/** The stage that a function serves: its entry's name. */
export const stageOf = ({ inputs }: Resource): string => inputs.environment.variables.POWERTOOLS_SERVICE_NAME;

export const lambdaOf = (graph: Graph, stage: string): Resource => {
  const found = lambdas(graph).find((one) => stageOf(one) === stage);
  if (!found) throw new Error(`No function serves ${stage}`);
  return found;
};

/** Addresses of queues by the topology's names, as a function has them in its environment. */
export const queueUrls = (fn: Resource | undefined): Record<string, string> =>
  JSON.parse(fn?.inputs.environment.variables.TORRENT_QUEUES ?? "{}") as Record<string, string>;

/** The topology's queue names, dead-letter queues included, with the queues that the API, which has all, reads under them. */
export const queuesByName = (graph: Graph): Map<string, Resource> => {
  const urls = queueUrls(lambdas(graph).find((fn) => stageOf(fn) === "api"));
  const queues = ofType(graph, "aws:sqs/queue:Queue");
  const byName = new Map<string, Resource>();
  for (const [name, url] of Object.entries(urls)) {
    const queue = queues.find(({ arn }) => arn.split(":").at(-1) === url.split("/").at(-1));
    if (queue) byName.set(name, queue);
  }
  return byName;
};

export const queueOf = (graph: Graph, name: QueueName | `${QueueName}-dlq`): Resource => {
  const queue = queuesByName(graph).get(name);
  if (!queue) throw new Error(`There is no queue for ${name}; the topology has ${queueNames.join(", ")}`);
  return queue;
};

export interface Statement {
  effect: string;
  actions: string[];
  resources: string[];
  conditions: unknown[];
}

/** The bucket of the packages, and the worker's task definition: their names begin with the component's. */
export const packagesBucket = (graph: Graph): Resource | undefined =>
  ofType(graph, "aws:s3/bucket:Bucket").find(({ name }) => name.endsWith("PackagesBucket"));
export const workerTask = (graph: Graph): Resource | undefined =>
  ofType(graph, "aws:ecs/taskDefinition:TaskDefinition").find(({ name }) => name.endsWith("WorkerTask"));

/** The statements of a role's inline policies. */
export const statementsOf = ({ inputs }: Resource): Statement[] =>
  (inputs.inlinePolicies ?? []).flatMap(({ policy }: { policy: string }) =>
    (JSON.parse(policy).Statement as Partial<Statement>[]).map(
      ({ effect = "Allow", actions = [], resources = [], conditions = [] }) => ({
        effect,
        actions,
        resources,
        conditions,
      }),
    ),
  );

export const roleOf = (graph: Graph, arn: string): Resource => {
  const role = ofType(graph, "aws:iam/role:Role").find((one) => one.arn === arn);
  if (!role) throw new Error(`No role is ${arn}`);
  return role;
};

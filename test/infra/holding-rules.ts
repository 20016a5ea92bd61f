import { type Graph, lambdaOf, ofType, packagesBucket } from "./graph.ts";

type Rule = (graph: Graph) => string[];

const said = (wrong: unknown, sentence: string): string[] => (wrong ? [sentence] : []);
const permanent = ({ stage }: Graph): boolean => ["production", "staging"].includes(stage);

const encrypted: Rule = (graph) => {
  const { bucket } = packagesBucket(graph)?.inputs ?? {};
  const own = ofType(graph, "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration");
  return [
    ...said(!own.some(({ inputs }) => inputs.bucket === bucket), "The packages' bucket is not encrypted by us"),
    ...ofType(graph, "aws:sqs/queue:Queue").flatMap(({ name, inputs }) =>
      said(!inputs.sqsManagedSseEnabled, `${name} is not encrypted`),
    ),
  ];
};

/** Prefixes that grow with every package; reports stay. */
const growing = [
  "inbox/",
  "components/",
  "attempts/",
  "results/",
  "summaries/",
  "once/",
  "dead-letters/",
  "operations/",
  "audit/",
];

const letGo: Rule = (graph) => {
  const { bucket } = packagesBucket(graph)?.inputs ?? {};
  const lifecycles = ofType(graph, "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");
  // biome-ignore lint/suspicious/noExplicitAny: the rules as AWS takes them
  const rules: any[] = lifecycles
    .filter(({ inputs }) => inputs.bucket === bucket)
    .flatMap(({ inputs }) => inputs.rules);
  return [
    ...growing.flatMap((prefix) =>
      said(
        !rules.some((one) => one.filter?.prefix === prefix && one.expiration?.days > 0 && one.status === "Enabled"),
        `${prefix} is kept for ever`,
      ),
    ),
    ...said(!rules.some((one) => one.abortIncompleteMultipartUpload), "Unfinished uploads are kept for ever"),
    ...rules.flatMap(({ id, filter }) =>
      said(filter?.prefix === undefined, `S3 refuses the rule ${id}: it has no filter`),
    ),
  ];
};

/** What would stand in the way of `sst remove`, or outlive it. */
const leaves: Rule = (graph) => {
  if (permanent(graph)) return [];
  return [
    ...ofType(graph, "aws:s3/bucket:Bucket").flatMap(({ name, inputs }) =>
      said(!inputs.forceDestroy, `${name} can't be removed with what it holds`),
    ),
    ...ofType(graph, "aws:cloudwatch/logGroup:LogGroup").flatMap(({ name, inputs }) =>
      said(inputs.skipDestroy, `${name} outlives its stage`),
    ),
  ];
};

const network: Rule = (graph) => [
  ...["s3", "dynamodb"].flatMap((service) =>
    said(
      permanent(graph) &&
        !ofType(graph, "aws:ec2/vpcEndpoint:VpcEndpoint").some(
          ({ inputs }) => inputs.vpcEndpointType === "Gateway" && inputs.serviceName.endsWith(`.${service}`),
        ),
      `Workers reach ${service} through the internet`,
    ),
  ),
  ...said(ofType(graph, "aws:ec2/natGateway:NatGateway").length, "There is a NAT gateway: $33 a month"),
];

const spot: Rule = (graph) => {
  const told = JSON.parse(lambdaOf(graph, "dispatch").inputs.environment.variables.TORRENT_FLEET ?? "{}");
  return said(
    told.onDemandFallback !== permanent(graph),
    `Where Spot has run out, workers ${permanent(graph) ? "wait" : "start on demand"} on ${graph.stage}`,
  );
};

/** What is held, for how long, and what leads to it; the pipeline's own wiring is in rules.ts. */
export const holdingRules: Record<string, Rule> = {
  "encrypts what lies in the bucket and in the queues": encrypted,
  "lets everything go in time but the reports": letGo,
  "leaves nothing behind where a personal stage is removed": leaves,
  "reaches S3 and DynamoDB by gateway endpoints, and pays for no NAT": network,
  "starts workers on demand where Spot has run out, on permanent stages only": spot,
};

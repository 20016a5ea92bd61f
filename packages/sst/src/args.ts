import type { ChoreographyShape } from "./choreography.ts";

/** As SST's own components have it: fields to replace, or a function that changes the arguments in place. */
export type Transform<T> =
  // biome-ignore lint/suspicious/noConfusingVoidType: a transform may end without an answer
  Partial<T> | ((args: T, opts: $util.CustomResourceOptions, name: string) => undefined | void);

/** The kinds of resources, and the arguments that each is made from. */
export interface Kinds {
  bucket: sst.aws.BucketArgs;
  encryption: aws.s3.BucketServerSideEncryptionConfigurationArgs;
  cors: aws.s3.BucketCorsConfigurationArgs;
  notification: aws.s3.BucketNotificationArgs;
  table: sst.aws.DynamoArgs;
  queue: sst.aws.QueueArgs;
  deadLetters: sst.aws.QueueArgs;
  queuePolicy: aws.sqs.QueuePolicyArgs;
  function: sst.aws.FunctionArgs;
  eventSource: aws.lambda.EventSourceMappingArgs;
  recursion: aws.lambda.FunctionRecursionConfigArgs;
  logGroup: aws.cloudwatch.LogGroupArgs;
  schedule: sst.aws.CronV2Args;
  vpc: aws.ec2.VpcArgs;
  subnet: aws.ec2.SubnetArgs;
  gateway: aws.ec2.InternetGatewayArgs;
  routes: aws.ec2.RouteTableArgs;
  endpoint: aws.ec2.VpcEndpointArgs;
  securityGroup: aws.ec2.SecurityGroupArgs;
  serviceLinkedRole: aws.iam.ServiceLinkedRoleArgs;
  cluster: sst.aws.ClusterArgs;
  worker: sst.aws.TaskArgs;
  warmTaskDefinition: aws.ecs.TaskDefinitionArgs;
  warmPool: aws.ecs.ServiceArgs;
  warmPoolSize: aws.appautoscaling.TargetArgs;
  warmPoolHours: aws.appautoscaling.ScheduledActionArgs;
  router: sst.aws.RouterArgs;
  headers: aws.cloudfront.ResponseHeadersPolicyArgs;
  dashboard: sst.aws.StaticSiteArgs;
  topic: sst.aws.SnsTopicArgs;
  topicPolicy: aws.sns.TopicPolicyArgs;
  subscription: aws.sns.TopicSubscriptionArgs;
  alarm: aws.cloudwatch.MetricAlarmArgs;
  metricFilter: aws.cloudwatch.LogMetricFilterArgs;
  graphs: aws.cloudwatch.DashboardArgs;
  budget: aws.budgets.BudgetArgs;
}

/** One for each kind of resource; it is called for every resource of that kind. */
export type Transforms = { [Kind in keyof Kinds]?: Transform<Kinds[Kind]> };

/** A network that is there already. */
export interface ExistingNetwork {
  id: $util.Input<string>;
  /** Subnets that reach AWS: by an internet gateway with `publicIp`, by NAT, or by endpoints. */
  subnets: $util.Input<string>[];
  /** @default one that lets everything out and nothing in */
  securityGroups?: $util.Input<string>[];
  /** Needed in public subnets without NAT. @default false */
  publicIp?: boolean;
}

export interface TorrentArgs {
  /**
   * What is deployed: the file whose default export is the choreography, from the app's root, such as `torrent.config.ts`; or the
   * choreography itself.
   */
  choreography: string | ChoreographyShape;
  /**
   * The folder with one module for each function (`intake.ts`, `classify.ts`, …), each exporting `handler`, as `infra/entries` has
   * them: five lines that compose a handler of `@torrent/functions` with the choreography. Each is bundled by itself.
   * @default modules that the component writes into `.sst`, where `choreography` names a file
   */
  handlers?: string;
  worker: {
    image: { context: string; dockerfile: string };
    /** What `sst dev` runs in place of the container. */
    devCommand?: string;
  };
  /** The secret that holds the API's tokens, as JSON; it is linked to the API by its name. */
  tokens: sst.Secret;
  /** `false` deploys none, and the API alone. */
  dashboard:
    | false
    | { path: string; build: { command: string; output: string }; dev: { command: string; url: string } };

  /** A stage that people rely on: its data is protected, it is watched, and it keeps workers warm. @default the app's `removal` is `retain` */
  permanent?: boolean;
  /** Alarms, graphs and metrics of our own; some $7 a month. The budget is watched either way. @default permanent */
  watched?: boolean;
  /** Who is mailed about alarms and the budget; others subscribe to `topic`. */
  emails?: string[];
  /** An alarm when 80% of it is spent in a day, and when all is. @default 50 where permanent, else 5 */
  usdPerDay?: number;
  /** ANALYZE's invocations in an hour above which something runs in circles: Lambda's own guard is off. @default 1,000,000 */
  invocationsPerHour?: number;
  /** @default 90 where permanent, else 7 */
  logDays?: 1 | 3 | 5 | 7 | 14 | 30 | 60 | 90 | 180 | 365;
  /** Days after its last write that the table keeps an item: longer than any object. @default 430 */
  keepDays?: number;
  /** Concurrency that is the API's own, so that a flood of requests does not take the pipeline's. @default 50 where permanent, else none */
  apiConcurrency?: number;
  /** Of ten workers, how many are on Spot. @default 7 where permanent, else 10 */
  spotOfTen?: number;
  /** Whether workers for which Spot has no room start on demand, at three times the price. @default permanent */
  onDemandFallback?: boolean;
  /** Workers kept warm in the topology's business hours. @default the topology's where permanent, else 0 */
  warmWorkers?: number;
  /** An issuer whose tokens the API accepts beside its own; see docs/api.md. */
  oidc?: object;
  /** The secrets that passes and subscribers name in `needs.secrets`, by those names. */
  secrets?: Readonly<Record<string, sst.Secret>>;
  /** More variables of one function or the worker. All of a function's together may have 4 KB. */
  environment?: (grantee: string) => Record<string, $util.Input<string>>;
  /** More to link: a pass's secrets, for instance. */
  link?: (grantee: string) => unknown[];

  /**
   * Where workers run. `shared` is the account's default network, which costs no quota; `own` is a network for this component.
   * @default "own" where permanent, else "shared"
   */
  network?: "own" | "shared" | ExistingNetwork;
  /** A bucket that is there already: its lifecycle and encryption stay as they are. */
  bucket?: sst.aws.Bucket;
  /** A bucket has one notification configuration: `false` leaves it to you; send puts under `inbox/` to `nodes.queues.intake`. @default true */
  notifications?: boolean;
  domain?: sst.aws.RouterArgs["domain"];
  /** A router that is there already, such as that of a site. */
  router?: sst.aws.Router;
  transform?: Transforms;
}

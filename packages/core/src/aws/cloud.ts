import type { ECSClient } from "@aws-sdk/client-ecs";
import { madeOnce } from "../made-once.ts";
import type { Cloud } from "../ports/cloud.ts";
import type { Clock, Log, Random } from "../ports/runtime.ts";
import type { AwsAccess } from "./client.ts";
import { dynamoClient } from "./dynamodb-client.ts";
import { dynamoPackageStore } from "./dynamodb-package-store.ts";
import { dynamoTallyStore } from "./dynamodb-tally-store.ts";
import { type EcsTask, ecsClient, ecsWorkerFleet } from "./ecs.ts";
import { type S3Config, s3Client, s3ObjectStore } from "./s3.ts";
import { type SqsConfig, sqsClient, sqsMessageQueue } from "./sqs.ts";
import { jsonLog, systemClock, systemRandom } from "./system.ts";

/** Plain data. What a function never touches may be left out; touching it all the same says what is missing. */
export interface AwsCloudConfig extends AwsAccess {
  s3?: S3Config;
  sqs?: SqsConfig;
  dynamodb?: AwsAccess & { table: string; keepDays?: number };
  ecs?: AwsAccess & { task: EcsTask };
}

export interface Runtime {
  clock?: Clock;
  random?: Random;
  log?: Log;
  /** Told of each client when it is made, e.g. to add middleware that traces or records its calls. */
  onClient?: (client: object) => void;
  /** Stands in for ECS, of which no emulator exists. */
  ecs?: ECSClient;
}

/** What `connect` reads each part from. */
const variable = {
  s3: "TORRENT_BUCKET",
  sqs: "TORRENT_QUEUES",
  dynamodb: "TORRENT_TABLE",
} as const;

/** A port that was not configured: it may be passed on, and its first use says what is missing. */
const missing = (part: keyof typeof variable): never =>
  new Proxy(Object.freeze({}), {
    get(_, name) {
      if (typeof name === "symbol" || name === "then") return undefined;
      throw new TypeError(`The AWS cloud was configured without \`${part}\` (${variable[part]}), and it is used`);
    },
  }) as never;

const within = <T extends object>({ region, endpoint, credentials }: AwsAccess, part: T): T & AwsAccess => ({
  ...(region && { region }),
  ...(endpoint && { endpoint }),
  ...(credentials && { credentials }),
  ...part,
});

/** Everything behind the ports on AWS. Each port, and each client, is made at its first use. */
export const awsCloud = (config: AwsCloudConfig, runtime: Runtime = {}): Cloud => {
  const { clock = systemClock, random = systemRandom, log = jsonLog(), onClient = () => {} } = runtime;
  const told = <C extends object>(client: C): C => {
    onClient(client);
    return client;
  };
  const { s3, sqs, dynamodb, ecs } = config;
  const port = <T, C extends object>(
    name: keyof typeof variable,
    part: C | undefined,
    make: (part: C & AwsAccess) => T,
  ) => madeOnce(() => (part === undefined ? missing(name) : make(within(config, part))));

  const dynamo = madeOnce(() => told(dynamoClient(within(config, dynamodb ?? {}))));
  const objects = port("s3", s3, (part) => s3ObjectStore(part, told(s3Client(part))));
  const queues = port("sqs", sqs, (part) => sqsMessageQueue(part, { client: told(sqsClient(part)), clock, random }));
  const tally = port("dynamodb", dynamodb, (part) => dynamoTallyStore(part, dynamo(), clock));
  const packages = port("dynamodb", dynamodb, (part) => dynamoPackageStore(part, dynamo(), clock));
  const fleet = port("dynamodb", dynamodb && { ...ecs, table: dynamodb.table }, (part) =>
    ecsWorkerFleet(part, { client: runtime.ecs ?? told(ecsClient(part)), dynamo: dynamo(), clock, log }),
  );
  return {
    get objects() {
      return objects();
    },
    get queues() {
      return queues();
    },
    get tally() {
      return tally();
    },
    get packages() {
      return packages();
    },
    get fleet() {
      return fleet();
    },
    clock,
    random,
    log,
  };
};

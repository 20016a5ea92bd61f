import type { ECSClient } from "@aws-sdk/client-ecs";
import type { Cloud } from "../ports/cloud.ts";
import type { Clock, Log, Random } from "../ports/runtime.ts";
import type { AwsAccess } from "./client.ts";
import { dynamoClient } from "./dynamodb-client.ts";
import { dynamoPackageStore } from "./dynamodb-package-store.ts";
import { dynamoTallyStore } from "./dynamodb-tally-store.ts";
import { type EcsConfig, ecsWorkerFleet } from "./ecs.ts";
import { type S3Config, s3ObjectStore } from "./s3.ts";
import { type SqsConfig, sqsMessageQueue } from "./sqs.ts";
import { jsonLog, systemClock, systemRandom } from "./system.ts";

/** Plain data. What a function never touches may be left out; touching it all the same says what is missing. */
export interface AwsCloudConfig extends AwsAccess {
  s3?: S3Config;
  sqs?: SqsConfig;
  dynamodb?: AwsAccess & { table: string };
  ecs?: Omit<EcsConfig, "table">;
}

export interface Runtime {
  clock?: Clock;
  random?: Random;
  log?: Log;
  /** Stands in for ECS, of which no emulator exists. */
  ecs?: ECSClient;
}

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** What `connect` reads each part from. */
const variable = {
  s3: "TORRENT_BUCKET",
  sqs: "TORRENT_QUEUES",
  dynamodb: "TORRENT_TABLE",
  ecs: "TORRENT_FLEET",
} as const;

const needed = <T extends object>(
  access: AwsAccess,
  part: T | undefined,
  name: keyof typeof variable,
): T & AwsAccess => {
  if (part === undefined)
    throw new TypeError(`The AWS cloud was configured without \`${name}\` (${variable[name]}), and it is used`);
  const { region, endpoint, credentials } = access;
  return { ...(region && { region }), ...(endpoint && { endpoint }), ...(credentials && { credentials }), ...part };
};

/** Everything behind the ports on AWS. Each port, and each client, is made at its first use. */
export const awsCloud = (config: AwsCloudConfig, runtime: Runtime = {}): Cloud => {
  const { clock = systemClock, random = systemRandom, log = jsonLog() } = runtime;
  const table = once(() => needed(config, config.dynamodb, "dynamodb"));
  const dynamo = once(() => dynamoClient(table()));
  const objects = once(() => s3ObjectStore(needed(config, config.s3, "s3")));
  const queues = once(() => sqsMessageQueue(needed(config, config.sqs, "sqs"), { clock, random }));
  const tally = once(() => dynamoTallyStore(table(), dynamo()));
  const packages = once(() => dynamoPackageStore(table(), dynamo()));
  const fleet = once(() =>
    ecsWorkerFleet(
      { ...needed(config, config.ecs, "ecs"), table: table().table },
      {
        ...(runtime.ecs ? { client: runtime.ecs } : {}),
        dynamo: dynamo(),
        clock,
      },
    ),
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

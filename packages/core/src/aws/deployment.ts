import type { Cloud } from "../ports/cloud.ts";
import type { Clock, Log, Random } from "../ports/runtime.ts";
import type { WorkerFleet } from "../ports/worker-fleet.ts";
import type { AwsCloudConfig } from "./cloud.ts";
import { configFrom } from "./connect.ts";
import { dynamoClient } from "./dynamodb-client.ts";
import { dynamoPackageStore } from "./dynamodb-package-store.ts";
import { dynamoTallyStore } from "./dynamodb-tally-store.ts";
import { s3Client, s3ObjectStore } from "./s3.ts";
import { sqsClient, sqsMessageQueue } from "./sqs.ts";
import { systemClock, systemRandom } from "./system.ts";

/** Called with each client when it is made, e.g. to record its calls. */
export type OnClient = (client: object) => void;

/** Queues and table: what DISPATCH stands on. */
export interface Base extends Pick<Cloud, "queues" | "tally" | "packages"> {
  clock: Clock;
  random: Random;
  log: Log;
  config: AwsCloudConfig & Required<Pick<AwsCloudConfig, "sqs" | "dynamodb">>;
  dynamo: ReturnType<typeof dynamoClient>;
}

export interface Deployment extends Base, Pick<Cloud, "objects"> {
  config: Base["config"] & Required<Pick<AwsCloudConfig, "s3">>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const needed = <T>(part: T | undefined, variable: string): T => {
  if (part === undefined) throw new TypeError(`${variable} is not set; the deployment sets it for every function`);
  return part;
};

const accessOf = ({ region, credentials }: AwsCloudConfig): AwsCloudConfig => ({
  ...(region && { region }),
  ...(credentials && { credentials }),
});

/** Each client is made once in a life of the function. */
export const queuesAndTable = (env: Environment, log: Log, onClient: OnClient = () => {}): Base => {
  const config = configFrom(env);
  const sqs = { ...accessOf(config), ...needed(config.sqs, "TORRENT_QUEUES") };
  const dynamodb = { ...accessOf(config), ...needed(config.dynamodb, "TORRENT_TABLE") };
  const client = sqsClient(sqs);
  const dynamo = dynamoClient(dynamodb);
  onClient(client);
  onClient(dynamo);
  return {
    queues: sqsMessageQueue(sqs, { client, clock: systemClock, random: systemRandom }),
    tally: dynamoTallyStore(dynamodb, dynamo),
    packages: dynamoPackageStore(dynamodb, dynamo),
    clock: systemClock,
    random: systemRandom,
    log,
    config: { ...config, sqs, dynamodb },
    dynamo,
  };
};

/** With objects: what every other function stands on. */
export const deployment = (env: Environment, log: Log, onClient: OnClient = () => {}): Deployment => {
  const base = queuesAndTable(env, log, onClient);
  const s3 = { ...accessOf(base.config), ...needed(base.config.s3, "TORRENT_BUCKET") };
  const client = s3Client(s3);
  onClient(client);
  return { ...base, objects: s3ObjectStore(s3, client), config: { ...base.config, s3 } };
};

/** Stands for a part that a function was not given: using it is an error that says so. */
const absent = (what: string): never =>
  new Proxy(Object.freeze({}), {
    get(_, name) {
      if (typeof name === "symbol" || name === "then") return undefined;
      throw new TypeError(`This function was composed without ${what}; see aws/deployment.ts in @torrent/core`);
    },
  }) as never;

/** The cloud of a function that neither launches workers nor looks at them. */
export const withoutWorkers = ({ config: _, dynamo: __, ...ports }: Deployment): Cloud => ({
  ...ports,
  fleet: absent("workers"),
});

/** The cloud of a function that reads and writes no object. */
export const withoutObjects = ({ config: _, dynamo: __, ...ports }: Base, fleet: WorkerFleet): Cloud => ({
  ...ports,
  objects: absent("objects"),
  fleet,
});

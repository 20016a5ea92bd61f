import type { Clock, Cloud, Log, Random } from "@torrent/core";
import {
  type AwsCloudConfig,
  configFrom,
  dynamoClient,
  dynamoPackageStore,
  dynamoTallyStore,
  s3Client,
  s3ObjectStore,
  sqsClient,
  sqsMessageQueue,
  systemClock,
  systemRandom,
} from "@torrent/core/aws";
import { loggerLog } from "./log.ts";

/** Told of each client when it is made, e.g. to record its calls. */
export type OnClient = (client: object) => void;

export interface Deployment extends Pick<Cloud, "objects" | "queues" | "tally" | "packages"> {
  clock: Clock;
  random: Random;
  log: Log;
  config: Required<Pick<AwsCloudConfig, "s3" | "sqs" | "dynamodb">> & AwsCloudConfig;
  dynamo: ReturnType<typeof dynamoClient>;
}

const needed = <T>(part: T | undefined, variable: string): T => {
  if (part === undefined) throw new TypeError(`${variable} is not set; infra/functions.ts sets it for every function`);
  return part;
};

/**
 * What every function stands on: objects, queues and table, each client made once in a life of the function. The fleet is
 * not among it, so that only the functions that look at workers carry its client.
 */
export const deployment = (
  env: Readonly<Record<string, string | undefined>>,
  onClient: OnClient = () => {},
): Deployment => {
  const read = configFrom(env);
  const { region, credentials } = read;
  const access = { ...(region && { region }), ...(credentials && { credentials }) };
  const s3 = { ...access, ...needed(read.s3, "TORRENT_BUCKET") };
  const sqs = { ...access, ...needed(read.sqs, "TORRENT_QUEUES") };
  const dynamodb = { ...access, ...needed(read.dynamodb, "TORRENT_TABLE") };
  const clients = { s3: s3Client(s3), sqs: sqsClient(sqs), dynamo: dynamoClient(dynamodb) };
  for (const client of Object.values(clients)) onClient(client);
  return {
    objects: s3ObjectStore(s3, clients.s3),
    queues: sqsMessageQueue(sqs, { client: clients.sqs, clock: systemClock, random: systemRandom }),
    tally: dynamoTallyStore(dynamodb, clients.dynamo),
    packages: dynamoPackageStore(dynamodb, clients.dynamo),
    clock: systemClock,
    random: systemRandom,
    log: loggerLog(),
    config: { ...read, s3, sqs, dynamodb },
    dynamo: clients.dynamo,
  };
};

/** A fleet of which a function knows nothing; whoever uses it all the same is told. */
const noFleet = (): never => {
  throw new TypeError("This function was composed without workers (see packages/functions/src/lambda)");
};

/** The cloud of a function that neither launches workers nor looks at them. */
export const withoutWorkers = ({ config: _, dynamo: __, ...ports }: Deployment): Cloud => ({
  ...ports,
  fleet: { live: noFleet, launch: noFleet, beat: noFleet, leave: noFleet },
});

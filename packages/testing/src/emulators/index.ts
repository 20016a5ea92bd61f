import {
  type AwsAccess,
  type AwsCloudConfig,
  awsCloud,
  dynamoClient,
  type Runtime,
  s3Client,
  sqsClient,
  sqsMessageQueue,
} from "@torrent/core/aws";
import type { Cloud } from "@torrent/core/unstable";
import { type DynamoKind, startDynamo } from "./dynamodb.ts";
import { startFauxqs } from "./fauxqs.ts";
import { createBucket, createQueues, createTable } from "./resources.ts";

export { type DynamoKind, dynamoKinds, type EmulatedDynamo, startDynamo } from "./dynamodb.ts";
export { drain, type QueueEvent, type QueueHandler, type StageHandlers } from "./event-sources.ts";
export { type FakeEcs, type FakeEcsOptions, fakeEcs } from "./fake-ecs.ts";
export { startFauxqs } from "./fauxqs.ts";
export { type Call, commands, record } from "./recorder.ts";
export { createBucket, createQueues, createTable, tableInput } from "./resources.ts";

/** What an emulator takes for an account. */
export const emulatedAccess = {
  region: "us-east-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
} as const satisfies AwsAccess;

/** A bucket, a table and the topology's queues of one name; puts under `inbox/` reach the intake queue. */
export interface Stack {
  config: AwsCloudConfig;
  /** The same for `connect`, and for a process that is given its environment. */
  env: Record<string, string>;
  cloud: Cloud;
}

export interface Emulators {
  endpoints: { dynamodb: string; s3: string; sqs: string };
  kind: DynamoKind;
  stack(name: string, runtime?: Runtime): Promise<Stack>;
  stop(): Promise<void>;
}

/** Starts DynamoDB (dynoxide where it runs, else dynalite), S3 and SQS (fauxqs) on loopback. */
export const startEmulators = async (options: { dynamodb?: DynamoKind } = {}): Promise<Emulators> => {
  const dynamo = await startDynamo(options.dynamodb);
  const faux = await startFauxqs().catch(async (error: unknown) => {
    await dynamo.stop();
    throw error;
  });
  const dynamoAccess = { ...emulatedAccess, endpoint: dynamo.endpoint };
  const fauxAccess = { ...emulatedAccess, endpoint: faux.endpoint };

  const stack = async (name: string, runtime: Runtime = {}): Promise<Stack> => {
    const sqs = sqsClient(fauxAccess);
    const [queues] = await Promise.all([
      createQueues(sqs, name),
      createTable(dynamoClient(dynamoAccess), name),
      createBucket(s3Client({ ...fauxAccess, pathStyle: true }), name),
    ]);
    const intake = sqsMessageQueue({ queues }, { client: sqs });
    faux.corrections.notify(name, "inbox/", (body) => intake.send("intake", [{ body }]));
    const fleet = { cluster: name, taskDefinition: `${name}-worker`, subnets: ["subnet-test"] };
    const config: AwsCloudConfig = {
      ...emulatedAccess,
      s3: { ...fauxAccess, bucket: name, pathStyle: true },
      sqs: { ...fauxAccess, queues },
      dynamodb: { ...dynamoAccess, table: name },
      ecs: { ...emulatedAccess, task: fleet },
    };
    const env = {
      AWS_REGION: emulatedAccess.region,
      AWS_ACCESS_KEY_ID: emulatedAccess.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: emulatedAccess.credentials.secretAccessKey,
      AWS_ENDPOINT_URL_S3: faux.endpoint,
      AWS_ENDPOINT_URL_SQS: faux.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      TORRENT_BUCKET: name,
      TORRENT_TABLE: name,
      TORRENT_QUEUES: JSON.stringify(queues),
      TORRENT_FLEET: JSON.stringify(fleet),
    };
    return { config, env, cloud: awsCloud(config, runtime) };
  };

  return {
    endpoints: { dynamodb: dynamo.endpoint, s3: faux.endpoint, sqs: faux.endpoint },
    kind: dynamo.kind,
    stack,
    stop: async () => {
      await Promise.all([dynamo.stop(), faux.stop()]);
    },
  };
};

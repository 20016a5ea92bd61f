import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, GetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { tableDefinition } from "@torrent/core/aws";
import { deadLetterQueue, defaultTopology, queueNames } from "@torrent/core/unstable";

const keySchema = ({ partition, sort }: { partition: string; sort: string }) => [
  { AttributeName: partition, KeyType: "HASH" as const },
  { AttributeName: sort, KeyType: "RANGE" as const },
];

export const tableInput = (TableName: string): CreateTableCommandInput => ({
  TableName,
  BillingMode: "PAY_PER_REQUEST",
  AttributeDefinitions: Object.entries(tableDefinition.attributes).map(([AttributeName, AttributeType]) => ({
    AttributeName,
    AttributeType,
  })),
  KeySchema: keySchema(tableDefinition.keys),
  GlobalSecondaryIndexes: Object.entries(tableDefinition.indexes).map(([IndexName, keys]) => ({
    IndexName,
    KeySchema: keySchema(keys),
    Projection: { ProjectionType: "ALL" },
  })),
});

export const createTable = async (client: DynamoDBClient, name: string): Promise<void> => {
  await client.send(new CreateTableCommand(tableInput(name)));
  await waitUntilTableExists({ client, minDelay: 0.005, maxDelay: 0.1, maxWaitTime: 20 }, { TableName: name });
};

export const createBucket = async (client: S3Client, name: string): Promise<void> => {
  await client.send(new CreateBucketCommand({ Bucket: name }));
};

/** The topology's queues, each with its dead-letter queue; their URLs by the topology's names. */
export const createQueues = async (client: SQSClient, prefix: string): Promise<Record<string, string>> => {
  const urls: Record<string, string> = {};
  const create = async (name: string, Attributes: Record<string, string>): Promise<string> => {
    const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName: `${prefix}-${name}`, Attributes }));
    urls[name] = QueueUrl;
    return QueueUrl;
  };
  for (const name of queueNames) {
    const { visibility, maxReceives } = defaultTopology.queues[name];
    const dead = await create(deadLetterQueue(name), { MessageRetentionPeriod: "1209600" });
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: dead, AttributeNames: ["QueueArn"] }),
    );
    await create(name, {
      VisibilityTimeout: String(visibility),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: maxReceives }),
    });
  }
  return urls;
};

export type { AwsAccess } from "./client.ts";
export { type AwsCloudConfig, awsCloud, type Runtime } from "./cloud.ts";
export { configFrom, connect } from "./connect.ts";
export {
  type DynamoConfig,
  dynamoClient,
  dynamoPackageStore,
  dynamoTallyStore,
  type IndexName,
  leaseTable,
  tableDefinition,
} from "./dynamodb.ts";
export {
  type EcsConfig,
  type EcsTask,
  type EcsTools,
  ecsClient,
  ecsWorkerFleet,
  ownWorkerId,
  workerId,
} from "./ecs.ts";
export { type S3Config, s3Client, s3ObjectStore } from "./s3.ts";
export { type SqsConfig, type SqsTools, sqsClient, sqsMessageQueue } from "./sqs.ts";
export { jsonLog, systemClock, systemRandom } from "./system.ts";

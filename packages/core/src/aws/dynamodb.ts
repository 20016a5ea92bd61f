export { type DynamoConfig, dynamoClient } from "./dynamodb-client.ts";
export { dynamoPackageStore } from "./dynamodb-package-store.ts";
export { type IndexName, tableDefinition } from "./dynamodb-table.ts";
export { dynamoTallyStore } from "./dynamodb-tally-store.ts";
export { leaseTable } from "./ecs-leases.ts";

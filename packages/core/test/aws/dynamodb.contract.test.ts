import { packageStoreContract, tallyStoreContract, workerFleetContract } from "@torrent/testing/contracts";
import {
  createTable,
  dynamoKinds,
  type EmulatedDynamo,
  emulatedAccess,
  fakeEcs,
  startDynamo,
} from "@torrent/testing/emulators";
import { afterAll, beforeAll, describe } from "vitest";
import { dynamoClient } from "../../src/aws/dynamodb-client.ts";
import { dynamoPackageStore } from "../../src/aws/dynamodb-package-store.ts";
import { dynamoTallyStore } from "../../src/aws/dynamodb-tally-store.ts";
import { ecsWorkerFleet } from "../../src/aws/ecs.ts";

const CAPACITY = 13;

describe.each(dynamoKinds())("on %s", (kind) => {
  let emulator: EmulatedDynamo;
  let tables = 0;
  beforeAll(async () => {
    emulator = await startDynamo(kind);
  });
  afterAll(() => emulator.stop());

  const freshTable = async () => {
    tables += 1;
    const config = { ...emulatedAccess, endpoint: emulator.endpoint, table: `table-${tables}`, keepDays: 400 };
    const client = dynamoClient(config);
    await createTable(client, config.table);
    return { config, client, dispose: async () => client.destroy() };
  };

  tallyStoreContract("DynamoDB", async () => {
    const { config, client, dispose } = await freshTable();
    return { tally: dynamoTallyStore(config, client), dispose };
  });

  packageStoreContract("DynamoDB", async () => {
    const { config, client, dispose } = await freshTable();
    return { packages: dynamoPackageStore(config, client), dispose };
  });

  workerFleetContract("ECS and DynamoDB", async () => {
    const { config, client, dispose } = await freshTable();
    const ecs = fakeEcs({ capacity: CAPACITY });
    const fleet = ecsWorkerFleet(
      { ...config, task: { cluster: "test", taskDefinition: "worker", subnets: ["subnet-1"] } },
      { client: ecs.client, dynamo: client },
    );
    return { fleet, now: Date.now, capacity: CAPACITY, dispose };
  });
});

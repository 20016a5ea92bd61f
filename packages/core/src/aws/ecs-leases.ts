import { type DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import type { WorkerLease } from "../ports/worker-fleet.ts";
import { type Item, lostTo } from "./dynamodb-client.ts";
import { leaseKey, leasePartition } from "./dynamodb-table.ts";

/** An ended lease stays for the sweeper of the table so much longer: a repeated launch must find it. */
const KEPT_SECONDS = 3600;

const isNew = "attribute_not_exists(pk)";

/** Workers' leases in the table; whether one is over is the reader's to decide. */
export const leaseTable = (client: DynamoDBClient, TableName: string) => {
  const itemOf = ({ id, ...lease }: WorkerLease, now: number): Item =>
    marshall({ ...leaseKey(id), ...lease, ttl: Math.ceil(Math.max(lease.expiresAt, now) / 1000) + KEPT_SECONDS });

  return {
    async write(lease: WorkerLease, now: number): Promise<void> {
      await client.send(new PutItemCommand({ TableName, Item: itemOf(lease, now) }));
    },
    /** Whether the lease is new; one that has ended is not. */
    async begin(lease: WorkerLease, now: number): Promise<boolean> {
      try {
        await client.send(new PutItemCommand({ TableName, Item: itemOf(lease, now), ConditionExpression: isNew }));
        return true;
      } catch (error) {
        await lostTo(error, async () => undefined);
        return false;
      }
    },
    async all(): Promise<WorkerLease[]> {
      const leases: WorkerLease[] = [];
      let from: Item | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            ConsistentRead: true,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": { S: leasePartition } },
            ...(from ? { ExclusiveStartKey: from } : {}),
          }),
        );
        for (const item of page.Items ?? []) {
          const { sk, expiresAt, startedAt, busy } = unmarshall(item);
          leases.push({ id: sk, expiresAt, startedAt, busy });
        }
        from = page.LastEvaluatedKey;
      } while (from);
      return leases;
    },
  };
};

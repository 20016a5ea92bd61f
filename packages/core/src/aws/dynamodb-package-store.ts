import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { PackagePage, PackageRow, PackageStore, TransitionGuard } from "../ports/package-store.ts";
import type { Clock } from "../ports/runtime.ts";
import { type DynamoConfig, dynamoClient, type Item, lostTo } from "./dynamodb-client.ts";
import { indexHash, packRow, patching, unpackRow } from "./dynamodb-package-item.ts";
import { cursorOf, startAt } from "./dynamodb-page.ts";
import { type IndexName, packageKey, tableDefinition } from "./dynamodb-table.ts";
import { expiry } from "./dynamodb-ttl.ts";
import { systemClock } from "./system.ts";

const isNew = "attribute_not_exists(pk)";
const isKnown = "attribute_exists(pk)";
const roundIs = "#round = :guard_round";
const leaseIsFree = "(attribute_not_exists(#lease) OR #lease.#owner = :guard_owner OR #lease.#until < :guard_now)";
const stateIsOneOf = (count: number): string =>
  count === 0 ? isNew : `#state IN (${Array.from({ length: count }, (_, index) => `:guard_state${index}`).join(", ")})`;

const grownIs = (grown: number): string =>
  grown === 0 ? "(attribute_not_exists(#grown) OR #grown = :guard_grown)" : "#grown = :guard_grown";

const guarding = ({ from, round, lease, grown }: TransitionGuard) => ({
  condition: [
    isKnown,
    stateIsOneOf(from.length),
    ...(round === undefined ? [] : [roundIs]),
    ...(lease ? [leaseIsFree] : []),
    ...(grown === undefined ? [] : [grownIs(grown)]),
  ].join(" AND "),
  names: {
    ...(from.length === 0 ? {} : { "#state": "state" }),
    ...(round === undefined ? {} : { "#round": "round" }),
    ...(lease ? { "#lease": "lease", "#owner": "owner", "#until": "until" } : {}),
    ...(grown === undefined ? {} : { "#grown": "grown" }),
  },
  values: marshall({
    ...Object.fromEntries(from.map((state, index) => [`:guard_state${index}`, state])),
    ...(round === undefined ? {} : { ":guard_round": round }),
    ...(lease ? { ":guard_owner": lease.owner, ":guard_now": lease.now } : {}),
    ...(grown === undefined ? {} : { ":guard_grown": grown }),
  }),
});

const unlessEmpty = <T extends object>(record: T): T | undefined =>
  Object.keys(record).length === 0 ? undefined : record;

/** The packages' rows in DynamoDB; the layout is documented at `tableDefinition`. */
export const dynamoPackageStore = (
  config: DynamoConfig,
  client: DynamoDBClient = dynamoClient(config),
  clock: Clock = systemClock,
): PackageStore => {
  const TableName = config.table;
  const expiring = () => (config.keepDays === undefined ? {} : { ttl: expiry(clock, config.keepDays) });

  const readItem = async (id: string): Promise<Item | undefined> =>
    (await client.send(new GetItemCommand({ TableName, Key: marshall(packageKey(id)), ConsistentRead: true }))).Item;

  /** One row more than asked for is read, so that the last page has no cursor. */
  const query = async (
    index: IndexName,
    hash: string,
    forward: boolean,
    { limit, cursor }: { limit: number; cursor?: string },
  ): Promise<PackagePage> => {
    const { partition, sort } = tableDefinition.indexes[index];
    const rows: PackageRow[] = [];
    let from = cursor === undefined ? undefined : startAt(cursor, partition, hash, sort);
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          IndexName: index,
          ScanIndexForward: forward,
          KeyConditionExpression: "#hash = :hash",
          ExpressionAttributeNames: { "#hash": partition },
          ExpressionAttributeValues: { ":hash": { S: hash } },
          Limit: limit + 1 - rows.length,
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      rows.push(...(page.Items ?? []).map(unpackRow));
      from = page.LastEvaluatedKey;
    } while (from && rows.length <= limit);
    const packages = rows.slice(0, limit);
    const last = packages.at(-1);
    return rows.length > limit && last ? { packages, cursor: cursorOf(last.id, last[sort]) } : { packages };
  };

  return {
    async register(row) {
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item: packRow(row, expiring()),
            ConditionExpression: isNew,
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { first: true, row: unpackRow(packRow(row)) };
      } catch (error) {
        const old = await lostTo(error, () => readItem(row.id));
        if (!old) throw new Error(`Package ${row.id} was there and is gone`, { cause: error });
        return { first: false, row: unpackRow(old) };
      }
    },
    async transition(id, guard, patch) {
      const { condition, names, values } = guarding(guard);
      const change = patching({ ...patch, ...expiring() });
      try {
        const { Attributes = {} } = await client.send(
          new UpdateItemCommand({
            TableName,
            Key: marshall(packageKey(id)),
            UpdateExpression: change.update,
            ConditionExpression: condition,
            ExpressionAttributeNames: unlessEmpty({ ...names, ...change.names }),
            ExpressionAttributeValues: unlessEmpty({ ...values, ...change.values }),
            ReturnValues: "ALL_NEW",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          }),
        );
        return { done: true, row: unpackRow(Attributes) };
      } catch (error) {
        const old = await lostTo(error, () => readItem(id));
        return old && { done: false, row: unpackRow(old) };
      }
    },
    async read(id) {
      const item = await readItem(id);
      return item && unpackRow(item);
    },
    list: ({ state, ...options }) =>
      state === undefined ? query("by-time", indexHash.all, false, options) : query("by-state", state, false, options),
    open: (options) => query("open", indexHash.open, true, options),
  };
};

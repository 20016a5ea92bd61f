import { type DynamoDBClient, GetItemCommand, QueryCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { sumKeys } from "../outcome.ts";
import type { Clock } from "../ports/runtime.ts";
import type { Expectation, NodeKey, Settlement, TallyNode, TallyStore } from "../ports/tally-store.ts";
import { type DynamoConfig, dynamoClient, type Item, lostTo } from "./dynamodb-client.ts";
import {
  componentPartitions,
  type ItemKey,
  levelPartitions,
  nodeItemKey,
  nodeKeyOf,
  treePartition,
} from "./dynamodb-table.ts";
import { countName, packPlan, packReceipt, receiptName, totalNames, unpackNode } from "./dynamodb-tally-item.ts";
import { type Update, withExpiry } from "./dynamodb-ttl.ts";
import { merged } from "./merged.ts";
import { systemClock } from "./system.ts";

const notSettledYet = "NOT contains(s, :child)";
const notExpectedYet = "attribute_not_exists(n)";

const marshalledKey = ({ pk, sk }: ItemKey): Item => ({ pk: { S: pk }, sk: { S: sk } });

/** ADD for sets and sums (a sum of 0 costs nothing), SET for the receipt: one expression. */
const settling = ({ child, totals, failed, receipt }: Settlement): { update: string; values: Item } => {
  const values: Item = { ":child": { N: String(child) }, ":children": { NS: [String(child)] } };
  const add = ["s :children", ...(failed ? ["f :children"] : [])];
  const sum = (attribute: string, by: number): void => {
    if (by === 0) return;
    values[`:${attribute}`] = { N: String(by) };
    add.push(`${attribute} :${attribute}`);
  };
  for (const name of sumKeys) sum(totalNames[name], totals[name]);
  for (const [name, count] of Object.entries(totals.counts)) sum(countName(name), count);
  if (receipt) values[":receipt"] = { S: packReceipt(receipt) };
  return { update: `ADD ${add.join(", ")}${receipt ? ` SET ${receiptName(child)} = :receipt` : ""}`, values };
};

const expecting = ({ expected, root, plan, opener }: Expectation): { update: string; values: Item } => {
  const values: Item = { ":n": { N: String(expected) } };
  if (root !== undefined) values[":r"] = { BOOL: root };
  if (plan) values[":p"] = { S: packPlan(plan) };
  if (opener) values[":o"] = { S: packReceipt(opener) };
  const names = Object.keys(values).map((name) => name.slice(1));
  return { update: `SET ${names.map((name) => `${name} = :${name}`).join(", ")}`, values };
};

/**
 * The tally tree in DynamoDB: one `UpdateItem` for each write. The layout is documented at `tableDefinition`.
 *
 * Where the answer to a settlement is lost on the way, the SDK sends it again, and it finds its own first attempt:
 * `first` is then false though this call settled the child. The node is right either way, and the climb goes by it.
 */
export const dynamoTallyStore = (
  config: DynamoConfig,
  client: DynamoDBClient = dynamoClient(config),
  clock: Clock = systemClock,
): TallyStore => {
  const TableName = config.table;

  const readItem = async (key: NodeKey): Promise<Item | undefined> =>
    (await client.send(new GetItemCommand({ TableName, Key: marshalledKey(nodeItemKey(key)), ConsistentRead: true })))
      .Item;

  /** `won` is false where the condition did not hold; the node is the one after the call either way. */
  const write = async (key: NodeKey, condition: string, change: Update): Promise<{ won: boolean; node: TallyNode }> => {
    const { update, values, names } = withExpiry(change, clock, config.keepDays);
    try {
      const { Attributes = {} } = await client.send(
        new UpdateItemCommand({
          TableName,
          Key: marshalledKey(nodeItemKey(key)),
          UpdateExpression: update,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
          ...(names ? { ExpressionAttributeNames: names } : {}),
          ReturnValues: "ALL_NEW",
          ReturnValuesOnConditionCheckFailure: "ALL_OLD",
        }),
      );
      return { won: true, node: unpackNode(key, Attributes) };
    } catch (error) {
      const old = await lostTo(error, () => readItem(key));
      return { won: false, node: unpackNode(key, old ?? {}) };
    }
  };

  async function* partition(pk: string, prefix: string, packageId: string, round: number): AsyncIterable<TallyNode> {
    let from: Item | undefined;
    do {
      const page = await client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: prefix === "" ? "pk = :pk" : "pk = :pk AND begins_with(sk, :prefix)",
          ExpressionAttributeValues: { ":pk": { S: pk }, ...(prefix === "" ? {} : { ":prefix": { S: prefix } }) },
          ...(from ? { ExclusiveStartKey: from } : {}),
        }),
      );
      for (const item of page.Items ?? [])
        yield unpackNode(nodeKeyOf(packageId, round, { pk, sk: item.sk?.S ?? "" }), item);
      from = page.LastEvaluatedKey;
    } while (from);
  }

  return {
    async settle(key, settlement) {
      const { won, node } = await write(key, notSettledYet, settling(settlement));
      return { first: won, node };
    },
    async expect(key, expectation) {
      return (await write(key, notExpectedYet, expecting(expectation))).node;
    },
    async read(key) {
      const item = await readItem(key);
      return item && unpackNode(key, item);
    },
    async *level(key) {
      const { partitions, prefix } = levelPartitions(key);
      const streams = partitions.map((pk) => partition(pk, prefix, key.packageId, key.round));
      yield* merged(streams, (a, b) => a.key.index - b.key.index);
    },
    async *components(packageId, round) {
      for (const pk of componentPartitions(packageId, round)) yield* partition(pk, "", packageId, round);
    },
    async *groups(packageId, round) {
      for await (const node of partition(treePartition(packageId, round), "", packageId, round))
        if (node.key.level === 1) yield node;
    },
  };
};

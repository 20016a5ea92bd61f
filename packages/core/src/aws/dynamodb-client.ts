import { type AttributeValue, ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type AwsAccess, clientOptions } from "./client.ts";

export interface DynamoConfig extends AwsAccess {
  table: string;
  /** Days after its last write that an item of the tally or a package's row is kept. @default forever */
  keepDays?: number;
}

export type Item = Record<string, AttributeValue>;

export const dynamoClient = (access: AwsAccess = {}): DynamoDBClient => new DynamoDBClient(clientOptions(access));

/**
 * What a conditional write that lost its race found: the old item comes back on the failure itself
 * (`ReturnValuesOnConditionCheckFailure: ALL_OLD`), and only where a table does not send it (dynalite), or where there
 * was none, is it read. Any other error is thrown on.
 */
export const lostTo = async (error: unknown, read: () => Promise<Item | undefined>): Promise<Item | undefined> => {
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  return error.Item ?? (await read());
};

import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { bundle } from "../packages/functions/src/bundle.ts";
import { type Bundled, bundled } from "./bundling.ts";

/** Times the floor that a function may have, in size and in INIT. */
export const TARGET = 1.3;

const clients: Record<string, string> = {
  s3: 'import { S3Client } from "@aws-sdk/client-s3"; export { S3Client }; new S3Client({ region: "us-east-1" });',
  dynamodb:
    'import { DynamoDBClient } from "@aws-sdk/client-dynamodb"; export { DynamoDBClient }; new DynamoDBClient({ region: "us-east-1" });',
  sqs: 'import { SQSClient } from "@aws-sdk/client-sqs"; export { SQSClient }; new SQSClient({ region: "us-east-1" });',
  ecs: 'import { ECSClient } from "@aws-sdk/client-ecs"; export { ECSClient }; new ECSClient({ region: "us-east-1" });',
};

const common = ["s3", "dynamodb", "sqs"];

/** Functions that construct other clients than these. */
const others: Record<string, readonly string[]> = { dispatch: ["dynamodb", "sqs", "ecs"] };

/** Every function that is deployed. */
export const handlers = readdirSync(new URL("../infra/entries/", import.meta.url)).map((file) => basename(file, ".ts"));

/** The SDK clients that each function constructs. */
export const clientsOf: Record<string, readonly string[]> = Object.fromEntries(
  handlers.map((name) => [name, others[name] ?? common]),
);

/**
 * A bundle of the bare SDK clients that a function constructs: in one file, as SST makes it unless told otherwise; or in chunks, as
 * our functions are: a floor without what the SDK itself loads late, and so a harder one.
 */
export const floorOf = (name: string, folder: string, { splitting } = { splitting: false }): Promise<Bundled> => {
  const text = (clientsOf[name] ?? []).map((client) => clients[client]).join("\n");
  return bundled({ text }, folder, { ...bundle, splitting });
};

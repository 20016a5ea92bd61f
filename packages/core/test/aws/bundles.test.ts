import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const clients = ["client-s3", "client-sqs", "client-dynamodb", "client-ecs"];

/** The AWS clients that a function's bundle carries which imports this module only. */
const carried = async (module: string): Promise<string[]> => {
  const { metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../../src/aws/${module}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    format: "esm",
    logLevel: "error",
  });
  const inputs = Object.keys(metafile.inputs);
  return clients.filter((client) => inputs.some((path) => path.includes(`@aws-sdk/${client}/`)));
};

it.each([
  ["s3", ["client-s3"]],
  ["sqs", ["client-sqs"]],
  ["dynamodb", ["client-dynamodb"]],
  ["ecs", ["client-dynamodb", "client-ecs"]],
])("a function that imports %s carries %j and no other client", async (module, expected) => {
  expect(await carried(module)).toEqual(expected);
});

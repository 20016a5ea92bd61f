import { tableDefinition } from "../packages/core/src/aws/dynamodb-table.ts";
import { permanent } from "./stage.ts";

/** Days that a prefix is kept. Reports stay: they are the product, and small. */
const kept = {
  inbox: 90,
  components: 30,
  attempts: 30,
  results: 90,
  summaries: 90,
  "dead-letters": 90,
  operations: 90,
  audit: 400,
};

/** Everything that is read or written in bulk; block public access, and TLS only, are SST's own defaults. */
export const bucket = new sst.aws.Bucket("Packages", {
  // infra/web.ts opens uploads to the dashboard's origin, and to no other.
  cors: false,
  lifecycle: Object.entries(kept).map(([prefix, days]) => ({
    id: prefix,
    prefix: `${prefix}/`,
    expiresIn: `${days} days` as const,
  })),
  transform: {
    bucket: { forceDestroy: !permanent },
    lifecycle: (args) => {
      args.rules = $resolve(args.rules ?? []).apply((rules) => [
        ...rules,
        { id: "unfinished-uploads", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 2 } },
      ]);
    },
  },
});

new aws.s3.BucketServerSideEncryptionConfiguration("PackagesEncryption", {
  bucket: bucket.name,
  rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: true }],
});

const { keys, attributes, indexes, ttl } = tableDefinition;
const indexKeys = ({ partition, sort }: { partition: string; sort: string }) => ({
  hashKey: partition,
  rangeKey: sort,
});

/** The tally, the packages and the workers' leases. On demand, with point-in-time recovery (SST's default). */
export const table = new sst.aws.Dynamo("Table", {
  fields: Object.fromEntries(
    Object.entries(attributes).map(([name, type]) => [name, type === "S" ? "string" : "number"] as const),
  ),
  primaryIndex: indexKeys(keys),
  globalIndexes: Object.fromEntries(Object.entries(indexes).map(([name, index]) => [name, indexKeys(index)])),
  ttl,
  deletionProtection: permanent,
});

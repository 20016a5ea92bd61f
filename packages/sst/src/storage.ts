import { tableDefinition } from "@torrent/core/aws/table";
import { type Context, keptDays, make } from "./context.ts";

export interface Storage {
  bucket: sst.aws.Bucket;
  table: sst.aws.Dynamo;
}

/** Everything that is read or written in bulk; block public access, and TLS only, are SST's own defaults. */
const bucketOf = (context: Context): sst.aws.Bucket => {
  const { permanent } = context.settings;
  const bucket = make(context, "bucket", sst.aws.Bucket, "Packages", {
    // The dashboard's origin is allowed to upload, in web.ts, and no other.
    cors: false,
    lifecycle: Object.entries(keptDays).map(([prefix, days]) => ({
      id: prefix,
      prefix: `${prefix}/`,
      expiresIn: `${days} days` as const,
    })),
    transform: {
      bucket: { forceDestroy: !permanent },
      lifecycle: (args) => {
        args.rules = $resolve(args.rules ?? []).apply((rules) => [
          ...rules,
          {
            id: "unfinished-uploads",
            status: "Enabled",
            // The whole bucket; a rule without any filter is refused.
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 2 },
          },
        ]);
      },
    },
  });
  make(context, "encryption", aws.s3.BucketServerSideEncryptionConfiguration, "PackagesEncryption", {
    bucket: bucket.name,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" }, bucketKeyEnabled: true }],
  });
  return bucket;
};

const { keys, attributes, indexes, ttl } = tableDefinition;
const indexKeys = ({ partition, sort }: { partition: string; sort: string }) => ({
  hashKey: partition,
  rangeKey: sort,
});

/** The tally, the packages and the workers' leases. On demand, with point-in-time recovery (SST's default). */
const tableOf = (context: Context): sst.aws.Dynamo =>
  make(context, "table", sst.aws.Dynamo, "Table", {
    fields: Object.fromEntries(
      Object.entries(attributes).map(([name, type]) => [name, type === "S" ? "string" : "number"] as const),
    ),
    primaryIndex: indexKeys(keys),
    globalIndexes: Object.fromEntries(Object.entries(indexes).map(([name, index]) => [name, indexKeys(index)])),
    ttl,
    deletionProtection: context.settings.permanent,
  });

export const storageOf = (context: Context): Storage => ({
  bucket: context.args.bucket ?? bucketOf(context),
  table: tableOf(context),
});

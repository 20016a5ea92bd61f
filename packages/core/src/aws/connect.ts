import * as z from "zod";
import type { Cloud } from "../ports/cloud.ts";
import { type AwsCloudConfig, awsCloud, type Runtime } from "./cloud.ts";

const json = <T>(schema: z.ZodType<T>) =>
  z
    .string()
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: "custom", message: "must be JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);

const Queues = z.record(z.string(), z.url());

const Fleet = z.strictObject({
  cluster: z.string().min(1),
  taskDefinition: z.string().min(1),
  subnets: z.array(z.string().min(1)).min(1),
  securityGroups: z.array(z.string().min(1)).optional(),
  assignPublicIp: z.boolean().optional(),
  capacity: z
    .array(
      z.strictObject({
        capacityProvider: z.enum(["FARGATE", "FARGATE_SPOT"]),
        weight: z.number().int().min(0),
        base: z.number().int().min(0).optional(),
      }),
    )
    .min(1)
    .optional(),
  bootSeconds: z.number().positive().optional(),
});

/** `AWS_*` are the SDK's own names; what is not given here the SDK finds by itself. */
const Environment = z.object({
  TORRENT_BUCKET: z.string().min(1).optional(),
  TORRENT_TABLE: z.string().min(1).optional(),
  TORRENT_QUEUES: json(Queues).optional(),
  TORRENT_FLEET: json(Fleet).optional(),
  TORRENT_CONDITIONAL_WRITES: z.enum(["true", "false"]).optional(),
  AWS_REGION: z.string().optional(),
  AWS_ENDPOINT_URL: z.url().optional(),
  AWS_ENDPOINT_URL_S3: z.url().optional(),
  AWS_ENDPOINT_URL_SQS: z.url().optional(),
  AWS_ENDPOINT_URL_DYNAMODB: z.url().optional(),
  AWS_ENDPOINT_URL_ECS: z.url().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
});

const given = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

/** What {@link connect} makes of an environment, as plain data. */
export const configFrom = (env: Readonly<Record<string, string | undefined>>): AwsCloudConfig => {
  const parsed = Environment.safeParse(given(env));
  if (!parsed.success) throw new TypeError(`The environment is not complete:\n${z.prettifyError(parsed.error)}`);
  const e = parsed.data;
  const endpoint = (own: string | undefined) => given({ endpoint: own ?? e.AWS_ENDPOINT_URL });
  const s3Endpoint = endpoint(e.AWS_ENDPOINT_URL_S3);
  return given({
    region: e.AWS_REGION,
    credentials:
      e.AWS_ACCESS_KEY_ID && e.AWS_SECRET_ACCESS_KEY
        ? given({
            accessKeyId: e.AWS_ACCESS_KEY_ID,
            secretAccessKey: e.AWS_SECRET_ACCESS_KEY,
            sessionToken: e.AWS_SESSION_TOKEN,
          })
        : undefined,
    s3: e.TORRENT_BUCKET
      ? {
          bucket: e.TORRENT_BUCKET,
          ...s3Endpoint,
          pathStyle: s3Endpoint.endpoint !== undefined,
          conditionalWrites: e.TORRENT_CONDITIONAL_WRITES !== "false",
        }
      : undefined,
    sqs: e.TORRENT_QUEUES && { queues: e.TORRENT_QUEUES, ...endpoint(e.AWS_ENDPOINT_URL_SQS) },
    dynamodb: e.TORRENT_TABLE ? { table: e.TORRENT_TABLE, ...endpoint(e.AWS_ENDPOINT_URL_DYNAMODB) } : undefined,
    ecs: e.TORRENT_FLEET && { task: e.TORRENT_FLEET, ...endpoint(e.AWS_ENDPOINT_URL_ECS) },
  });
};

/**
 * The AWS cloud that an environment describes, for composition roots:
 *
 * - `TORRENT_BUCKET`, `TORRENT_TABLE`: names
 * - `TORRENT_QUEUES`: JSON, the topology's queue name → URL
 * - `TORRENT_FLEET`: JSON, an `EcsTask`; for what launches workers
 * - `TORRENT_CONDITIONAL_WRITES`: `false` on emulators that know no `If-None-Match`
 * - `AWS_ENDPOINT_URL` and its `_S3`, `_SQS`, `_DYNAMODB`, `_ECS` variants, for emulators
 *
 * A value that is wrong is a `TypeError` at once, one that is missing at the first use of the port that needs it.
 */
export const connect = (env: Readonly<Record<string, string | undefined>>, runtime: Runtime = {}): Cloud =>
  awsCloud(configFrom(env), runtime);

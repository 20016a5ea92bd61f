import * as z from "zod/mini";
import type { Cloud } from "../ports/cloud.ts";
import { checked, type Schema } from "../schema.ts";
import { type AwsCloudConfig, awsCloud, type Runtime } from "./cloud.ts";

const json = <T>(schema: Schema<T>) =>
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((text, context) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          context.issues.push({ code: "custom", message: "must be JSON", input: text });
          return z.NEVER;
        }
      }),
    ),
    schema,
  );

const Queues = z.record(z.string(), z.string().check(z.minLength(1)));

const Fleet = z.strictObject({
  cluster: z.string().check(z.minLength(1)),
  taskDefinition: z.string().check(z.minLength(1)),
  subnets: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
  securityGroups: z.optional(z.array(z.string().check(z.minLength(1)))),
  assignPublicIp: z.optional(z.boolean()),
  capacity: z.optional(
    z
      .array(
        z.strictObject({
          capacityProvider: z.enum(["FARGATE", "FARGATE_SPOT"]),
          weight: z.int().check(z.minimum(0)),
          base: z.optional(z.int().check(z.minimum(0))),
        }),
      )
      .check(z.minLength(1)),
  ),
  onDemandFallback: z.optional(z.boolean()),
  bootSeconds: z.optional(z.number().check(z.positive())),
});

/** `AWS_*` are the SDK's own names; what is not given here the SDK finds by itself. */
const Environment = z.object({
  TORRENT_BUCKET: z.optional(z.string().check(z.minLength(1))),
  TORRENT_TABLE: z.optional(z.string().check(z.minLength(1))),
  TORRENT_KEEP_DAYS: z.optional(z.pipe(z.pipe(z.string(), z.transform(Number)), z.number().check(z.positive()))),
  TORRENT_QUEUES: z.optional(json(Queues)),
  TORRENT_QUEUE_BASE: z.optional(z.url()),
  TORRENT_FLEET: z.optional(json(Fleet)),
  TORRENT_CONDITIONAL_WRITES: z.optional(z.enum(["true", "false"])),
  AWS_REGION: z.optional(z.string()),
  AWS_ENDPOINT_URL: z.optional(z.url()),
  AWS_ENDPOINT_URL_S3: z.optional(z.url()),
  AWS_ENDPOINT_URL_SQS: z.optional(z.url()),
  AWS_ENDPOINT_URL_DYNAMODB: z.optional(z.url()),
  AWS_ENDPOINT_URL_ECS: z.optional(z.url()),
  AWS_ACCESS_KEY_ID: z.optional(z.string()),
  AWS_SECRET_ACCESS_KEY: z.optional(z.string()),
  AWS_SESSION_TOKEN: z.optional(z.string()),
});

const given = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;

/** Addresses of queues; those that are no whole URL are relative to the base, which keeps an environment of 4 KB small. */
const queueUrls = (queues: Readonly<Record<string, string>>, base: string | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(queues).map(([name, address]) => {
      if (!URL.canParse(address, base))
        throw new TypeError(
          `The environment is not complete:\nTORRENT_QUEUES.${name} is "${address}": it must be a URL, or TORRENT_QUEUE_BASE the URL before it`,
        );
      return [name, new URL(address, base).href];
    }),
  );

/** What {@link connect} makes of an environment, as plain data. */
export const configFrom = (env: Readonly<Record<string, string | undefined>>): AwsCloudConfig => {
  const parsed = checked(Environment, given(env));
  if (!parsed.ok) throw new TypeError(`The environment is not complete:\n${parsed.why}`);
  const e = parsed.value;
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
    sqs: e.TORRENT_QUEUES && {
      queues: queueUrls(e.TORRENT_QUEUES, e.TORRENT_QUEUE_BASE),
      ...endpoint(e.AWS_ENDPOINT_URL_SQS),
    },
    dynamodb: e.TORRENT_TABLE
      ? given({
          table: e.TORRENT_TABLE,
          keepDays: e.TORRENT_KEEP_DAYS,
          ...endpoint(e.AWS_ENDPOINT_URL_DYNAMODB),
        })
      : undefined,
    ecs: e.TORRENT_FLEET && { task: e.TORRENT_FLEET, ...endpoint(e.AWS_ENDPOINT_URL_ECS) },
  });
};

/**
 * The AWS cloud that an environment describes, for composition roots:
 *
 * - `TORRENT_BUCKET`, `TORRENT_TABLE`: names
 * - `TORRENT_KEEP_DAYS`: days after its last write that the table keeps an item; without it, forever
 * - `TORRENT_QUEUES`: JSON, the topology's queue name → URL, or what follows `TORRENT_QUEUE_BASE`
 * - `TORRENT_FLEET`: JSON, an `EcsTask`; for what launches workers
 * - `TORRENT_CONDITIONAL_WRITES`: `false` on emulators that know no `If-None-Match`
 * - `AWS_ENDPOINT_URL` and its `_S3`, `_SQS`, `_DYNAMODB`, `_ECS` variants, for emulators
 *
 * A value that is wrong is a `TypeError` at once, one that is missing at the first use of the port that needs it.
 */
export const connect = (env: Readonly<Record<string, string | undefined>>, runtime: Runtime = {}): Cloud =>
  awsCloud(configFrom(env), runtime);

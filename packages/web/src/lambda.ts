import { createHash } from "node:crypto";
import { type Deployment, deployment, type OnClient, withoutWorkers } from "@torrent/core/aws/deployment";
import { leaseTable } from "@torrent/core/aws/dynamodb";
import { type Choreography, type Cloud, checked, type Log, parse, type WorkerFleet } from "@torrent/core/unstable";
import * as z from "zod/mini";
import {
  type Authenticate,
  byAny,
  byJwt,
  byTokens,
  cloudWatchGraphs,
  cloudWatchLinks,
  createApi,
  keysFrom,
  modulesIn,
} from "./api/index.ts";

const Tokens = z
  .array(
    z.strictObject({
      name: z.string().check(z.minLength(1)),
      sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
      role: z.enum(["read", "operate"]),
    }),
  )
  .check(z.minLength(1));

/** The secret `ApiTokens`: JSON, one entry a token, each known by its hash only. See docs/deploy.md. */
const tokensFrom = (secret: string): z.infer<typeof Tokens> => {
  let value: unknown;
  try {
    value = JSON.parse(secret);
  } catch (cause) {
    throw new TypeError("The secret ApiTokens is not JSON; set it as docs/deploy.md shows", { cause });
  }
  const tokens = checked(Tokens, value);
  if (!tokens.ok) throw new TypeError(`The secret ApiTokens is wrong:\n${tokens.why}`);
  return tokens.value;
};

/** Log groups by the route of the tasks that write to them; an environment without any gives no links. */
const LogGroups = z.strictObject({ function: z.optional(z.string()), worker: z.optional(z.string()) });

/** An issuer whose signed tokens are taken beside the deployment's own; see docs/api.md. */
const Oidc = z.strictObject({
  issuer: z.string(),
  audience: z.string(),
  /** Where its key set is; by default under the issuer's `.well-known`. */
  keys: z.optional(z.string()),
  claim: z.optional(z.string()),
  read: z.optional(z.string()),
  operate: z.optional(z.string()),
  type: z.optional(z.string()),
});

const byIssuer = (json: string | undefined, now: () => number): Authenticate[] => {
  if (json === undefined || json === "") return [];
  const {
    issuer,
    audience,
    keys,
    claim,
    read = "torrent:read",
    operate = "torrent:operate",
    type,
  } = parse(Oidc, JSON.parse(json));
  return [
    byJwt({
      issuer,
      audience,
      keys: keysFrom(keys ?? `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`),
      roles: { read, operate },
      ...(claim === undefined ? {} : { claim }),
      ...(type === undefined ? {} : { type }),
      now,
    }),
  ];
};

/** The workers as the API has them: it lists them, and can neither launch nor end one. */
const readOnlyFleet = ({ dynamo, config, clock }: Deployment, rest: WorkerFleet): WorkerFleet => {
  const leases = leaseTable(dynamo, config.dynamodb.table);
  return {
    ...rest,
    async live() {
      const now = clock.now();
      return (await leases.all()).filter(({ expiresAt }) => expiresAt > now);
    },
  };
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The API of a choreography on AWS, as the entry of its function composes it. */
export const composeApi =
  (choreography: Choreography, log: Log) => (env: Environment, secret: string, onClient?: OnClient) => {
    const base = deployment(env, log, onClient);
    const bare = withoutWorkers(base);
    const cloud: Cloud = { ...bare, fleet: readOnlyFleet(base, bare.fleet) };
    const region = env.AWS_REGION ?? "us-east-1";
    return createApi({
      cloud,
      choreography,
      auth: {
        mode: "bearer",
        authenticate: byAny(byTokens(tokensFrom(secret)), ...byIssuer(env.TORRENT_OIDC, () => cloud.clock.now())),
      },
      // Page cursors are good until the tokens change; they need no secret of their own.
      cursorKey: createHash("sha256").update("cursor\n").update(secret).digest(),
      logLink: cloudWatchLinks({
        region,
        groups: parse(LogGroups, JSON.parse(env.TORRENT_LOG_GROUPS ?? "{}")),
      }),
      ...(env.TORRENT_PANELS ? { panelModules: modulesIn(env.TORRENT_PANELS) } : {}),
      ...(env.TORRENT_GRAPHS ? { graphs: cloudWatchGraphs({ region, name: env.TORRENT_GRAPHS }) } : {}),
      uploadOrigins: [`https://${base.config.s3.bucket}.s3.${env.AWS_REGION}.amazonaws.com`],
    });
  };

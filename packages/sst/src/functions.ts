import { bundle, parsers, parsersEntry, withParsers } from "@torrent/functions/bundle";
import type { Grantee, Grants } from "@torrent/functions/grants";
import { exceedsRecursionGuard, functionsOf, neededStatements, queuesOf as queueNamesBy } from "./choreography.ts";
import { type Context, make, pascal, specOf } from "./context.ts";
import { environmentOf } from "./environment.ts";
import { granted, type Statement, surroundings } from "./permissions.ts";
import { burier, type Queues } from "./queues.ts";
import type { Storage } from "./storage.ts";

export interface Parts {
  context: Context;
  storage: Storage;
  queues: Queues;
  grants: Record<string, Grants>;
}

export interface Made {
  fn: sst.aws.Function;
  logs: aws.cloudwatch.LogGroup;
}

export interface FunctionSpec {
  name: string;
  description: string;
  timeout: number;
  memoryMB: number;
  /** Queues whose batches the event source mapping takes for it. */
  takes?: $util.Output<string>[];
  more?: Partial<sst.aws.FunctionArgs>;
  permissions?: Statement[];
}

/** Where ANALYZE looks for its parsers under `sst dev`, which runs no hook after a build. */
const devParsers = ".sst/torrent";

const parsersOf = (name: string): Partial<sst.aws.FunctionArgs> => {
  if (name !== "analyze" || parsersEntry($cli.paths.root) === undefined) return {};
  if (!$dev) return { hook: { postbuild: withParsers($cli.paths.root) } };
  const entry = { from: `${devParsers}/${parsers.file}`, to: parsers.file };
  return { copyFiles: withParsers($cli.paths.root)(`${$cli.paths.root}/${devParsers}`).then(() => [entry]) };
};

/** A function that may do what its grants say, write its own logs, and nothing else. */
export const lambda = ({ context, storage, queues, grants }: Parts, spec: FunctionSpec): Made => {
  const { name, description, timeout, memoryMB, takes = [], more = {}, permissions = [] } = spec;
  const { args, settings } = context;
  const own = grants[name];
  if (!own)
    throw new TypeError(
      `Nothing says what "${name}" may do; packages/functions/src/grants.ts knows ${Object.keys(grants).join(", ")}`,
    );
  const logs = make(context, "logGroup", aws.cloudwatch.LogGroup, `${pascal(name)}Logs`, {
    name: `/torrent/${context.deployment}/${name}`,
    retentionInDays: settings.logDays,
  });
  const needed = neededStatements(context.choreography, name);
  const statements = [...granted(own, storage, queues), ...needed, ...surroundings(takes, logs.arn), ...permissions];
  const fn = make(context, "function", sst.aws.Function, pascal(name), {
    handler: `${context.handlers}/${name}.handler`,
    description,
    runtime: "nodejs24.x",
    architecture: "arm64",
    timeout: `${timeout} seconds`,
    memory: `${memoryMB} MB`,
    logging: { format: "json", logGroup: logs.name },
    // With their source maps: a stack names the line that was written, not column 90,210 of line 1.
    nodejs: { ...bundle, sourcemap: true },
    ...parsersOf(name),
    ...more,
    link: [...((more.link as unknown[]) ?? []), ...(args.link?.(name) ?? [])],
    environment: {
      ...environmentOf(context, name, own, storage, queues),
      NODE_OPTIONS: "--enable-source-maps",
      POWERTOOLS_SERVICE_NAME: name,
      ...(settings.watched ? {} : { POWERTOOLS_METRICS_DISABLED: "true" }),
      ...more.environment,
    },
    permissions: statements,
    transform: {
      role: (role) => {
        role.managedPolicyArns = [];
        // SST lets the whole account assume a function's role: `sst dev` needs that, a deployment does not.
        if (!$dev) role.assumeRolePolicy = aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" });
      },
      function: (fnArgs) => {
        fnArgs.tracingConfig = { mode: "Active" };
      },
    },
  });
  return { fn, logs };
};

/** An event source mapping of its own for each queue: with its own concurrency, no lane starves another. */
const mapped = ({ context, queues }: Parts, queue: string, fn: sst.aws.Function): void => {
  const { batchSize, window, maxConcurrency } = specOf(context, queue);
  make(context, "eventSource", aws.lambda.EventSourceMapping, `${pascal(queue)}Source`, {
    eventSourceArn: (queues.main[queue] as sst.aws.Queue).arn,
    functionName: fn.arn,
    batchSize,
    maximumBatchingWindowInSeconds: window,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: maxConcurrency },
  });
};

const descriptions: Record<string, string> = {
  intake: "Takes delivered packages apart",
  classify: "Plans each component",
  analyze: "Runs light passes",
  aggregate: "Merges, scores and reports",
  dispatch: "Launches workers for heavy passes",
  complete: "Calls subscribers when a package has ended",
};

/** Those that feed their own queue, by way of others. */
const circling = new Set(["intake", "classify", "analyze", "aggregate"]);

/** A function that takes the topology's queues of its name. */
const stageFunction = (parts: Parts, name: string, more: Partial<FunctionSpec>): Made => {
  const { context, queues } = parts;
  const own = queueNamesBy(context.topology)(name);
  const specs = own.map((queue) => specOf(context, queue));
  const made = lambda(parts, {
    name,
    description: descriptions[name] ?? name,
    timeout: Math.max(...specs.map(({ timeout }) => timeout)),
    memoryMB: Math.max(...specs.map(({ memoryMB }) => memoryMB)),
    takes: own.map((queue) => (queues.main[queue] as sst.aws.Queue).arn),
    ...more,
  });
  for (const queue of own) mapped(parts, queue, made.fn);
  // A grown component is classified and analysed again, so a healthy package makes more hops than Lambda's guard lets through. Our own
  // caps (depth, components, tries, deadline) end every chain; an alarm watches the invocations.
  if (circling.has(name) && exceedsRecursionGuard(context.topology))
    make(context, "recursion", aws.lambda.FunctionRecursionConfig, `${pascal(name)}Recursion`, {
      functionName: made.fn.name,
      recursiveLoop: "Allow",
    });
  return made;
};

const scheduled = (parts: Parts, everyMinutes: number, spec: FunctionSpec): Made => {
  const made = lambda(parts, spec);
  make(parts.context, "schedule", sst.aws.CronV2, `${pascal(spec.name)}Schedule`, {
    schedule: everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)`,
    function: made.fn.arn,
  });
  return made;
};

export type Functions = Record<string, Made>;

/** Every function but the API. `launching` is what DISPATCH needs to start workers. */
export const functionsIn = (
  parts: Parts,
  launching: { fleet: $util.Output<string>; permissions: Statement[] },
): Functions => {
  const { everyMinutes, ...sweeper } = parts.context.topology.schedules.sweep;
  const more: Partial<Record<Grantee, Partial<FunctionSpec>>> = {
    dispatch: { more: { environment: { TORRENT_FLEET: launching.fleet } }, permissions: launching.permissions },
    // Scratch space for pieces that do not fit in memory.
    intake: { more: { storage: "10 GB" } },
  };
  const stages = functionsOf(parts.context.topology).map(
    (name) => [name, stageFunction(parts, name, more[name as Grantee] ?? {})] as const,
  );
  const { everyMinutes: everyMinutesToo, ...digger } = burier;
  return {
    ...Object.fromEntries(stages),
    bury: scheduled(parts, everyMinutesToo, { name: "bury", description: "Settles dead letters", ...digger }),
    sweep: scheduled(parts, everyMinutes, {
      name: "sweep",
      description: "Sends again what was lost, expires what is past its deadline",
      ...sweeper,
    }),
  };
};

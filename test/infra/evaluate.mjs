// Evaluates sst.config.ts with SST's own platform code under Pulumi's mocks: no account, no engine, no network.
//   node test/infra/evaluate.mjs '[{ "stage": "production", "mode": "deploy" }, …]'
// `mode` is deploy or dev; `config` another file than sst.config.ts. `mutation`, for tests of the tests: { file, from, to }, a text replaced in a file as it is read.
// Prints a line of JSON for each: the graph that `sst deploy` (or `sst dev`) would make, or { error }. See graph.ts.
// One process for all of them: what takes long is loading Pulumi and SST's platform.
import fs from "node:fs";
import http from "node:http";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const jobs = JSON.parse(process.argv[2] ?? "[]");
const root = process.cwd();
const work = path.join(root, ".sst");
const platform = path.join(work, "platform");
const require = createRequire(path.join(platform, "package.json"));
const esbuild = require("esbuild");
const pulumi = require("@pulumi/pulumi");
const { MockMonitor } = require("@pulumi/pulumi/runtime/mocks.js");
const { withLocalStorage } = require("@pulumi/pulumi/runtime/state.js");
const scratch = fs.mkdtempSync(path.join(platform, "evaluate-"));
process.on("exit", () => fs.rmSync(scratch, { recursive: true, force: true }));
// SST writes a site's types into its folder; who looks at the graph changes no file.
const { writeFileSync } = fs;
fs.writeFileSync = (file, ...rest) => {
  if (path.basename(String(file)) !== "sst-env.d.ts") writeFileSync(file, ...rest);
};
/** Ends the job at hand; errors of an evaluation come out wherever a promise of it was left alone. */
let stopped = (error) => {
  console.error(error);
  process.exit(1);
};
process.on("unhandledRejection", (error) => stopped(error));
process.on("uncaughtException", (error) => stopped(error));

const account = "123456789012";
const region = "us-east-1";
const prefix = (app) => `${app.name}-${app.stage}-`;

/** What the CLI answers while it deploys. */
let builds = [];
/** What `sst dev` would run on this machine: functions, and the commands of sites and tasks by their component. */
let targets = [];
let commands = {};
MockMonitor.prototype.registerResourceOutputs = (request, done) => {
  const name = request.getUrn().split("::").at(-1);
  const { _dev, _task } = request.getOutputs()?.toJavaScript() ?? {};
  if (_dev ?? _task) commands[name] = _dev ?? _task;
  done(null, {});
};
const answers = {
  "Runtime.AddTarget": (call) => {
    targets.push(call);
    return {};
  },
  "Runtime.Build": (call) => {
    builds.push(call);
    const out = path.join(scratch, "artifacts", String(builds.length));
    fs.mkdirSync(out, { recursive: true });
    fs.writeFileSync(path.join(out, "bundle.mjs"), "");
    return { out, handler: "bundle.handler", sourcemaps: [], errors: [] };
  },
  "Provider.Aws.Bootstrap": () => ({
    asset: "sst-asset-mock",
    state: "sst-state-mock",
    assetEcrRegistryId: account,
    assetEcrUrl: `${account}.dkr.ecr.${region}.amazonaws.com/sst-asset`,
    appsyncHttp: "mock.appsync-api.us-east-1.amazonaws.com",
    appsyncRealtime: "mock.appsync-realtime-api.us-east-1.amazonaws.com",
  }),
  "Provider.Aws.Appsync": () => ({ http: "mock.appsync-api", realtime: "mock.appsync-realtime" }),
};
const server = http.createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const { id, method, params } = JSON.parse(body || "{}");
  const [call] = Array.isArray(params) ? params : [params];
  response.end(JSON.stringify({ id, result: answers[method]?.(call) ?? {} }));
});
// The platform keeps its connection; on a busy machine it may rest for longer than the five seconds that are usual.
server.keepAliveTimeout = 0;
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
process.env.SST_SERVER = `http://127.0.0.1:${server.address().port}`;
process.env.SST_AWS_REGION = region;
process.env.SST_SECRET_ApiTokens = "[]";

const globals = `import * as aws from "@pulumi/aws"; import * as sst from "${platform}/src/components"; import * as $util from "@pulumi/pulumi";`;
const nodeGlobals = `import { createRequire as __cr } from "node:module"; import { fileURLToPath as __f } from "node:url";
const require = __cr(import.meta.url); const __filename = __f(import.meta.url); const __dirname = __f(new URL(".", import.meta.url));`;
/** What the platform loads itself. */
const own = ["undici", "esbuild", "archiver", "glob", "vite"];
const shared = {
  bundle: true,
  format: "esm",
  platform: "node",
  mainFields: ["module", "main"],
  // SST reads what is built; the tests read the sources.
  conditions: ["@torrent/source", "module"],
  logLevel: "silent",
  banner: { js: nodeGlobals },
  absWorkingDir: root,
};

/** Text to be replaced while the program at hand is compiled. */
let mutant;
const contexts = new Map();

/** One esbuild context as long as stage and mode stay the same: what a mutation leaves alone is compiled once. */
const contextOf = async (name, contents, define) => {
  const outfile = path.join(scratch, `${name}.mjs`);
  const options = {
    ...shared,
    outfile,
    stdin: { contents, resolveDir: root, sourcefile: `${name}.ts`, loader: "ts" },
    nodePaths: [path.join(platform, "node_modules")],
    external: ["@pulumi/*", "@pulumiverse/*", "@sst-provider/*", "@aws-sdk/*", ...own],
    define,
    ...(define.$app ? { inject: [path.join(platform, "src/shim/run.js")] } : {}),
    plugins: [
      {
        name: "globals",
        setup(build) {
          build.onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
            const name = path.relative(root, file);
            if (!define.$app || !/^(infra|packages|test)[/\\]/.test(name)) return undefined;
            let text = fs.readFileSync(file, "utf8");
            if (mutant?.file === name) {
              if (!text.includes(mutant.from)) throw new Error(`${name} holds no ${JSON.stringify(mutant.from)}`);
              text = text.replace(mutant.from, () => mutant.to);
            }
            const global = /^(infra|packages[/\\]sst|test)[/\\]/.test(name);
            return { contents: global ? `${globals}\n${text}` : text, loader: "ts" };
          });
        },
      },
    ],
  };
  if (!contexts.has(name)) {
    // The stage before is not asked for again, and its sources take a lot of memory.
    for (const [other, context] of contexts)
      if (!other.startsWith("app-")) await context.dispose().then(() => contexts.delete(other));
    contexts.set(name, await esbuild.context(options));
  }
  return { context: contexts.get(name), outfile };
};

let loads = 0;
/** Compiles one program with what the CLI puts in scope, and runs it. */
const load = async (name, contents, define) => {
  const { context, outfile } = await contextOf(name, contents, define);
  await context.rebuild();
  loads += 1;
  return (await import(`${pathToFileURL(outfile).href}?${loads}`)).default;
};

globalThis.$config = (value) => value;
/** The value of an input that SST marked as a secret. */
const plain = (value) => {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  if ("4dabf18193072939515e22adb298388d" in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, plain(held)]));
};

const arnOf = (app, type, name, inputs) => {
  const own = inputs.name ?? `${prefix(app)}${name}`;
  const regional = (service, rest) => `arn:aws:${service}:${region}:${account}:${rest}`;
  const kinds = {
    "aws:s3/bucket:Bucket": () => `arn:aws:s3:::${inputs.bucket ?? own.toLowerCase()}`,
    "aws:sqs/queue:Queue": () => regional("sqs", own),
    "aws:dynamodb/table:Table": () => regional("dynamodb", `table/${own}`),
    "aws:iam/role:Role": () => `arn:aws:iam::${account}:role/${own}`,
    "aws:lambda/function:Function": () => regional("lambda", `function:${own}`),
    "aws:ecs/cluster:Cluster": () => regional("ecs", `cluster/${own}`),
    "aws:ecs/taskDefinition:TaskDefinition": () => regional("ecs", `task-definition/${inputs.family}:1`),
    "aws:cloudwatch/logGroup:LogGroup": () => regional("logs", `log-group:${own}`),
    "aws:sns/topic:Topic": () => regional("sns", own),
  };
  return kinds[type]?.() ?? regional(type.split(/[:/]/)[1] ?? "mock", own);
};
/** What an account has that opted into a Local Zone, in the order in which AWS names them. */
const zones = [
  { name: "us-east-1-bos-1a", id: "use1-bos1-az1", optIn: "opted-in" },
  { name: "us-east-1a", id: "use1-az3", optIn: "opt-in-not-required" },
  { name: "us-east-1b", id: "use1-az1", optIn: "opt-in-not-required" },
  { name: "us-east-1c", id: "use1-az2", optIn: "opt-in-not-required" },
];
const zonesOf = ({ filters = [], excludeZoneIds = [] }) => {
  const optIn = filters.find(({ name }) => name === "opt-in-status")?.values;
  const found = zones.filter((zone) => (!optIn || optIn.includes(zone.optIn)) && !excludeZoneIds.includes(zone.id));
  return { names: found.map(({ name }) => name), zoneIds: found.map(({ id }) => id) };
};
const mocksOf = (app, resources) => ({
  newResource({ type, name, inputs: given, id }) {
    const inputs = plain(given);
    const arn = arnOf(app, type, name, inputs);
    // What has an id already is read, and not made.
    resources.push({ type, name, inputs, arn, ...(id ? { read: id } : {}) });
    const own = inputs.name ?? inputs.bucket ?? arn.split(/[:/]/).at(-1);
    const url =
      type === "aws:sqs/queue:Queue"
        ? `https://sqs.${region}.amazonaws.com/${account}/${own}`
        : "https://mock.lambda-url.us-east-1.on.aws/";
    const digest = `sha256:${"0".repeat(64)}`;
    const bucket = type === "aws:s3/bucket:Bucket" ? { bucket: arn.split(":").at(-1) } : {};
    const domainName = `${name.toLowerCase()}.cloudfront.net`;
    return {
      id: id || (type === "aws:sqs/queue:Queue" ? url : `${name}-id`),
      state: { functionUrl: url, url, domainName, digest, ...bucket, ...inputs, arn, name: own },
    };
  },
  call({ token, inputs }) {
    if (token.includes("getCallerIdentity")) return { accountId: account, arn: `arn:aws:iam::${account}:user/test` };
    if (token.includes("getRegion")) return { name: region, region };
    if (token.includes("getPartition")) return { partition: "aws" };
    if (token.includes("getAvailabilityZones")) return zonesOf(inputs);
    if (token.includes("getVpc:")) return { id: inputs.default ? "vpc-default" : "vpc-unknown" };
    if (token.includes("getSubnets")) {
      const zoneIds = inputs.filters.find(({ name }) => name === "availability-zone-id")?.values ?? ["use1-az3"];
      return { ids: zoneIds.map((zone) => `subnet-default-${zone}`) };
    }
    // An account whose first cluster this is, on personal stages; any other account has the role.
    if (token.includes("getRoles")) return { names: app.removal === "retain" ? ["AWSServiceRoleForECS"] : [] };
    if (token.includes("getAuthorizationToken"))
      return { proxyEndpoint: "https://mock", userName: "AWS", password: "mock" };
    if (token.includes("getPolicyDocument"))
      return { ...inputs, json: JSON.stringify({ Version: "2012-10-17", Statement: inputs.statements }) };
    return inputs;
  },
});

const appText = (config) => `import config from "${config}"; export default config;`;
const programText = (config) =>
  `import { run } from "${platform}/src/auto/run.ts"; import config from "${config}"; export default () => run(config.run);`;

const plainOf = (values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === "string" || Array.isArray(value)));

const graphOf = async ({ stage, mode, mutation, config = "sst.config.ts" }) => {
  const file = path.join(root, config);
  const id = config.replace(/\W/g, "-");
  mutant = mutation;
  builds = [];
  targets = [];
  commands = {};
  const resources = [];
  const { app: appOf } = await load(`app-${id}`, appText(file), {});
  const wanted = await appOf({ stage });
  const app = { ...wanted, stage, providers: wanted.providers };
  const cli = {
    command: mode === "dev" ? "dev" : "deploy",
    paths: { home: os.tmpdir(), root, work, platform },
    state: { version: {} },
  };
  let outputs;
  await withLocalStorage(async () => {
    pulumi.runtime.setMocks(mocksOf(app, resources), app.name, app.stage, false);
    await pulumi.runtime.runInPulumiStack(async () => {
      const start = await load(`program-${id}-${stage}-${mode}`, programText(file), {
        $app: JSON.stringify(app),
        $cli: JSON.stringify(cli),
        $dev: String(mode === "dev"),
      });
      outputs = await start();
      return outputs;
    });
    await pulumi.runtime.disconnect();
    // A live function is announced when what it copies is built; no resource waits for that.
    const live = resources.filter(({ type }) => type === "sst:aws:Function").length;
    for (let turn = 0; mode === "dev" && targets.length < live && turn < 1500; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
  });
  return {
    stage,
    dev: mode === "dev",
    app,
    outputs: Object.keys(outputs ?? {}),
    outputValues: plainOf(outputs ?? {}),
    resources,
    builds,
    targets,
    commands,
  };
};

for (const job of jobs) {
  const failed = new Promise((_, reject) => {
    stopped = reject;
  });
  const line = await Promise.race([graphOf(job), failed]).catch((error) => ({
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
await Promise.all([...contexts.values()].map((context) => context.dispose()));
process.stdout.write("", () => process.exit(0));

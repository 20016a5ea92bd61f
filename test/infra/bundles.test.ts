import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { awslambda, bundled, inFolder, lambdaEnvironment } from "../../bench/bundling.ts";
import { parsers, withParsers } from "../../packages/functions/bundle.ts";
import { root } from "./platform.ts";

const execute = promisify(execFile);

/** Runs a program against a handler's bundle in a fresh process, as Lambda would load it; what it prints. */
const against = (name: string, program: string): Promise<string> =>
  inFolder(async (folder) => {
    const { file } = await bundled({ entry: `packages/functions/src/lambda/${name}.ts` }, folder);
    const text = `${awslambda} const own = await import(${JSON.stringify(pathToFileURL(file).href)}); ${program} process.exit(0);`;
    const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", text], {
      env: lambdaEnvironment(name),
    });
    return stdout;
  });

const handlers = ["intake", "classify", "analyze", "aggregate", "dispatch", "bury", "sweep", "api"];

it.for(handlers)("loads %s from its bundle alone", async (name) => {
  expect(await against(name, "process.stdout.write(typeof own.handler);")).toBe("function");
});

it("puts the parsers that run on threads beside ANALYZE's bundle", () =>
  inFolder(async (folder) => {
    await withParsers(root)(folder);
    await access(join(folder, parsers.file));
    const { default: parse } = await import(pathToFileURL(join(folder, parsers.file)).href);
    expect(parse).toBeTypeOf("function");
  }));

it("answers nobody without a token: the API as it is deployed refuses every route under /api/v1", async () => {
  const program = `
    const app = own.composeApi(process.env, JSON.parse(process.env.SST_RESOURCES_JSON).ApiTokens.value);
    const routes = app.routes.filter(({ path, method }) => path.startsWith("/api/v1/") && method !== "ALL" && !path.endsWith("*"));
    const answers = await Promise.all(routes.map(({ path, method }) =>
      app.request("https://api.test" + path.replace(/:[a-z]+/g, "1"), { method, headers: { "content-type": "application/json" }, ...(method === "POST" ? { body: "{}" } : {}) })));
    process.stdout.write(JSON.stringify({ routes: routes.length, statuses: [...new Set(answers.map(({ status }) => status))] }));`;
  const { routes, statuses } = JSON.parse(await against("api", program));
  expect(routes).toBeGreaterThan(15);
  expect(statuses).toEqual([401]);
});

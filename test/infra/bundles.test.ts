import { execFile } from "node:child_process";
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { awslambda, type Bundled, bundled, inFolder, lambdaEnvironment } from "../../bench/bundling.ts";
import { clientsOf, floorOf, handlers, TARGET } from "../../bench/floors.ts";
import { runIsolated, stopIsolated } from "../../packages/analysis/src/passes/isolate/index.ts";
import { docxSample, pdfSample } from "../../packages/analysis/test/structure/fixtures/documents.ts";
import { parsers, withParsers } from "../../packages/functions/src/bundle.ts";
import { root } from "./platform.ts";

const execute = promisify(execFile);

/** Runs a program against a handler's bundle in a fresh process, as Lambda would load it: what it prints, and the bundle. */
const against = (name: string, program: string): Promise<Bundled & { printed: string }> =>
  inFolder(async (folder) => {
    const bundle = await bundled({ entry: `infra/entries/${name}.ts` }, folder);
    const text = `${awslambda} const own = await import(${JSON.stringify(pathToFileURL(bundle.file).href)}); ${program} process.exit(0);`;
    const { stdout } = await execute(process.execPath, ["--input-type=module", "-e", text], {
      env: lambdaEnvironment(name),
    });
    return { ...bundle, printed: stdout };
  });

/** zod's large flavour, and what it says in other languages than English; see docs/adr/0011. */
const needless = /node_modules\/zod\/(v3|v4\/(classic|locales\/(?!en\.js)))/;

const floors = new Map<readonly string[], Promise<Bundled>>();
const floorBytes = async (name: string): Promise<number> => {
  const clients = clientsOf[name] ?? [];
  const floor = floors.get(clients) ?? inFolder((folder) => floorOf(name, folder));
  floors.set(clients, floor);
  return (await floor).eagerBytes;
};

it.for(handlers)("loads %s from its bundle alone, which reads no more at INIT than it may", async (name) => {
  const { printed, sources, eagerBytes } = await against(name, "process.stdout.write(typeof own.handler);");
  expect(printed).toBe("function");
  expect(eagerBytes).toBeLessThanOrEqual(TARGET * (await floorBytes(name)));
  expect(sources).toContain("node_modules/zod/v4/locales/en.js");
  expect(sources.filter((path) => needless.test(path))).toEqual([]);
});

it("puts the parsers that run in a process of their own beside ANALYZE's bundle", () =>
  inFolder(async (folder) => {
    await withParsers(root)(folder);
    await access(join(folder, parsers.file));
    const { default: parse } = await import(pathToFileURL(join(folder, parsers.file)).href);
    expect(parse).toBeTypeOf("function");
    const options = { subject: "bundle", memoryMB: 512, seconds: 60 };
    const read = (family: string, format: string, bytes: Uint8Array) =>
      runIsolated(
        pathToFileURL(join(folder, parsers.file)),
        { family, format, name: format, bytes: Uint8Array.from(bytes) },
        options,
      );
    expect(await read("pdf", "pdf", pdfSample())).toMatchObject({ facts: { pdf: { metadata: { Author: "Ada" } } } });
    expect(await read("office", "docx", docxSample())).toMatchObject({ text: expect.any(String) });
    await stopIsolated();
  }));

it("bundles no parsers for a choreography that has none of their passes", () =>
  inFolder((project) =>
    inFolder(async (folder) => {
      await withParsers(project)(folder);
      expect(await readdir(folder)).toEqual([]);
    }),
  ));

it("answers nobody without a token: the API as it is deployed refuses every route under /api/v1, and tells which there are", async () => {
  const program = `
    const app = own.compose(process.env, JSON.parse(process.env.SST_RESOURCES_JSON).ApiTokens.value);
    const routes = app.routes.filter(({ path, method }) => path.startsWith("/api/v1/") && method !== "ALL" && !path.endsWith("*"));
    const answers = await Promise.all(routes.map(({ path, method }) =>
      app.request("https://api.test" + path.replace(/:[a-z]+/g, "1"), { method, headers: { "content-type": "application/json" }, ...(method === "POST" ? { body: "{}" } : {}) })));
    const document = await (await app.request("https://api.test/api/openapi.json")).json();
    const page = await (await app.request("https://api.test/api/docs")).text();
    process.stdout.write(JSON.stringify({ routes: routes.filter(({ path }) => !path.includes("/panels/")).length, statuses: [...new Set(answers.map(({ status }) => status))], paths: document.paths, page }));`;
  const { printed } = await against("api", program);
  const { routes, statuses, paths, page } = JSON.parse(printed);
  expect(routes).toBeGreaterThan(15);
  expect(statuses).toEqual([401]);
  // A choreography's panels add routes of their own, which the document has under one path.
  const documented = Object.entries<object>(paths).filter(([path]) => !path.includes("/panels/"));
  expect(documented.flatMap(([, path]) => Object.keys(path))).toHaveLength(routes);
  for (const path of Object.keys(paths)) expect(page).toContain(path);
});

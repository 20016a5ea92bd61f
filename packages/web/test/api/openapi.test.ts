import { Validator } from "@seriousme/openapi-schema-validator";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createApi } from "../../src/api/index.ts";
import { bodyOf, files, setUp } from "../support/api.ts";
import { documentOf, type Operation, operationsOf } from "../support/operations.ts";

const { world, api, request } = setUp();
const ids = [
  await world.submit(
    "done.zip",
    files(5, (n) => (n === 0 ? "POISON" : `ERROR ${n}`)),
  ),
  await world.submit("rejected.zip", "no archive"),
];
await world.finish();
ids.push(
  await world.submit(
    "open.zip",
    files(3, (n) => `other ${n}`),
  ),
);
await world.step(["intake"]);

const presigned = createApi({
  cloud: world.cloud,
  choreography: world.choreography,
  auth: { mode: "loopback" },
  cursorKey: "a key of the tests",
  rate: false,
});
const begun = await presigned.request("/api/v1/uploads", {
  method: "POST",
  headers: { host: "127.0.0.1", "content-type": "application/json" },
  body: JSON.stringify({ name: "large.zip", bytes: 20_000_000 }),
});
/** Values that no generator hits: given where the document has a property of this name. */
const known: Record<string, readonly string[]> = {
  upload: [(await bodyOf(begun)).parts.upload],
  fingerprint: ["0123456789ab"],
  component: ["0", "2"],
};

const document = await documentOf(api);
const operations = operationsOf(document);

test("the document is a valid OpenAPI 3.1 document", async () => {
  const result = await new Validator().validate(structuredClone(document));
  expect(result.errors).toBeUndefined();
  expect(result.valid).toBe(true);
});

test("the reference page lists every operation and problem, without scripts or external hosts", async () => {
  const page = await (await request("/api/docs")).text();
  for (const { path } of operations) expect(page).toContain(path);
  expect(page).toContain('id="not-found"');
  expect(page).not.toMatch(/<script|https?:\/\//);
});

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
};

const resolve = (schema: Schema): Schema =>
  schema.$ref ? resolve(document.components.schemas[schema.$ref.split("/").at(-1) ?? ""]) : schema;

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "[]",
    "../../etc/passwd",
    "%",
    "%00",
    "'\"<script>",
    "9".repeat(400),
  ),
  fc.string({ minLength: 300, maxLength: 3000 }),
);

/** Values that fit the schema, more or less. */
const fitting = (schema: Schema = {}): fc.Arbitrary<unknown> => {
  const { type, enum: words, properties, items } = resolve(schema);
  if (words) return fc.constantFrom(...words);
  if (type === "integer" || type === "number") return fc.oneof(fc.integer({ min: -5, max: 400 }), fc.double());
  if (type === "boolean") return fc.boolean();
  if (type === "array") return fc.array(fitting(items), { maxLength: 4 });
  if (type === "object")
    return fc.record(Object.fromEntries(Object.entries(properties ?? {}).map(([k, v]) => [k, named(k, v)])), {
      requiredKeys: [],
    });
  return fc.oneof(fc.string({ maxLength: 40 }), fc.constant("application/zip"), fc.constant("a".repeat(64)));
};

const named = (name: string, schema: Schema): fc.Arbitrary<unknown> => {
  const values = known[name];
  return values ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, fitting(schema)) : fitting(schema);
};

const textOf = (value: unknown): string => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));

/** A call of the operation: now and then what its document asks for, now and then something else. */
const calls = (operation: Operation) => {
  const place = (name: string): fc.Arbitrary<string> => {
    // The stream of a package that is open lasts for a minute.
    const some = operation.path.endsWith("/events") ? ids.slice(0, 2) : ids;
    if (name === "id") return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...some) }, hostile);
    if (name === "ref" || name === "round") return fc.oneof(fc.nat({ max: 6 }).map(String), hostile);
    return hostile;
  };
  const paths = operation.parameters.filter((parameter) => parameter.in === "path");
  const queries = operation.parameters.filter((parameter) => parameter.in === "query");
  const headers = operation.parameters.filter((parameter) => parameter.in === "header");
  return fc.record({
    path: fc.record(Object.fromEntries(paths.map(({ name }) => [name, place(name)]))),
    query: fc.record(
      Object.fromEntries(
        queries.map((parameter) => [
          parameter.name,
          fc.oneof(fitting(parameter.schema as Schema).map(textOf), hostile),
        ]),
      ),
      { requiredKeys: [] },
    ),
    headers: fc.record(
      Object.fromEntries(headers.map(({ name }) => [name, fc.string({ minLength: 1, maxLength: 30 })])),
      { requiredKeys: [] },
    ),
    body: operation.body
      ? fc.oneof(
          fitting(operation.body as Schema).map((value) => JSON.stringify(value)),
          fc.json(),
          hostile,
        )
      : fc.constant(undefined),
  });
};

const visible = (value: string): string => value.replace(/[^\x21-\x7e]/g, "x");

describe("for any request", () => {
  test.each(operations)(
    "$method $path never returns a server error: it responds or explains what is invalid",
    async (operation) => {
      await fc.assert(
        fc.asyncProperty(calls(operation), async ({ path, query, headers, body }) => {
          const address = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
            encodeURIComponent((path[name] ?? "").toWellFormed()),
          );
          const search = new URLSearchParams(query as Record<string, string>);
          const answer = await request(`${address}?${search}`, {
            method: operation.method,
            headers: {
              ...(body === undefined ? {} : { "content-type": "application/json" }),
              ...Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, visible(v ?? "")])),
            },
            ...(body === undefined ? {} : { body }),
          });
          expect(answer.status).toBeLessThan(500);
          const type = answer.headers.get("content-type") ?? "";
          if (answer.status >= 400) {
            expect(type).toBe("application/problem+json");
            const problem = await bodyOf(answer);
            expect(problem).toMatchObject({ status: answer.status });
            expect(problem.detail.length).toBeGreaterThan(10);
          } else if (answer.status === 204) expect(await answer.text()).toBe("");
          else expect(operation.types).toContain(type.replace(/;.*/, ""));
        }),
        { numRuns: 120 },
      );
    },
  );
});

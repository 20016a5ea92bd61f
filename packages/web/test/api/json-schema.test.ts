import { expect, test } from "vitest";
import * as z from "zod/mini";
import { type Described, jsonSchema } from "../../src/api/docs/json-schema.ts";
import type { Content, OperationDocs } from "../../src/api/docs/operation-docs.ts";
import { operationDocs } from "../../src/api/docs/operations.ts";
import { schemaDocs } from "../../src/api/docs/schema-docs.ts";
import type { Operation } from "../../src/api/http/operation.ts";
import { operationOf } from "../../src/api/http/routes.ts";
import { setUp } from "../support/api.ts";

const { api } = setUp();
const operations = api.routes.flatMap(({ handler }) => operationOf(handler) ?? []);

const schemasOf = (content: Content = {}) => Object.values(content).map(({ schema }) => schema);
const taken = ({ request: { params, query, headers, body } = {} }: Operation) =>
  [params, query, headers, ...schemasOf(body?.content)].filter((schema) => schema !== undefined);
const given = ({ id }: Operation) => {
  const { responses }: OperationDocs = operationDocs[id];
  return Object.values(responses).flatMap(({ content }) => schemasOf(content));
};

/** As zod's own function says it, but for what the document leaves out: that integers are exact, and that no answer will ever hold more. */
const zods = (schema: z.core.$ZodType, io: "input" | "output"): unknown => {
  const { $schema: _, ...said } = z.toJSONSchema(schema, {
    io,
    metadata: schemaDocs,
    override: ({ jsonSchema: json, zodSchema: { _zod } }) => {
      if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
      if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
      if (_zod.def.type === "object" && _zod.def.catchall === undefined) delete json.additionalProperties;
    },
  });
  return JSON.parse(JSON.stringify(said));
};

const ours = (schema: z.core.$ZodType, direction: "input" | "output"): unknown => {
  const $defs: Record<string, Described> = {};
  const said = jsonSchema(schema, direction, (name, make) => {
    $defs[name] ??= make();
    return `#/$defs/${name}`;
  });
  return JSON.parse(JSON.stringify({ ...said, ...(Object.keys($defs).length > 0 ? { $defs } : {}) }));
};

test.each(operations)("the schemas of $id are described as zod itself describes them", (operation) => {
  for (const schema of taken(operation)) expect(ours(schema, "input")).toEqual(zods(schema, "input"));
  for (const schema of given(operation)) expect(ours(schema, "output")).toEqual(zods(schema, "output"));
});

test("every operation that there are words for is answered, at an address of its own", () => {
  expect(operations.map(({ id }) => id).toSorted()).toEqual(Object.keys(operationDocs).toSorted());
});

test("an object that takes nothing else says so", () => {
  const schema = z.strictObject({ at: z.optional(z.number()) });
  expect(ours(schema, "output")).toEqual(zods(schema, "output"));
  expect(ours(schema, "output")).toMatchObject({ additionalProperties: false });
});

test("a kind of schema that the document has no words for is an error", () => {
  expect(() => ours(z.object({ at: z.date() }), "output")).toThrow("date");
});

import { expect, test } from "vitest";
import * as z from "zod/mini";
import { buildDocument, servedOperations } from "../../scripts/openapi/document.ts";
import { converter } from "../../scripts/openapi/schemas.ts";
import { operationDocs } from "../../src/api/docs/operations.ts";
import { named } from "../../src/api/docs/schema-docs.ts";
import { setUp } from "../support/api.ts";

test("the served document is the one that the schemas describe", async () => {
  const served = await setUp().json("/api/openapi.json");
  expect(served, "The API's schemas have changed: run `npm run openapi` and commit openapi.json.").toEqual(
    JSON.parse(JSON.stringify(buildDocument())),
  );
});

test("every documented operation is served, and every served operation is documented", () => {
  expect(
    servedOperations()
      .map(({ operation }) => operation.id)
      .toSorted(),
  ).toEqual(Object.keys(operationDocs).toSorted());
});

test("a named schema becomes a component, and each use of it a reference", () => {
  const { convert, schemas } = converter();
  const Inner = named("BuildTestInner", z.object({ at: z.int() }), "An inner one.");
  expect(convert("output")(z.object({ inner: Inner, more: z.array(Inner) }))).toMatchObject({
    properties: {
      inner: { $ref: "#/components/schemas/BuildTestInner" },
      more: { items: { $ref: "#/components/schemas/BuildTestInner" } },
    },
  });
  expect(schemas).toEqual({
    BuildTestInner: {
      type: "object",
      properties: { at: { type: "integer" } },
      required: ["at"],
      description: "An inner one.",
    },
  });
});

test("a default is optional in a request, and always present in a response", () => {
  const { convert } = converter();
  const schema = z.object({ limit: z._default(z.int(), 50) });
  expect(convert("input")(schema)).not.toHaveProperty("required");
  expect(convert("output")(schema)).toMatchObject({ required: ["limit"] });
});

test("an object that accepts no other properties says so", () => {
  expect(converter().convert("output")(z.strictObject({ at: z.optional(z.number()) }))).toMatchObject({
    additionalProperties: false,
  });
});

test("a schema that JSON Schema cannot express fails the build", () => {
  expect(() => converter().convert("output")(z.object({ at: z.date() }))).toThrow(/date/i);
});

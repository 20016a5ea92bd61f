import * as z from "zod/mini";
import type { JsonSchema } from "../../src/api/docs/document.ts";
import { schemaDocs } from "../../src/api/docs/schema-docs.ts";

/** Requests are described as they are sent, responses as they arrive: with their defaults. */
export type Direction = "input" | "output";

const DEFINITIONS = "#/$defs/";
const COMPONENTS = "#/components/schemas/";

const relocate = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner) =>
    key === "$ref" && typeof inner === "string" ? inner.replace(DEFINITIONS, COMPONENTS) : inner,
  );

/** Converts schemas to JSON Schema 2020-12; named ones become components that the others refer to. */
export const converter = () => {
  const schemas: Record<string, JsonSchema> = {};
  const convert =
    (io: Direction) =>
    (schema: z.core.$ZodType): JsonSchema => {
      const {
        $schema: _,
        $defs = {},
        ...converted
      } = z.toJSONSchema(schema, {
        io,
        metadata: schemaDocs,
        override: ({ jsonSchema, zodSchema: { _zod } }) => {
          // Every integer is exact, and a response may gain properties: neither needs to be stated.
          if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
          if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
          if (_zod.def.type === "object" && _zod.def.catchall === undefined) delete jsonSchema.additionalProperties;
        },
      });
      for (const [name, { id: __, ...definition }] of Object.entries($defs))
        schemas[name] ??= relocate(definition) as JsonSchema;
      return relocate(converted) as JsonSchema;
    };
  return { convert, schemas };
};

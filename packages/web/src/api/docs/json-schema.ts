import type * as z from "zod/mini";
import { schemaDocs } from "./schema-docs.ts";

/** A JSON Schema, as far as the reference page looks at it. */
export interface Described {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  items?: Described | false;
  description?: string;
  [more: string]: unknown;
}

/** Requests are described as they are sent, answers as they arrive: with their defaults. */
export type Direction = "input" | "output";

/** Keeps what has a name, and tells where it is to be found. */
export type Refer = (name: string, make: () => Described) => string;

type Of<S extends z.core.$ZodType> = S["_zod"]["def"];
type Check = z.core.$ZodChecks["_zod"]["def"];

const lengths = { string: ["minLength", "maxLength"], array: ["minItems", "maxItems"] } as const;

const limitOf = (check: Check, type: "string" | "array"): Described => {
  if (check.check === "min_length") return { [lengths[type][0]]: check.minimum };
  if (check.check === "max_length") return { [lengths[type][1]]: check.maximum };
  if (check.check === "greater_than") return { [check.inclusive ? "minimum" : "exclusiveMinimum"]: check.value };
  if (check.check === "less_than") return { [check.inclusive ? "maximum" : "exclusiveMaximum"]: check.value };
  if (check.check === "number_format") return { type: "integer" };
  if (check.check === "string_format" && check.pattern) return { pattern: check.pattern.source };
  return {};
};

const limitsOf = ({ checks = [] }: z.core.$ZodTypeDef, type: "string" | "array" = "string"): Described =>
  Object.assign({}, ...checks.map(({ _zod }) => limitOf(_zod.def as Check, type)));

const sized = (count: number): Described => ({ minItems: count, maxItems: count });

const mayLack = (part: z.core.$ZodType, direction: Direction): boolean => {
  const { type } = part._zod.def;
  return type === "optional" || (type === "default" && direction === "input");
};

/**
 * A schema in JSON Schema 2020-12. zod has a function for this, which esbuild would put among what the API reads at INIT, however
 * late it is called; see ADR 11. A test holds that both say the same of the API's schemas. Throws on a kind of schema that none has.
 */
export const jsonSchema = (schema: z.core.$ZodType, direction: Direction, refer: Refer): Described => {
  const inner = (part: z.core.$ZodType) => jsonSchema(part, direction, refer);
  const object = ({ shape, catchall }: Of<z.core.$ZodObject>): Described => {
    const parts = Object.entries(shape);
    const required = parts.flatMap(([name, part]) => (mayLack(part, direction) ? [] : [name]));
    return {
      type: "object",
      properties: Object.fromEntries(parts.map(([name, part]) => [name, inner(part)])),
      ...(required.length > 0 ? { required } : {}),
      ...(catchall ? { additionalProperties: catchall._zod.def.type === "never" ? false : inner(catchall) } : {}),
    };
  };
  const record = ({ keyType, valueType, partial }: Of<z.core.$ZodRecord>): Described => ({
    type: "object",
    propertyNames: inner(keyType),
    additionalProperties: inner(valueType),
    ...(keyType._zod.values && !partial ? { required: [...keyType._zod.values].map(String) } : {}),
  });
  const bare = (def: z.core.$ZodTypes["_zod"]["def"]): Described => {
    switch (def.type) {
      case "string":
        return { type: "string", ...limitsOf(def) };
      case "number":
        return { type: "check" in def ? "integer" : "number", ...limitsOf(def) };
      case "boolean":
        return { type: "boolean" };
      case "unknown":
        return {};
      case "enum":
        return { type: "string", enum: Object.values(def.entries) };
      case "literal":
        return {
          type: typeof def.values[0],
          ...(def.values.length === 1 ? { const: def.values[0] } : { enum: def.values }),
        };
      case "array":
        return { type: "array", items: inner(def.element), ...limitsOf(def, "array") };
      case "tuple":
        return { type: "array", prefixItems: def.items.map(inner), items: false, ...sized(def.items.length) };
      case "record":
        return record(def);
      case "object":
        return object(def);
      case "optional":
        return inner(def.innerType);
      case "default":
        return { ...inner(def.innerType), default: def.defaultValue };
      case "pipe":
        return inner(def.out);
      default:
        throw new TypeError(`The document cannot say what a schema of the type ${def.type} is`);
    }
  };
  const { id, ...docs } = schemaDocs.get(schema) ?? {};
  const integerParam = () => ({ ...bare((schema as z.core.$ZodTypes)._zod.def), ...docs });
  return id === undefined ? integerParam() : { $ref: refer(id, integerParam) };
};

import * as z from "zod/mini";

/** Documentation of a schema in the OpenAPI document, in addition to what follows from the schema. */
export interface SchemaDocs {
  /** Its name under the document's components; unique. */
  id?: string;
  description?: string;
  example?: unknown;
  format?: string;
  minLength?: number;
  maxLength?: number;
}

/** A registry for the API only, so that it contains no other library's schemas. */
export const schemaDocs = z.registry<SchemaDocs>();

/** The same schema with documentation. */
export const described = <T extends z.core.$ZodType>(schema: T, docs: string | SchemaDocs): T => {
  schemaDocs.add(schema, typeof docs === "string" ? { description: docs } : docs);
  return schema;
};

/** The same schema as a named component of the document. */
export const named = <T extends z.core.$ZodType>(id: string, schema: T, description?: string): T =>
  described(schema, { id, ...(description === undefined ? {} : { description }) });

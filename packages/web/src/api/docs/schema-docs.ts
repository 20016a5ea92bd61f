import * as z from "zod/mini";

/** What the OpenAPI document says of a schema beside what follows from it. */
export interface SchemaDocs {
  /** Names it under the document's components; used once. */
  id?: string;
  description?: string;
  example?: unknown;
  format?: string;
  minLength?: number;
  maxLength?: number;
}

/** Read by `document.ts`; nobody else's registry, so that no other library's schemas are in it. */
export const schemaDocs = z.registry<SchemaDocs>();

/** The same schema, with words of its own. */
export const described = <T extends z.core.$ZodType>(schema: T, docs: string | SchemaDocs): T => {
  schemaDocs.add(schema, typeof docs === "string" ? { description: docs } : docs);
  return schema;
};

/** The same schema, a component of the document. */
export const named = <T extends z.core.$ZodType>(id: string, schema: T, description?: string): T =>
  described(schema, { id, ...(description === undefined ? {} : { description }) });

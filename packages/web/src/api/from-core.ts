import { z } from "@hono/zod-openapi";
import type { Schema } from "@torrent/core";

/** A schema of core's in the API's document. Core's are zod/mini, which the document's maker cannot read. */
export const fromCore = <T>(schema: Schema<T>, name: string) => {
  const { $schema: _, ...described } = z.toJSONSchema(schema);
  return z.custom<T>().openapi(name, described as Parameters<z.ZodType["openapi"]>[0] & object);
};

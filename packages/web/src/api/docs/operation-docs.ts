import type * as z from "zod/mini";

/** By media type. */
export type Content = Readonly<Record<string, { schema: z.core.$ZodType }>>;

/** The documentation of an operation and its responses; the schemas of its requests are in its `Operation`. */
export interface OperationDocs {
  tags: readonly string[];
  summary: string;
  description?: string;
  responses: Readonly<Record<number | "default", { description: string; content?: Content }>>;
}

/** A JSON response. */
export const json = <S extends z.core.$ZodType>(description: string, schema: S) =>
  ({ description, content: { "application/json": { schema } } }) as const;

export const notModified = { description: "Not modified since the version in `If-None-Match`" } as const;

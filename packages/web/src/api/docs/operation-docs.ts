import type * as z from "zod/mini";

/** By media type. */
export type Content = Readonly<Record<string, { schema: z.core.$ZodType }>>;

/** What the document says of an operation beside what its requests are parsed with. */
export interface OperationDocs {
  tags: readonly string[];
  summary: string;
  description?: string;
  responses: Readonly<Record<number | "default", { description: string; content?: Content }>>;
}

/** An answer in JSON. */
export const json = <S extends z.core.$ZodType>(description: string, schema: S) =>
  ({ description, content: { "application/json": { schema } } }) as const;

export const notModified = { description: "Not modified since the version in `If-None-Match`" } as const;

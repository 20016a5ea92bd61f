import * as z from "zod/mini";
import en from "zod/v4/locales/en.js";

/** A zod schema of either flavour; core's own are `zod/mini`, which is a third of the size. See ADR 11. */
export type Schema<T> = z.core.$ZodType<T>;

/** zod/mini knows no words; given with each parse, because a default for the whole process is not a library's to set. */
const english = { error: en().localeError };

/** The value as the schema has it; throws what is wrong, in English. */
export const parse = <T>(schema: Schema<T>, value: unknown): T => z.parse(schema, value, english);

/** As {@link parse}, with what is wrong as a value: one issue for each mistake, in English. */
export const safeParse = <T>(schema: Schema<T>, value: unknown) => z.safeParse(schema, value, english);

/** The value as the schema has it, or what is wrong with it, in English: a line or more for each mistake. */
export const checked = <T>(schema: Schema<T>, value: unknown): { ok: true; value: T } | { ok: false; why: string } => {
  const { success, data, error } = safeParse(schema, value);
  return success ? { ok: true, value: data } : { ok: false, why: z.prettifyError(error) };
};

/**
 * The part of a Standard Schema (standardschema.dev, version 1) that is used here: zod, Valibot, ArkType and others have it.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What a schema takes. */
export type SchemaInput<S> = S extends StandardSchema<infer Input, unknown> ? Input : never;
/** What a schema gives. */
export type SchemaOutput<S> = S extends StandardSchema<infer _, infer Output> ? Output : never;

const keysOf = (issue: SchemaIssue): PropertyKey[] =>
  (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part));

const at = (value: unknown, keys: readonly PropertyKey[]): unknown =>
  keys.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);

const QUOTED = 60;

const quoted = (value: unknown): string => {
  const text = value === undefined ? "undefined" : (JSON.stringify(value) ?? String(value));
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED)}…`;
};

/** `items.3.net: expected number (is "12")`: each issue with its path and the value that stands there, at most three. */
export const describeIssues = (issues: readonly SchemaIssue[], value: unknown): string => {
  const lines = issues.slice(0, 3).map((issue) => {
    const keys = keysOf(issue);
    const path = keys.length === 0 ? "" : `${keys.map(String).join(".")}: `;
    return `${path}${issue.message} (is ${quoted(at(value, keys))})`;
  });
  if (issues.length > 3) lines.push(`and ${issues.length - 3} more`);
  return lines.join("; ");
};

/** Validates, and gives what is wrong as a value. */
export const validated = async <Output>(
  schema: StandardSchema<unknown, Output>,
  value: unknown,
): Promise<{ ok: true; value: Output } | { ok: false; why: string }> => {
  const result = await schema["~standard"].validate(value);
  return result.issues === undefined
    ? { ok: true, value: result.value }
    : { ok: false, why: describeIssues(result.issues, value) };
};

export const isStandardSchema = (value: unknown): value is StandardSchema =>
  (typeof value === "object" || typeof value === "function") &&
  value !== null &&
  typeof (value as Partial<StandardSchema>)["~standard"]?.validate === "function";

import { Definition, type DefinitionError } from "./definition.ts";
import { english } from "./english.ts";

export interface ReadResult {
  definitions: Definition[];
  errors: DefinitionError[];
  /** What the file's format allows and this matcher does not; the rest of it is used. */
  unsupported: DefinitionError[];
}

const explain = (error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string =>
  error.issues.map(({ path, message }) => (path.length ? `${path.join(".")}: ${message}` : message)).join("; ");

const idOf = (value: unknown): { id?: string } =>
  typeof value === "object" && value !== null && "id" in value && typeof value.id === "string" ? { id: value.id } : {};

/** Reads definitions, one JSON object a line; empty lines and lines that begin with `#` or `//` are passed over. */
export const readDefinitions = (text: string, origin = "definitions"): ReadResult => {
  const definitions: Definition[] = [];
  const errors: DefinitionError[] = [];
  const firstLine = new Map<string, number>();
  let line = 0;
  for (const raw of text.split("\n")) {
    line += 1;
    const trimmed = raw.trim();
    if (trimmed === "" || trimmed.startsWith("#") || trimmed.startsWith("//")) continue;
    let value: unknown;
    try {
      value = JSON.parse(trimmed);
    } catch (cause) {
      errors.push({ origin, line, message: `not JSON: ${cause instanceof Error ? cause.message : String(cause)}` });
      continue;
    }
    const parsed = Definition.safeParse(value, english);
    if (!parsed.success) {
      errors.push({ origin, line, ...idOf(value), message: explain(parsed.error) });
      continue;
    }
    const first = firstLine.get(parsed.data.id);
    if (first !== undefined) {
      errors.push({
        origin,
        line,
        id: parsed.data.id,
        message: `id "${parsed.data.id}" is already used in line ${first}`,
      });
      continue;
    }
    firstLine.set(parsed.data.id, line);
    definitions.push(parsed.data);
  }
  return { definitions, errors, unsupported: [] };
};

export const describeErrors = (errors: readonly DefinitionError[]): string =>
  errors.map(({ origin, line, id, message }) => `${origin}:${line}: ${id ? `${id}: ` : ""}${message}`).join("\n");

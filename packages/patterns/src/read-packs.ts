import type { Definition, DefinitionError } from "./definition/definition.ts";
import { describeErrors, readDefinitions } from "./definition/read.ts";
import { type Format, formatOf } from "./import/format.ts";
import { importPack } from "./import/import.ts";

export class PackError extends Error {
  override readonly name = "PackError";
  readonly kind = "pattern-pack";
  readonly errors: readonly DefinitionError[];
  constructor(errors: readonly DefinitionError[]) {
    super(`${errors.length} definitions cannot be used:\n${describeErrors(errors.slice(0, 50))}`);
    this.errors = errors;
  }
}

export interface PackText {
  /** Names the file in errors, and its format where that is not given. */
  path: string;
  text: string;
  format?: Format;
}

/**
 * The definitions of several packs, and what is not taken over of them.
 *
 * @throws {@link PackError} that names file and line of each definition that cannot be used.
 */
export const readPacks = (packs: Iterable<PackText>): { definitions: Definition[]; unsupported: DefinitionError[] } => {
  const errors: DefinitionError[] = [];
  const unsupported: DefinitionError[] = [];
  const byId = new Map<string, Definition>();
  for (const { path, text, format = formatOf(path) } of packs) {
    const read = format === "ndjson" ? readDefinitions(text, path) : importPack(format, text, path);
    errors.push(...read.errors);
    unsupported.push(...read.unsupported);
    for (const definition of read.definitions) {
      const { id } = definition;
      if (byId.has(id)) errors.push({ origin: path, line: 0, id, message: `id "${id}" is used in another pack` });
      byId.set(id, definition);
    }
  }
  if (errors.length > 0) throw new PackError(errors);
  return { definitions: [...byId.values()], unsupported };
};

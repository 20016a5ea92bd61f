import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { type CompileSummary, compile } from "./compile/compile.ts";
import type { Definition, DefinitionError } from "./definition/definition.ts";
import { describeErrors, readDefinitions } from "./definition/read.ts";
import { type Format, formatOf, importPack } from "./import/import.ts";

export interface PackSummary extends CompileSummary {
  /** Where the artefact was written. */
  out: string;
  seconds: number;
  /** What is not taken over of the packs, with its place. */
  unsupported: DefinitionError[];
}

export class PackError extends Error {
  override readonly name = "PackError";
  readonly kind = "pattern-pack";
  readonly errors: readonly DefinitionError[];
  constructor(errors: readonly DefinitionError[]) {
    super(`${errors.length} definitions cannot be used:\n${describeErrors(errors.slice(0, 50))}`);
    this.errors = errors;
  }
}

/**
 * Reads packs (definitions as NDJSON, gitleaks TOML, Sigma YAML, ModSecurity rules, YARA, word lists: told by the file's
 * name, or by `format:path`), compiles them together and writes the artefact. Throws a {@link PackError} that names file
 * and line of each definition that cannot be read, and of each id that comes twice; what can be read but not run is
 * named in the summary.
 */
export const buildPack = async (paths: readonly string[], out: string): Promise<PackSummary> => {
  const start = performance.now();
  const errors: DefinitionError[] = [];
  const unsupported: DefinitionError[] = [];
  const byId = new Map<string, Definition>();
  for (const path of paths) {
    const [, named, rest] = /^(ndjson|gitleaks|sigma|crs|yara|words):(.+)$/.exec(path) ?? [];
    const file = rest ?? path;
    const format = (named as Format | undefined) ?? formatOf(file);
    const text = await readFile(file, "utf8");
    const read = format === "ndjson" ? readDefinitions(text, file) : importPack(format, text, file);
    errors.push(...read.errors);
    unsupported.push(...read.unsupported);
    for (const definition of read.definitions) {
      if (byId.has(definition.id))
        errors.push({
          origin: file,
          line: 0,
          id: definition.id,
          message: `id "${definition.id}" is used in another pack`,
        });
      byId.set(definition.id, definition);
    }
  }
  if (errors.length > 0) throw new PackError(errors);
  const { artefact, summary } = compile([...byId.values()]);
  await mkdir(dirname(out), { recursive: true });
  // Written beside and renamed, so that no reader meets half an artefact.
  const partial = `${dirname(out)}/.${basename(out)}.${process.pid}`;
  await writeFile(partial, artefact);
  await rename(partial, out);
  return { ...summary, unsupported, out, seconds: (performance.now() - start) / 1000 };
};

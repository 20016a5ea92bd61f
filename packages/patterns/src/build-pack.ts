import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { threadId } from "node:worker_threads";
import { type CompileSummary, compile } from "./compile/compile.ts";
import type { DefinitionError } from "./definition/definition.ts";
import type { Format } from "./import/format.ts";
import { type PackText, readPacks } from "./read-packs.ts";

export interface PackSummary extends CompileSummary {
  /** Where the artefact was written. */
  out: string;
  seconds: number;
  /** What is not taken over of the packs, with its place. */
  unsupported: DefinitionError[];
}

/** Written beside and renamed, so that no reader meets half an artefact. */
export const writeArtefactFile = async (out: string, artefact: Uint8Array): Promise<void> => {
  await mkdir(dirname(out), { recursive: true });
  const partial = `${dirname(out)}/.${basename(out)}.${process.pid}.${threadId}`;
  await writeFile(partial, artefact);
  await rename(partial, out);
};

/**
 * Reads packs (definitions as NDJSON, gitleaks TOML, Sigma YAML, ModSecurity rules, YARA, word lists: told by the file's
 * name, or by `format:path`), compiles them together and writes the artefact. Throws a {@link PackError} that names file
 * and line of each definition that cannot be read, and of each id that comes twice; what can be read but not run is
 * named in the summary.
 */
export const buildPack = async (paths: readonly string[], out: string): Promise<PackSummary> => {
  const start = performance.now();
  const packs: PackText[] = [];
  for (const path of paths) {
    const [, named, rest] = /^(ndjson|gitleaks|sigma|crs|yara|words):(.+)$/.exec(path) ?? [];
    const file = rest ?? path;
    packs.push({ path: file, text: await readFile(file, "utf8"), ...(named && { format: named as Format }) });
  }
  const { definitions, unsupported } = readPacks(packs);
  const { artefact, summary } = compile(definitions);
  await writeArtefactFile(out, artefact);
  return { ...summary, unsupported, out, seconds: (performance.now() - start) / 1000 };
};

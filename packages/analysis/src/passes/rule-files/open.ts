import { homedir } from "node:os";
import { join } from "node:path";
import { TerminalError } from "@torrent/core";
import type { Database } from "@torrent/patterns";
import { type RuleFiles, readRuleFiles } from "./files.ts";

/** In the user's own folder, because what lies in it decides what is found. */
export const defaultCacheFolder = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "torrent", "patterns");

const compiled = async (files: RuleFiles): Promise<Uint8Array> => {
  const { compile, readPacks } = await import("@torrent/patterns");
  const { texts, content } = readRuleFiles(files);
  if (content !== files.content)
    throw new TerminalError(
      "rules-changed",
      `Rule files in ${files.folder} changed since the start; restart to use them`,
    );
  const { artefact, summary } = compile(readPacks(texts).definitions);
  const rejected = summary.quarantined.filter(({ lane }) => lane === "rejected");
  if (rejected.length > 0)
    throw new TerminalError(
      "pattern-pack",
      `Rules cannot be looked for: ${rejected.map(({ id, reason, detail }) => `${id} (${reason}: ${detail})`).join("; ")}`,
    );
  return artefact;
};

/** What was compiled before, unless it is damaged or of an older format. */
const cached = async (path: string): Promise<Database | undefined> => {
  const { ArtefactError, Database } = await import("@torrent/patterns");
  try {
    return await Database.open(path);
  } catch (error) {
    if (error instanceof ArtefactError || (error as NodeJS.ErrnoException).code !== undefined) return undefined;
    throw error;
  }
};

/**
 * The rules of the files, compiled once for each content and kept in the cache folder. A cache folder that cannot be written costs
 * the time of compiling, and nothing else.
 *
 * @throws TerminalError with file and line of what cannot be used: no retry mends a rule file.
 */
export const openRuleFiles = async (files: RuleFiles, cacheFolder: string): Promise<Database> => {
  const { Database, FORMAT_VERSION, PackError, writeArtefactFile } = await import("@torrent/patterns");
  const path = join(cacheFolder, `${files.content}-${FORMAT_VERSION}.pack`);
  const known = await cached(path);
  if (known) return known;
  try {
    const artefact = await compiled(files);
    await writeArtefactFile(path, artefact).catch(() => undefined);
    return Database.load(artefact);
  } catch (error) {
    if (error instanceof PackError || error instanceof TypeError)
      throw new TerminalError("pattern-pack", error.message, { cause: error });
    throw error;
  }
};

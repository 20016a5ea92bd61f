import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { CONFIG_VARIABLE, checkOptions } from "@torrent/core/unstable";
import type { Database } from "@torrent/patterns";
import type { AnalysisPass } from "../../analysis-pass.ts";
import { PATTERNS_VERSION, patternsPassOf } from "../patterns/pass.ts";
import { checkRuleTexts } from "./check.ts";
import { findRuleFiles } from "./files.ts";
import { defaultCacheFolder, openRuleFiles } from "./open.ts";

export interface PatternsOptions {
  /** Name of the pass: each call in a choreography needs its own. @default "rules" */
  name?: string;
  /** Whether regexes that nothing quick announces are looked for too, at a tenth of the speed or less. @default true */
  slowLane?: boolean;
  /** The folder that paths start from. @default that of torrent.config.ts, where the torrent command loads it; else the working folder */
  folder?: string;
  /** Where compiled rules are kept. @default `torrent/patterns` in the user's cache folder */
  cacheFolder?: string;
}

const configFolder = (): string => {
  const config = process.env[CONFIG_VARIABLE];
  return config?.startsWith("file:") ? dirname(fileURLToPath(config)) : process.cwd();
};

/** Stored results belong to the rules they were found with: other rules are another version. */
const versionOf = (content: string, slowLane: boolean): number =>
  1 +
  createHash("sha256")
    .update(JSON.stringify([PATTERNS_VERSION, slowLane, content]))
    .digest()
    .readUIntBE(0, 6);

/**
 * A pass that looks for the rules of files in every component: definitions as NDJSON, gitleaks TOML, Sigma YAML, ModSecurity
 * rules, YARA, and word lists, by the ends of their names. They are compiled when a component is first looked at, and the
 * result is kept by its content. Its version follows from the rules.
 *
 * @throws TypeError that names file and line, where no file matches or a definition cannot be used.
 * @example
 * defineChoreography({ ...reference, passes: [...passes, patterns("./rules/*.ndjson")] });
 */
export const patterns = (files: string | readonly string[], options: PatternsOptions = {}): AnalysisPass => {
  checkOptions("patterns(…)", options, ["name", "slowLane", "folder", "cacheFolder"]);
  const { name = "rules", slowLane = true, folder = configFolder(), cacheFolder = defaultCacheFolder() } = options;
  const { texts, ...found } = findRuleFiles(typeof files === "string" ? [files] : files, resolve(folder));
  checkRuleTexts(texts);
  let database: Promise<Database> | undefined;
  const open = (): Promise<Database> => {
    database ??= openRuleFiles(found, cacheFolder);
    database.catch(() => {
      database = undefined;
    });
    return database;
  };
  return patternsPassOf(open, {
    name,
    version: versionOf(found.content, slowLane),
    packs: async () => ({ [name]: found.content.slice(0, 12) }),
    slowLane,
  });
};

import { createHash } from "node:crypto";
import { globSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";

export interface RuleFiles {
  /** The files as they were named, from `folder`, sorted. */
  paths: readonly string[];
  folder: string;
  /** Hex SHA-256 of the names and the texts of all. */
  content: string;
}

export interface RuleText {
  path: string;
  text: string;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/** @throws TypeError that names the pattern which no file matches. */
const pathsOf = (patterns: readonly string[], folder: string): string[] => {
  const found = patterns.flatMap((pattern) => {
    if (typeof pattern !== "string" || pattern === "")
      throw new TypeError(
        `patterns(…) takes paths of rule files, such as "./rules/*.ndjson"; got ${JSON.stringify(pattern)}`,
      );
    const files = globSync(pattern, { cwd: folder }).filter((path) => isFile(resolve(folder, path)));
    if (files.length === 0) throw new TypeError(`patterns("${pattern}"): no file in ${folder} matches`);
    return files;
  });
  return [...new Set(found)].sort();
};

/** @throws TypeError that names the file which cannot be read as UTF-8. */
const textOf = (folder: string, path: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(resolve(folder, path)));
  } catch (cause) {
    const { message } = cause as Error;
    throw new TypeError(`patterns(…): ${path} in ${folder} cannot be read as a rule file: ${message}`, { cause });
  }
};

const contentOf = (texts: readonly RuleText[]): string =>
  createHash("sha256").update(JSON.stringify(texts)).digest("hex");

/** The texts of files that were found before, and the hash of what they contain now. */
export const readRuleFiles = ({ paths, folder }: Pick<RuleFiles, "paths" | "folder">) => {
  const texts = paths.map((path): RuleText => ({ path, text: textOf(folder, path) }));
  return { texts, content: contentOf(texts) };
};

/** Finds the files that the patterns name, and reads them. */
export const findRuleFiles = (patterns: readonly string[], folder: string): RuleFiles & { texts: RuleText[] } => {
  const paths = pathsOf(patterns, folder);
  return { paths, folder, ...readRuleFiles({ paths, folder }) };
};

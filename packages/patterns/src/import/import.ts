import type { ReadResult } from "../definition/read.ts";
import { importCrs } from "./crs.ts";
import { importGitleaks } from "./gitleaks.ts";
import { importSigma } from "./sigma.ts";
import { importWords } from "./words.ts";
import { importYara } from "./yara.ts";

/** `crs`: rules in ModSecurity's language, as the OWASP Core Rule Set has them. */
export type Format = "ndjson" | "gitleaks" | "sigma" | "crs" | "yara" | "words";

const importers = {
  gitleaks: importGitleaks,
  sigma: importSigma,
  crs: importCrs,
  yara: importYara,
  words: importWords,
} satisfies Record<Exclude<Format, "ndjson">, (text: string, origin: string) => ReadResult>;

export const importPack = (format: Exclude<Format, "ndjson">, text: string, origin: string): ReadResult =>
  importers[format](text, origin);

/** By the end of the file's name; a word list is what nothing else claims. */
export const formatOf = (path: string): Format => {
  if (/\.(nd|l)?jsonl?$/.test(path)) return "ndjson";
  if (path.endsWith(".toml")) return "gitleaks";
  if (/\.ya?ml$/.test(path)) return "sigma";
  if (path.endsWith(".conf")) return "crs";
  if (/\.yara?$/.test(path)) return "yara";
  return "words";
};

import type { ReadResult } from "../definition/read.ts";
import { importCrs } from "./crs.ts";
import type { Format } from "./format.ts";
import { importGitleaks } from "./gitleaks.ts";
import { importSigma } from "./sigma.ts";
import { importWords } from "./words.ts";
import { importYara } from "./yara.ts";

const importers = {
  gitleaks: importGitleaks,
  sigma: importSigma,
  crs: importCrs,
  yara: importYara,
  words: importWords,
} satisfies Record<Exclude<Format, "ndjson">, (text: string, origin: string) => ReadResult>;

export const importPack = (format: Exclude<Format, "ndjson">, text: string, origin: string): ReadResult =>
  importers[format](text, origin);

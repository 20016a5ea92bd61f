import type { Report } from "../report.ts";
import type { Family } from "./families.ts";
import type { Identity } from "./identify.ts";
import { extensionOf } from "./names.ts";

/** Families that an extension promises; extensions that promise nothing certain are left out. */
const promised: Record<string, readonly Family[]> = {
  pdf: ["pdf"],
  docx: ["office", "ole"],
  xlsx: ["office", "ole"],
  pptx: ["office", "ole"],
  doc: ["ole", "office", "rtf", "html", "xml"],
  xls: ["ole", "office", "html", "xml", "table"],
  ppt: ["ole", "office"],
  odt: ["office"],
  ods: ["office"],
  jpg: ["image"],
  jpeg: ["image"],
  png: ["image"],
  gif: ["image"],
  webp: ["image"],
  bmp: ["image"],
  zip: ["archive", "office"],
  gz: ["archive"],
  tar: ["archive"],
  "7z": ["archive"],
  txt: ["text", "log", "table", "json", "jsonl", "mail", "source", "yaml", "xml", "html", "mbox"],
  csv: ["table", "text", "log"],
  sqlite: ["sqlite"],
  parquet: ["parquet"],
  mp4: ["media"],
  mp3: ["media"],
};

/** Nothing that a name could promise: no content, and what a Mac keeps beside a file under the file's name. */
const nameless = new Set(["empty", "blank", "appledouble"]);

/** A name that promises another kind of content than there is. A program in disguise is the worst of them. */
export const flagMismatch = (identity: Identity, name: string, report: Report): void => {
  const extension = extensionOf(name);
  const families = promised[extension];
  if (!families || families.includes(identity.family) || nameless.has(identity.format)) return;
  const isProgram = identity.family === "executable";
  report.find({
    rule: isProgram ? "disguised-executable" : "type-mismatch",
    title: `Named ".${extension}", but the content is ${identity.format}`,
    severity: isProgram ? "critical" : identity.family === "binary" ? "low" : "medium",
    start: 0,
  });
};

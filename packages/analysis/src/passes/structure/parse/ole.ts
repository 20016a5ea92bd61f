import { Report } from "../report.ts";
import { Compound } from "./compound.ts";
import { EMBEDDED_BYTES, EMBEDDED_FILES } from "./embedded/file.ts";
import { oleFiles } from "./embedded/ole.ts";
import { strings } from "./strings.ts";
import type { Parser } from "./task.ts";

const kinds: readonly [RegExp, string][] = [
  [/^WordDocument$/, "doc"],
  [/^(Workbook|Book)$/, "xls"],
  [/^PowerPoint Document$/, "ppt"],
  [/^__properties_version1\.0$/, "msg"],
  [/^EncryptedPackage$/, "encrypted-office"],
  [/^VisioDocument$/, "vsd"],
];

const countFiles = (compound: Compound): number => {
  let count = 0;
  let bytes = 0;
  for (const file of oleFiles(compound)) {
    count++;
    bytes += file.bytes.length;
    if (count > EMBEDDED_FILES || bytes > EMBEDDED_BYTES) break;
  }
  return count;
};

/** Compound files: old Office documents, Outlook messages, encrypted OOXML, installers. Text by its readable runs. */
export const parse: Parser = async ({ bytes }) => {
  const report = new Report();
  const compound = new Compound(bytes);
  const { entries } = compound;
  const has = (pattern: RegExp): boolean => entries.some(({ name }) => pattern.test(name));
  const kind = kinds.find(([pattern]) => has(pattern))?.[1] ?? "compound";
  if (has(/^(VBA|_VBA_PROJECT_CUR|_VBA_PROJECT|Macros)$/))
    report.find({ rule: "office-macro", title: "Macros", severity: "high" });
  if (has(/^EncryptedPackage$/))
    report.find({
      rule: "encrypted",
      title: "A document that opens with a password only",
      severity: "medium",
      start: 0,
    });
  for (const { name, bytes: size } of entries)
    if (/Ole10Native|^ObjectPool$|^__attach_version/.test(name))
      report.find({
        rule: "embedded-file",
        title: "An embedded object or attachment",
        severity: "medium",
        context: `${name.replace(/[^\x20-\x7e]/g, "")} (${size} bytes)`,
      });
  let said = 0;
  if (kind !== "encrypted-office")
    for (const run of strings(bytes)) {
      if (report.full) break;
      report.say(run);
      said++;
    }
  report.facts.embedded = countFiles(compound);
  report.facts.ole = {
    kind,
    textRuns: said,
    entries: entries
      .slice(0, 200)
      .map(({ name, bytes: size }) => ({ name: name.replace(/[^\x20-\x7e]/g, "?"), bytes: size })),
  };
  return report.output();
};

import { Report } from "../report.ts";
import { strings } from "./strings.ts";
import type { Parser } from "./task.ts";

const MAX_ENTRIES = 20_000;
const END = 0xfffffffa;

/** The directory of a compound file: [MS-CFB] 2.2 (header), 2.3 (FAT), 2.6 (directory entries). */
const directory = (file: Buffer): { name: string; bytes: number; type: number }[] => {
  const sectorShift = file.readUInt16LE(30);
  if (sectorShift !== 9 && sectorShift !== 12) throw new RangeError(`A sector size of 2^${sectorShift} is not allowed`);
  const size = 2 ** sectorShift;
  const at = (sector: number): number => (sector + 1) * size;
  const fatSectors: number[] = [];
  for (let i = 0; i < Math.min(109, file.readUInt32LE(44)); i++) fatSectors.push(file.readUInt32LE(76 + i * 4));
  const perSector = size / 4;
  const next = (sector: number): number => {
    const fat = fatSectors[Math.floor(sector / perSector)];
    const place = fat === undefined ? file.length : at(fat) + (sector % perSector) * 4;
    return place + 4 <= file.length ? file.readUInt32LE(place) : END;
  };
  const entries: { name: string; bytes: number; type: number }[] = [];
  const visited = new Set<number>();
  for (let sector = file.readUInt32LE(48); sector < END && !visited.has(sector); sector = next(sector)) {
    visited.add(sector);
    for (let entry = at(sector); entry + 128 <= Math.min(at(sector) + size, file.length); entry += 128) {
      const length = Math.min(64, file.readUInt16LE(entry + 64));
      const type = file.readUInt8(entry + 66);
      if (type === 0 || length < 2) continue;
      entries.push({
        name: file.toString("utf16le", entry, entry + length - 2),
        bytes: file.readUInt32LE(entry + 120),
        type,
      });
      if (entries.length >= MAX_ENTRIES) return entries;
    }
  }
  return entries;
};

const kinds: readonly [RegExp, string][] = [
  [/^WordDocument$/, "doc"],
  [/^(Workbook|Book)$/, "xls"],
  [/^PowerPoint Document$/, "ppt"],
  [/^__properties_version1\.0$/, "msg"],
  [/^EncryptedPackage$/, "encrypted-office"],
  [/^VisioDocument$/, "vsd"],
];

/** Compound files: old Office documents, Outlook messages, encrypted OOXML, installers. Text by its readable runs. */
export const parse: Parser = async ({ bytes }) => {
  const report = new Report();
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = directory(file);
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
  report.facts.ole = {
    kind,
    textRuns: said,
    entries: entries
      .slice(0, 200)
      .map(({ name, bytes: size }) => ({ name: name.replace(/[^\x20-\x7e]/g, "?"), bytes: size })),
  };
  return report.output();
};

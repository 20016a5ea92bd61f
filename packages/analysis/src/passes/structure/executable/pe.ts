import { type ExecutableImage, MAX_SECTIONS, type Section, zeroEnded } from "./image.ts";

const machines: Record<number, string> = { 332: "x86", 34404: "x86-64", 448: "arm", 452: "arm", 43620: "arm64" };

/** Portable Executable: COFF header, optional header and section table of Microsoft's "PE Format". Throws a `RangeError` where they lead outside of the file. */
export const readPe = (file: Buffer): ExecutableImage => {
  const pe = file.readUInt32LE(60);
  if (file.readUInt32LE(pe) !== 0x4550) throw new RangeError("No PE header: a DOS program, or damaged");
  const optional = pe + 24;
  const optionalSize = file.readUInt16LE(pe + 20);
  const is64 = file.readUInt16LE(optional) === 0x20b;
  const directories = optional + (is64 ? 112 : 96);
  const directory = (index: number): number =>
    directories + index * 8 + 8 <= optional + optionalSize ? file.readUInt32LE(directories + index * 8 + 4) : 0;
  const flags = file.readUInt16LE(pe + 22);
  const count = Math.min(file.readUInt16LE(pe + 6), MAX_SECTIONS);
  const sections: Section[] = [];
  for (let i = 0; i < count; i++) {
    const at = optional + optionalSize + i * 40;
    const traits = file.readUInt32LE(at + 36);
    sections.push({
      name: zeroEnded(file, at, 8),
      offset: file.readUInt32LE(at + 20),
      bytes: file.readUInt32LE(at + 16),
      writable: (traits & 0x80000000) !== 0,
      executable: (traits & 0x20000000) !== 0,
    });
  }
  return {
    format: "pe",
    bits: is64 ? 64 : 32,
    machine: machines[file.readUInt16LE(pe + 4)] ?? `machine ${file.readUInt16LE(pe + 4)}`,
    kind: (flags & 0x2000) !== 0 ? "library" : "executable",
    built: file.readUInt32LE(pe + 8),
    entry: file.readUInt32LE(optional + 16),
    sections,
    notes: { signed: directory(4) > 0, dotnet: directory(14) > 0 },
  };
};

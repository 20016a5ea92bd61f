import { type ExecutableImage, MAX_SECTIONS, type Section, zeroEnded } from "./image.ts";

const machines: Record<number, string> = { 7: "x86", 16777223: "x86-64", 12: "arm", 16777228: "arm64" };
const kinds: Record<number, string> = { 1: "relocatable", 2: "executable", 6: "library", 8: "bundle" };
const FAT = 0xcafebabe;

/** Mach-O by the load commands of Apple's `mach-o/loader.h`; of a universal file the first architecture. */
export const readMachO = (file: Buffer, base = 0): ExecutableImage => {
  if (base === 0 && file.readUInt32BE(0) === FAT) {
    const image = readMachO(file, file.readUInt32BE(16));
    return { ...image, notes: { architectures: file.readUInt32BE(4) } };
  }
  const magic = file.readUInt32LE(base);
  const little = magic === 0xfeedface || magic === 0xfeedfacf;
  const u32 = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  if (u32(base) !== 0xfeedface && u32(base) !== 0xfeedfacf) throw new RangeError("No Mach-O header");
  const is64 = u32(base) === 0xfeedfacf;
  const sections: Section[] = [];
  const commands = Math.min(u32(base + 16), MAX_SECTIONS);
  let at = base + (is64 ? 32 : 28);
  for (let i = 0; i < commands; i++) {
    const size = u32(at + 4);
    if (size < 8) break;
    if (u32(at) === (is64 ? 0x19 : 0x1)) {
      const protection = u32(at + (is64 ? 60 : 44));
      sections.push({
        name: zeroEnded(file, at + 8, 16),
        offset:
          base + (is64 ? Number(little ? file.readBigUInt64LE(at + 40) : file.readBigUInt64BE(at + 40)) : u32(at + 32)),
        bytes: is64 ? Number(little ? file.readBigUInt64LE(at + 48) : file.readBigUInt64BE(at + 48)) : u32(at + 36),
        writable: (protection & 2) !== 0,
        executable: (protection & 4) !== 0,
      });
    }
    at += size;
  }
  return {
    format: "mach-o",
    bits: is64 ? 64 : 32,
    machine: machines[u32(base + 4)] ?? "unknown",
    kind: kinds[u32(base + 12)] ?? "unknown",
    sections,
  };
};

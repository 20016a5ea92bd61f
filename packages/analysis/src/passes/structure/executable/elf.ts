import { type ExecutableImage, MAX_SECTIONS, type Section, zeroEnded } from "./image.ts";

const kinds: Record<number, string> = { 1: "relocatable", 2: "executable", 3: "shared object", 4: "core dump" };
const machines: Record<number, string> = {
  3: "x86",
  8: "mips",
  20: "powerpc",
  40: "arm",
  62: "x86-64",
  183: "arm64",
  243: "risc-v",
  247: "bpf",
};

/** ELF header and section headers: System V ABI, chapter 4. Throws a `RangeError` where they lead outside of the file. */
export const readElf = (file: Buffer): ExecutableImage => {
  const is64 = file.readUInt8(4) === 2;
  const little = file.readUInt8(5) !== 2;
  const u16 = (at: number): number => (little ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const u32 = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  const word = (at: number): number =>
    is64 ? Number(little ? file.readBigUInt64LE(at) : file.readBigUInt64BE(at)) : u32(at);
  const table = word(is64 ? 40 : 32);
  const entrySize = u16(is64 ? 58 : 46);
  const count = Math.min(u16(is64 ? 60 : 48), MAX_SECTIONS);
  const namesIndex = u16(is64 ? 62 : 50);
  const header = (i: number): number => table + i * entrySize;
  const offsetAt = is64 ? 24 : 16;
  const sizeAt = is64 ? 32 : 20;
  const names = count > 0 && namesIndex < count ? word(header(namesIndex) + offsetAt) : 0;
  const sections: Section[] = [];
  for (let i = 0; i < count; i++) {
    const at = header(i);
    const type = u32(at + 4);
    if (type === 0) continue;
    const flags = word(at + 8);
    sections.push({
      name: names > 0 ? zeroEnded(file, names + u32(at), 64) : "",
      offset: word(at + offsetAt),
      bytes: type === 8 ? 0 : word(at + sizeAt),
      writable: (flags & 1) !== 0,
      executable: (flags & 4) !== 0,
    });
  }
  return {
    format: "elf",
    bits: is64 ? 64 : 32,
    machine: machines[u16(18)] ?? `machine ${u16(18)}`,
    kind: kinds[u16(16)] ?? "unknown",
    entry: word(24),
    sections,
    notes: { stripped: !sections.some(({ name }) => name === ".symtab") },
  };
};

import type { Report } from "../report.ts";
import { readElf } from "./elf.ts";
import { entropy } from "./entropy.ts";
import type { ExecutableImage } from "./image.ts";
import { readMachO } from "./mach-o.ts";
import { readPe } from "./pe.ts";

/** Compressed or encrypted code is above this; machine code is between 5 and 6.8 (Lyda and Hamrock, IEEE S&P 2007). */
const PACKED = 7.2;
const packers = /^(UPX\d|\.aspack|\.adata|\.petite|\.themida|\.vmp\d|MPRESS\d|\.nsp\d|\.enigma\d)/i;

const readers: Record<string, (file: Buffer) => ExecutableImage> = { elf: readElf, exe: readPe, macho: readMachO };

/** Sections are parts of the file: together they hold little more than it does, or they overlap. */
const MOST_OVERLAP = 2;

const describe = (file: Buffer, image: ExecutableImage, report: Report): Record<string, unknown>[] => {
  let left = MOST_OVERLAP * file.length;
  return image.sections.map(({ name, offset, bytes, writable, executable }) => {
    const isInside = offset + bytes <= file.length;
    const content = file.subarray(offset, offset + bytes);
    const isRead = content.length <= left;
    if (isRead) left -= content.length;
    const bits = isRead ? entropy(content) : undefined;
    const within = (at: number): number => Math.min(at, file.length);
    const place = { start: within(offset), end: within(offset + bytes), context: name };
    if (!isInside)
      report.find({
        rule: "section-outside",
        title: "A section that the file does not hold whole",
        severity: "low",
        ...place,
      });
    if (writable && executable && bytes > 0)
      report.find({
        rule: "writable-code",
        title: "A section that is both written and run",
        severity: "medium",
        ...place,
      });
    if (!isRead)
      report.find({
        rule: "overlapping-sections",
        title: "A section that was not read: together they hold more than the file does",
        severity: "medium",
        ...place,
      });
    if (packers.test(name) || (executable && bytes > 4096 && bits !== undefined && bits > PACKED))
      report.find({
        rule: "packed-code",
        title: `Packed or encrypted code${bits === undefined ? "" : `: ${bits} bits per byte`}`,
        severity: "medium",
        ...place,
      });
    return {
      name,
      offset,
      bytes,
      ...(bits === undefined ? {} : { entropy: bits }),
      ...(writable ? { writable } : {}),
      ...(executable ? { executable } : {}),
    };
  });
};

/** WebAssembly: magic, version, then sections of an id and a LEB128 length. */
const readWasm = (file: Buffer): ExecutableImage => {
  const names = "custom type import function table memory global export start element code data datacount tag".split(
    " ",
  );
  const sections: ExecutableImage["sections"] = [];
  let at = 8;
  while (at < file.length && sections.length < 500) {
    const id = file[at++] as number;
    let bytes = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = file.readUInt8(at++);
      bytes += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    sections.push({ name: names[id] ?? `section ${id}`, offset: at, bytes, writable: false, executable: false });
    at += bytes;
  }
  return { format: "wasm", machine: "wasm", kind: "module", sections };
};

const readClass = (file: Buffer): ExecutableImage => ({
  format: "class",
  machine: "jvm",
  kind: `class file version ${file.readUInt16BE(6)}`,
  sections: [],
});

const readDex = (file: Buffer): ExecutableImage => ({
  format: "dex",
  machine: "dalvik",
  kind: `dex file version ${file.toString("latin1", 4, 7)}`,
  sections: [],
});

/** Format, machine, sections with their entropy; packed and self-modifying code flagged. */
export const profileExecutable = (file: Buffer, format: string, report: Report): Record<string, unknown> => {
  const read = { ...readers, wasm: readWasm, class: readClass, dex: readDex }[format];
  try {
    if (!read) throw new RangeError(`No reader for ${format}`);
    const image = read(file);
    const { sections: _, ...facts } = image;
    return { ...facts, entropy: entropy(file), sections: describe(file, image, report) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    report.find({
      rule: "unreadable-executable",
      title: `The headers can't be read: ${reason}`,
      severity: "medium",
      start: 0,
    });
    return { format, entropy: entropy(file), readable: false };
  }
};

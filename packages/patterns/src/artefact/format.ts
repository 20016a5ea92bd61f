import { crc32 } from "node:zlib";
import { filterNames, tableNames } from "../tables/tier.ts";

/**
 * The compiled form: a header, a directory, and sections of typed arrays, each at a multiple of 16 bytes, little-endian.
 * Loading it is making views. Raise the version whenever the meaning of a section or the hashes change.
 */
export const FORMAT_VERSION = 4;
const MAGIC = 0x31505254; // "TRP1"
const HEADER_WORDS = 16;
const ALIGN = 16;

/** What kernels read. These come first, because they are copied into the memory that kernels work in. */
const kernelSections = [
  "shape",
  "starts",
  "bytes",
  "flags",
  ...filterNames.map((name) => `${name}.filter` as const),
  ...tableNames.flatMap((name) => [`${name}.buckets` as const, `${name}.records` as const]),
] as const;

/** What only the host reads, and where it stands. */
const hostSections = ["rules", "slow", "info.starts", "info.text"] as const;

/** Directory order; a section's number is its place here. */
export const sectionNames = [...kernelSections, ...hostSections] as const;
export type Section = Int32Array | Uint32Array | Uint16Array | Uint8Array;
export type Sections = Map<string, Section>;

export class ArtefactError extends Error {
  override readonly name = "ArtefactError";
  readonly kind = "pattern-artefact";
}

const aligned = (bytes: number): number => Math.ceil(bytes / ALIGN) * ALIGN;

export const writeArtefact = (sections: Sections): Uint8Array<ArrayBuffer> => {
  const parts = sectionNames.map((name) => sections.get(name)!);
  const directory = aligned((HEADER_WORDS + 2 * parts.length) * 4);
  const total = parts.reduce((sum, part) => sum + aligned(part.byteLength), directory);
  const artefact = new Uint8Array(total);
  const header = new Uint32Array(artefact.buffer, 0, HEADER_WORDS + 2 * parts.length);
  let at = directory;
  parts.forEach((part, i) => {
    artefact.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    header[HEADER_WORDS + 2 * i] = at;
    header[HEADER_WORDS + 2 * i + 1] = part.byteLength;
    at += aligned(part.byteLength);
  });
  header.set([MAGIC, FORMAT_VERSION, total, parts.length]);
  header[4] = crc32(artefact.subarray(HEADER_WORDS * 4));
  return artefact;
};

export type Directory = ReadonlyMap<string, { offset: number; bytes: number }>;

/** Where the host's sections begin. */
export const hostOffset = (directory: Directory): number => directory.get(hostSections[0])!.offset;

/** A copy, because the artefact may begin at any byte; not by `slice`, which a Buffer does not copy. */
const wordsOf = (artefact: Uint8Array, from: number, to: number): Uint32Array =>
  new Uint32Array(Uint8Array.from(artefact.subarray(4 * from, 4 * to)).buffer);

/** Offset and length of each section, from an artefact that was found whole. */
export const readDirectory = (artefact: Uint8Array): Directory => {
  if (artefact.byteLength < HEADER_WORDS * 4)
    throw new ArtefactError("The pattern artefact is shorter than its header");
  const header = wordsOf(artefact, 0, HEADER_WORDS);
  if (header[0] !== MAGIC)
    throw new ArtefactError("This is not a pattern artefact; build one with: torrent patterns build");
  if (header[1] !== FORMAT_VERSION)
    throw new ArtefactError(
      `The pattern artefact has format ${header[1]}, this code reads ${FORMAT_VERSION}; build it anew`,
    );
  if (header[2] !== artefact.byteLength)
    throw new ArtefactError(`The pattern artefact is cut short: ${artefact.byteLength} of ${header[2]} bytes`);
  if (header[4] !== crc32(artefact.subarray(HEADER_WORDS * 4)))
    throw new ArtefactError("The pattern artefact's checksum does not hold; build it anew");
  const directory = wordsOf(artefact, HEADER_WORDS, HEADER_WORDS + 2 * header[3]!);
  return new Map(
    sectionNames.map((name, i) => [name, { offset: directory[2 * i]!, bytes: directory[2 * i + 1]! }] as const),
  );
};

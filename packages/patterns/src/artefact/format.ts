import { crc32 } from "node:zlib";
import { filterNames, tableNames } from "../tables/tier.ts";

/**
 * The compiled form: a header, a directory, and sections of typed arrays, each at a multiple of 16 bytes, little-endian.
 * Loading it is making views. Raise the version whenever the meaning of a section or the hashes change.
 */
export const FORMAT_VERSION = 6;
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
  ...tableNames.flatMap((name) => [`${name}.groups` as const, `${name}.buckets` as const, `${name}.records` as const]),
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
  const total = parts.reduce((sum, part) => sum + aligned(part.byteLength), DIRECTORY_BYTES);
  const artefact = new Uint8Array(total);
  const header = new Uint32Array(artefact.buffer, 0, HEADER_WORDS + 2 * parts.length);
  let at = DIRECTORY_BYTES;
  parts.forEach((part, i) => {
    artefact.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    header[HEADER_WORDS + 2 * i] = at;
    header[HEADER_WORDS + 2 * i + 1] = part.byteLength;
    at += aligned(part.byteLength);
  });
  header.set([MAGIC, FORMAT_VERSION, total, parts.length]);
  header[4] = crc32(artefact.subarray(CHECKED_FROM));
  return artefact;
};

export type Directory = ReadonlyMap<string, { offset: number; bytes: number }>;

/** Where the host's sections begin. */
export const hostOffset = (directory: Directory): number => directory.get(hostSections[0])!.offset;

/** Bytes of an artefact's header and directory, by which it is known where everything else stands. */
export const DIRECTORY_BYTES = aligned((HEADER_WORDS + 2 * sectionNames.length) * 4);
/** The checksum is of what follows. */
export const CHECKED_FROM = HEADER_WORDS * 4;

/**
 * Offset and length of each section, by an artefact's first {@link DIRECTORY_BYTES} and its length. Throws an
 * {@link ArtefactError} where it is none of this format, or cut short. `checksum` is for the caller to hold against it.
 */
export const readDirectory = (head: Uint8Array, bytes: number): { directory: Directory; checksum: number } => {
  if (head.length < DIRECTORY_BYTES) throw new ArtefactError("The pattern artefact is shorter than its header");
  // A copy, because the artefact may begin at any byte; not by `slice`, which a Buffer does not copy.
  const words = new Uint32Array(Uint8Array.from(head.subarray(0, DIRECTORY_BYTES)).buffer);
  if (words[0] !== MAGIC)
    throw new ArtefactError("This is not a pattern artefact; build one with: torrent patterns build");
  if (words[1] !== FORMAT_VERSION)
    throw new ArtefactError(
      `The pattern artefact has format ${words[1]}, this code reads ${FORMAT_VERSION}; build it anew`,
    );
  if (words[2] !== bytes) throw new ArtefactError(`The pattern artefact is cut short: ${bytes} of ${words[2]} bytes`);
  const directory = new Map(
    sectionNames.map((name, i) => {
      const at = HEADER_WORDS + 2 * i;
      return [name, { offset: words[at]!, bytes: words[at + 1]! }] as const;
    }),
  );
  return { directory, checksum: words[4]! };
};

/** Throws an {@link ArtefactError} where the parts, one after another from {@link CHECKED_FROM} on, are not as they were written. */
export const checkWhole = (checksum: number, ...parts: readonly Uint8Array[]): void => {
  if (checksum !== parts.reduce((sum, part) => crc32(part, sum), 0))
    throw new ArtefactError("The pattern artefact's checksum does not hold; build it anew");
};

import type { Compound, CompoundEntry } from "../compound.ts";
import type { EmbeddedFile } from "./file.ts";
import { packagedFile } from "./native.ts";

/** Streams that are a file of their own: an Office document in its package, or what a PDF reader put down. */
const WHOLE = /(^|\/)(Package|CONTENTS)$/;
const NATIVE = /(^|\/)\u0001Ole10Native$/;
/** An attachment of an Outlook message ([MS-OXMSG] 2.2.2), with its content's property. */
const ATTACHMENT = /^(.*__attach_version1\.0_#[0-9A-F]{8})\/__substg1\.0_37010102$/i;
const NAME_BYTES = 4096;
/** Its long and its short file name, in UTF-16 or in bytes. */
const NAMES = ["3707001F", "3704001F", "3707001E", "3704001E"];

const byPath = new WeakMap<Compound, ReadonlyMap<string, CompoundEntry>>();
const entryAt = (compound: Compound, path: string): CompoundEntry | undefined => {
  const known = byPath.get(compound) ?? new Map(compound.entries.toReversed().map((entry) => [entry.path, entry]));
  byPath.set(compound, known);
  return known.get(path);
};

const attachmentName = (compound: Compound, folder: string, ordinal: number): string => {
  for (const property of NAMES) {
    const entry = entryAt(compound, `${folder}/__substg1.0_${property}`);
    if (!entry || entry.bytes > NAME_BYTES) continue;
    const text = compound.read(entry).toString(property.endsWith("F") ? "utf16le" : "latin1");
    if (text.trim() !== "") return text.replaceAll("\0", "");
  }
  return `attachment-${ordinal}.bin`;
};

const fileOf = (compound: Compound, entry: CompoundEntry, ordinal: number): EmbeddedFile | undefined => {
  const { path } = entry;
  const attachment = ATTACHMENT.exec(path)?.[1];
  if (attachment !== undefined)
    return { name: attachmentName(compound, attachment, ordinal), bytes: compound.read(entry) };
  if (WHOLE.test(path)) return { name: `object-${ordinal}.bin`, bytes: compound.read(entry) };
  // Its first four bytes are its length.
  return NATIVE.test(path) ? packagedFile(compound.read(entry).subarray(4)) : undefined;
};

/**
 * Files within a compound file: packaged objects of old Office documents, attachments of Outlook messages. One at a time:
 * any number of streams may be one and the same chain of sectors, so that whoever takes them counts and stops.
 */
export function* oleFiles(compound: Compound): Generator<EmbeddedFile> {
  let ordinal = 1;
  for (const entry of compound.entries) {
    const file = entry.isStream ? fileOf(compound, entry, ordinal) : undefined;
    if (!file || file.bytes.length === 0) continue;
    ordinal++;
    yield file;
  }
}

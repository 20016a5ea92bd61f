import { cannotBegin } from "./compressed.ts";
import { kindOf } from "./kind.ts";
import { BLOCK, checksumHolds, isZero } from "./tar-header.ts";

/** Containers that are taken apart. */
export type Format = "zip" | "tar" | "gzip" | "zstd" | "mbox" | "mail";

const starts = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** The container that the bytes are, whatever the name says; only an empty tar is known by its name. */
export const formatOf = (name: string, head: Uint8Array): Format | undefined => {
  if (starts(head, 0x50, 0x4b, 3, 4) || starts(head, 0x50, 0x4b, 5, 6)) return "zip";
  if (starts(head, 0x1f, 0x8b, 8)) return "gzip";
  if (starts(head, 0x28, 0xb5, 0x2f, 0xfd)) return "zstd";
  if (head.length >= BLOCK && checksumHolds(head)) return "tar";
  if (/\.(?:tar|tgz|tzst)$/i.test(name) && head.length >= 2 * BLOCK && isZero(head)) return "tar";
  const kind = kindOf(name, head);
  return kind === "mail" || kind === "mbox" ? kind : undefined;
};

/** Why bytes that look like an archive, or are named like one, cannot be opened as one. */
export const unopenable = (
  name: string,
  head: Uint8Array,
  format: Format | undefined,
): { kind: string; message: string } | undefined => {
  if (format === "gzip" || format === "zstd") {
    const reason = cannotBegin(head, format);
    return reason === undefined
      ? undefined
      : { kind: "damaged-archive", message: `The ${format} stream is damaged at its start: ${reason}` };
  }
  if (format) return undefined;
  const kind = kindOf(name, head);
  if (kind === "archive")
    return {
      kind: "unsupported-archive",
      message: "An archive of a format that is not taken apart: send it as zip or tar",
    };
  const extension = /\.(?:zip|tar|tgz|tzst|gz|zst|7z|rar|xz|bz2)$/i.exec(name)?.[0];
  return extension
    ? {
        kind: "not-an-archive",
        message: `It is named ${extension} but holds ${kind}: send the archive itself, or name it for what it is`,
      }
    : undefined;
};

/** The name of what a compressed file holds: `a.log` of `a.log.gz`, `a.tar` of `a.tgz`. */
export const uncompressedName = (name: string): string => {
  const base = name.slice(name.lastIndexOf("/") + 1);
  const bare = base.replace(/\.(tgz|tzst)$/i, ".tar").replace(/\.(gz|zst|gzip|zstd)$/i, "");
  return bare === "" || bare === base ? `${base === "" ? "content" : base}.content` : bare;
};

const officePart =
  /^(?:word\/(?:document|styles|settings)|xl\/(?:workbook|worksheets\/|sharedStrings)|ppt\/(?:presentation|slides\/)|visio\/)/;

/**
 * Zips that are one document, told by parts that their formats require. Programs (jar, war, apk), packages of libraries and
 * whatever else holds a manifest are archives.
 */
export const packagedKind = (names: readonly string[]): string | undefined => {
  if (names.includes("[Content_Types].xml") && names.some((name) => officePart.test(name))) return "office";
  const isOpenDocument =
    names.includes("mimetype") && names.some((name) => /^(?:content\.xml|META-INF\/container\.xml)$/.test(name));
  return isOpenDocument ? "office" : undefined;
};

/** Names of zips, and of programs that unpack themselves: the archive may stand behind other bytes. */
const mayHoldZip =
  /\.(?:zip|zipx|jar|jmod|war|ear|aar|apk|aab|ipa|xpi|crx|whl|egg|nupkg|vsix|kmz|epub|docx|xlsx|pptx|odt|ods|odp|exe|sfx|run)$/i;

/** May a zip stand somewhere in the bytes, though they do not begin as one? */
export const mayEndAsZip = (name: string, head: Uint8Array): boolean =>
  mayHoldZip.test(name) || (kindOf(name, head) === "executable" && starts(head, 0x4d, 0x5a));

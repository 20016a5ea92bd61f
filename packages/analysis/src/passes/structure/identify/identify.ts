import type { ComponentFacts } from "@torrent/core";
import { decodeText } from "../../view/decode.ts";
import { type Charset, charsetOf, markedCharset } from "./charset.ts";
import { type Family, familyOf } from "./families.ts";
import { extensionOf } from "./names.ts";
import { sniffText } from "./sniff-text.ts";
import { zipFormat } from "./zip-format.ts";

export interface Identity {
  /** Short name of the format, e.g. `csv`, `docx`, `elf`. */
  format: string;
  family: Family;
  mime: string;
  /** Texts only. */
  charset?: Charset;
}

const textMimes: Partial<Record<Family, string>> = {
  table: "text/csv",
  json: "application/json",
  jsonl: "application/x-ndjson",
  xml: "application/xml",
  html: "text/html",
  yaml: "application/yaml",
  mail: "message/rfc822",
  mbox: "application/mbox",
};

const zipMimes: Record<string, string> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  odt: "application/vnd.oasis.opendocument.text",
  ods: "application/vnd.oasis.opendocument.spreadsheet",
  odp: "application/vnd.oasis.opendocument.presentation",
  odg: "application/vnd.oasis.opendocument.graphics",
  epub: "application/epub+zip",
  apk: "application/vnd.android.package-archive",
  jar: "application/java-archive",
};

/** Signatures that `file-type` leaves out or would need more than the head for. */
const ownSignatures: readonly [string, string, readonly number[]][] = [
  ["sqlite", "application/vnd.sqlite3", [...Buffer.from("SQLite format 3\0")]],
  ["parquet", "application/vnd.apache.parquet", [...Buffer.from("PAR1")]],
  ["pdf", "application/pdf", [...Buffer.from("%PDF-")]],
  ["zip", "application/zip", [0x50, 0x4b, 0x03, 0x04]],
  ["zip", "application/zip", [0x50, 0x4b, 0x05, 0x06]],
  ["cfb", "application/x-cfb", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  ["elf", "application/x-elf", [0x7f, 0x45, 0x4c, 0x46]],
  ["wasm", "application/wasm", [0x00, 0x61, 0x73, 0x6d]],
  ["gz", "application/gzip", [0x1f, 0x8b, 0x08]],
];

const signature = async (head: Buffer): Promise<{ ext: string; mime: string } | undefined> => {
  if (markedCharset(head)) return undefined;
  for (const [ext, mime, bytes] of ownSignatures) if (bytes.every((byte, i) => head[i] === byte)) return { ext, mime };
  const { fileTypeFromBuffer } = await import("file-type/core");
  const known = await fileTypeFromBuffer(head).catch(() => undefined);
  // Formats with short magic numbers are claimed for texts too often.
  if (known && head.length < 12 && (await charsetOf(head, true))) return undefined;
  return known;
};

/** What a component is, by its bytes first and its name second. `head` is its start, whole where it is that short. */
export const identify = async (head: Buffer, component: ComponentFacts): Promise<Identity> => {
  if (head.length === 0) return { format: "empty", family: "empty", mime: "application/x-empty" };
  // The middle of a huge binary may look like the start of anything.
  if ((component.slice?.index ?? 0) > 0 && ["binary", "audio", "video"].includes(component.kind))
    return { format: `${component.kind}-slice`, family: "binary", mime: "application/octet-stream" };
  const isWhole = head.length >= component.bytes;
  const known = await signature(head);
  if (known && !["xml", "svg"].includes(known.ext) && !known.mime.startsWith("text/")) {
    const ext = known.ext === "zip" ? zipFormat(head) : known.ext;
    const mime = zipMimes[ext] ?? known.mime;
    const charset = ["rtf"].includes(ext) ? { name: "utf-8", bom: 0 } : undefined;
    return { format: ext === "cfb" ? "ole" : ext, family: familyOf(ext, mime), mime, ...(charset ? { charset } : {}) };
  }
  const charset = await charsetOf(head, isWhole);
  if (!charset)
    return { format: extensionOf(component.name) || "binary", family: "binary", mime: "application/octet-stream" };
  const text = decodeText(head.subarray(charset.bom), charset.name);
  const { family, format } = sniffText(text, isWhole, component);
  return { format, family, mime: format === "svg" ? "image/svg+xml" : (textMimes[family] ?? "text/plain"), charset };
};

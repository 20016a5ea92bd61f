import type { PassContext } from "../../../analysis-pass.ts";
import type { Identity } from "../identify/identify.ts";
import type { Report } from "../report.ts";
import { readTail } from "../source.ts";
import { TarListing } from "./tar.ts";
import { zipDirectory } from "./zip-directory.ts";

/** Room for the directories of some hundred thousand entries. */
const TAIL = 32 * 2 ** 20;
const LISTED = 200;
const BOMB_RATIO = 1000;

interface Listed {
  name: string;
  bytes: number;
  compressed?: number;
  encrypted?: boolean;
  type?: string;
  link?: string;
}

const check = (entries: readonly Listed[], report: Report): void => {
  for (const { name, bytes, compressed, encrypted, type, link } of entries) {
    if (/(^|[/\\])\.\.([/\\]|$)|^[/\\]|^[A-Za-z]:/.test(name))
      report.find({
        rule: "path-traversal",
        title: "An entry that would be written outside of its folder",
        severity: "high",
        context: name,
      });
    if (encrypted)
      report.find({
        rule: "encrypted-entry",
        title: "An entry that opens with a password only",
        severity: "medium",
        context: name,
      });
    if (compressed !== undefined && bytes > BOMB_RATIO * Math.max(1, compressed) && bytes > 2 ** 20)
      report.find({
        rule: "compression-bomb",
        title: `An entry that unpacks ${compressed} bytes to ${bytes}`,
        severity: "high",
        context: name,
      });
    if ((type === "1" || type === "2") && /^\/|(^|\/)\.\.(\/|$)/.test(link ?? ""))
      report.find({
        rule: "link-traversal",
        title: "A link that leads outside of the archive",
        severity: "high",
        context: `${name} → ${link}`,
      });
  }
};

const summary = (entries: readonly Listed[], count: number): Record<string, unknown> => ({
  entries: count,
  bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
  listing: entries.slice(0, LISTED).map(({ name, bytes }) => ({ name: name.slice(0, 200), bytes })),
});

const zip = async (context: PassContext, report: Report): Promise<Record<string, unknown>> => {
  const directory = zipDirectory(await readTail(context, TAIL));
  if (!directory) {
    report.find({
      rule: "damaged-archive",
      title: "A zip without its directory: cut off, or part of a set",
      severity: "medium",
      start: context.component.bytes,
    });
    return {};
  }
  const { entries, isCut, stated, comment } = directory;
  check(entries, report);
  if (stated !== 0xffff && entries.length < stated && !isCut)
    report.find({
      rule: "damaged-archive",
      title: `The directory states ${stated} entries and holds ${entries.length}`,
      severity: "medium",
    });
  return { ...summary(entries, Math.max(stated, entries.length)), ...(comment > 0 ? { commentBytes: comment } : {}) };
};

const tar = async (context: PassContext, report: Report): Promise<Record<string, unknown>> => {
  const listing = new TarListing();
  for await (const chunk of context.bytes()) {
    context.signal.throwIfAborted();
    listing.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (listing.damagedAt !== undefined) break;
  }
  check(listing.entries, report);
  if (listing.damagedAt !== undefined)
    report.find({
      rule: "damaged-archive",
      title: "A block that should begin an entry does not",
      severity: "medium",
      start: listing.damagedAt,
    });
  return summary(listing.entries, listing.count);
};

/** RFC 1952: name and time of the one file inside. */
const gzip = (head: Buffer): Record<string, unknown> => {
  if (head.length < 10) return {};
  const flags = head[3] as number;
  const time = head.readUInt32LE(4);
  const from = (flags & 4) !== 0 && head.length >= 12 ? 12 + head.readUInt16LE(10) : 10;
  const end = head.indexOf(0, from);
  return {
    ...(time > 0 ? { modified: new Date(time * 1000).toISOString() } : {}),
    ...((flags & 8) !== 0 && end > from ? { name: head.toString("latin1", from, Math.min(end, from + 255)) } : {}),
  };
};

/** Lists what an archive holds, without unpacking it; formats without a listing of ours are named only. */
export const profileArchive = async (
  context: PassContext,
  identity: Identity,
  head: Buffer,
  report: Report,
): Promise<Record<string, unknown>> => {
  if (["zip", "jar", "apk", "xpi"].includes(identity.format)) return zip(context, report);
  if (identity.format === "tar") return tar(context, report);
  return identity.format === "gz" ? gzip(head) : {};
};

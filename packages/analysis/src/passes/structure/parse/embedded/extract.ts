import { Compound } from "../compound.ts";
import { openPdf } from "../pdf.ts";
import { zipMembers } from "../zip-members.ts";
import { EMBEDDED_BYTES, EMBEDDED_FILES, type Embedded, Room } from "./file.ts";
import { isOfficeFile } from "./office.ts";
import { oleFiles } from "./ole.ts";
import { documentFiles, pageFiles } from "./pdf.ts";
import { rtfFiles } from "./rtf.ts";

const MAX_PAGES = 5000;

type Extract = (bytes: Uint8Array) => Promise<Embedded>;

/** Files that found no room, after which no more are looked at. */
const MOST_LEFT = 100;

const kept = async (files: Iterable<Embedded["files"][number]>): Promise<Embedded> => {
  const room = new Room();
  for (const { name, bytes } of files) {
    room.add(name, bytes);
    if (room.kept.left.length >= MOST_LEFT) break;
  }
  return room.kept;
};

const pdf: Extract = async (bytes) => {
  const open = await openPdf(bytes);
  if (!open) return { files: [], left: [] };
  const files = await documentFiles(open);
  for (let number = 1; number <= Math.min(open.numPages, MAX_PAGES); number++)
    files.push(...(await pageFiles(open, number).catch(() => [])));
  return kept(files);
};

const office: Extract = async (bytes) => {
  const caps = { total: EMBEDDED_BYTES, one: EMBEDDED_BYTES, files: EMBEDDED_FILES };
  const { files, left } = zipMembers(bytes, isOfficeFile, caps);
  const inOrder = [...files].filter(([, content]) => content.length > 0);
  return { files: inOrder.map(([name, content]) => ({ name, bytes: content })), left };
};

const extractors: Record<string, Extract> = {
  pdf,
  office,
  ole: (bytes) => kept(oleFiles(new Compound(bytes))),
  rtf: (bytes) => kept(rtfFiles(bytes)),
};

/** Takes the files out of a document. One that can't be read holds none: structure analysis has named what is wrong. */
export const extract = async ({ family, bytes }: { family: string; bytes: Uint8Array }): Promise<Embedded> => {
  const none = { files: [], left: [] };
  try {
    return (await extractors[family]?.(bytes)) ?? none;
  } catch {
    return none;
  }
};

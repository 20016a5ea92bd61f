import { type FolderFile, tarOf } from "./tar.ts";

/** A package to submit: a file as it is, or a folder as a tar. */
export interface Delivery {
  name: string;
  body: Blob;
}

const readAll = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  // A reader returns at most 100 entries at a time, and none at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (batch.length === 0) return entries;
    entries.push(...batch);
  }
};

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

async function* walk(entry: FileSystemEntry, path: string): AsyncGenerator<FolderFile> {
  if (entry.isFile) yield { path, file: await fileOf(entry as FileSystemFileEntry) };
  else
    for (const child of await readAll(entry as FileSystemDirectoryEntry)) yield* walk(child, `${path}/${child.name}`);
}

/** Each file that was dropped is a package, and so is each folder. */
export const deliveriesOf = async (data: DataTransfer): Promise<Delivery[]> => {
  // The list is emptied when the event ends, so the entries are read first.
  const entries = [...data.items].flatMap((item) => (item.kind === "file" ? [item.webkitGetAsEntry()] : []));
  const deliveries: Delivery[] = [];
  for (const entry of entries) {
    if (!entry) continue;
    if (entry.isFile) {
      const file = await fileOf(entry as FileSystemFileEntry);
      deliveries.push({ name: file.name, body: file });
      continue;
    }
    const files: FolderFile[] = [];
    for await (const file of walk(entry, entry.name)) files.push(file);
    deliveries.push({ name: `${entry.name}.tar`, body: tarOf(files.sort((a, b) => (a.path < b.path ? -1 : 1))) });
  }
  return deliveries;
};

export const deliveriesOfFiles = (files: Iterable<File>): Delivery[] =>
  [...files].map((file) => ({ name: file.name, body: file }));

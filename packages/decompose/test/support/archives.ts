import { buffer } from "node:stream/consumers";
import tar from "tar-stream";
import yazl from "yazl";

const MTIME = new Date("2026-01-02T03:04:06Z");

export type Files = Record<string, string | Uint8Array>;

export const zipOf = async (files: Files, options: Partial<yazl.Options> = {}): Promise<Buffer> => {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(files))
    zip.addBuffer(Buffer.from(content), name, { mtime: MTIME, ...options });
  zip.end();
  return buffer(zip.outputStream as NodeJS.ReadableStream);
};

export type TarEntry = Partial<tar.Header> & { name: string; content?: string };

export const tarOf = async (files: Files, entries: readonly TarEntry[] = []): Promise<Buffer> => {
  const pack = tar.pack();
  for (const [name, content] of Object.entries(files)) pack.entry({ name, mtime: MTIME }, Buffer.from(content));
  for (const { content, ...header } of entries) pack.entry({ ...header, mtime: MTIME }, content ?? "");
  pack.finalize();
  return buffer(pack);
};

import type { EmbeddedFile } from "./file.ts";

/** What is used of a PDF that is open. */
export interface OpenPdf {
  numPages: number;
  getAttachments(): Promise<unknown>;
  getPage(number: number): Promise<{ getAnnotations(): Promise<unknown[]> }>;
}

interface Attached {
  filename?: string;
  content?: Uint8Array;
}

const fileOf = (name: string, { filename, content }: Attached): EmbeddedFile[] =>
  content && content.length > 0 ? [{ name: filename ?? name, bytes: content }] : [];

/** Files of the document as a whole. */
export const documentFiles = async (pdf: OpenPdf): Promise<EmbeddedFile[]> => {
  const attachments = ((await pdf.getAttachments().catch(() => null)) ?? {}) as Record<string, Attached>;
  return Object.entries(attachments).flatMap(([name, file]) => fileOf(name, file));
};

/** Files that are pinned to a place of one page. */
export const pageFiles = async (
  pdf: OpenPdf,
  number: number,
  visit: (annotations: readonly unknown[]) => void = () => {},
): Promise<EmbeddedFile[]> => {
  const page = await pdf.getPage(number);
  const annotations = (await page.getAnnotations()) as { subtype?: string; file?: Attached }[];
  visit(annotations);
  return annotations.flatMap(({ subtype, file }) =>
    subtype === "FileAttachment" && file ? fileOf(`page-${number}.bin`, file) : [],
  );
};

import { Report } from "../report.ts";
import { documentFiles, pageFiles } from "./embedded/pdf.ts";
import { PdfRemarks } from "./pdf-remarks.ts";
import type { Parser } from "./task.ts";

const MAX_PAGES = 5000;

/** Names in a PDF's objects that make a viewer act, with what they mean. Objects within compressed streams are not seen here. */
const active: readonly [RegExp, string, string, "info" | "medium" | "high"][] = [
  [/\/(JavaScript|JS)[\s/(<[]/, "pdf-javascript", "JavaScript that a viewer would run", "high"],
  [/\/Launch[\s/(<[]/, "pdf-launch", "An action that starts a program", "high"],
  [/\/OpenAction[\s/(<[]/, "pdf-open-action", "An action on opening", "info"],
  [/\/RichMedia[\s/(<[]/, "pdf-rich-media", "Embedded rich media", "medium"],
  [/\/XFA[\s/(<[]/, "pdf-xfa", "A dynamic XFA form", "info"],
  [/\/SubmitForm[\s/(<[]/, "pdf-submit-form", "A form that sends its content somewhere", "medium"],
];

const scanNames = (bytes: Uint8Array, report: Report): void => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  for (const [pattern, rule, title, severity] of active) {
    const match = pattern.exec(text);
    if (match) report.find({ rule, title, severity, start: match.index, end: match.index + match[0].length });
  }
  const end = text.lastIndexOf("%%EOF");
  const trailing = end < 0 ? 0 : text.slice(end + 5).trimEnd().length;
  if (trailing > 1024)
    report.find({
      rule: "trailing-data",
      title: `${trailing} bytes after the end of the PDF`,
      severity: "low",
      start: end + 5,
    });
};

type OpenPdf = Awaited<ReturnType<typeof import("unpdf").getDocumentProxy>>;

/** `undefined` where it opens with a password only; throws where it is none that can be read. */
export const openPdf = async (bytes: Uint8Array): Promise<OpenPdf | undefined> => {
  const { getDocumentProxy } = await import("unpdf");
  return getDocumentProxy(bytes, {
    verbosity: 0,
    stopAtErrors: false,
    maxImageSize: 0,
    isEvalSupported: false,
  }).catch((error: Error) => {
    if (error.name !== "PasswordException") throw error;
    return undefined;
  });
};

export const parse: Parser = async ({ bytes }) => {
  const report = new Report();
  scanNames(bytes, report);
  const size = bytes.length;
  const pdf = await openPdf(bytes);
  if (!pdf) {
    report.find({ rule: "encrypted", title: "A PDF that opens with a password only", severity: "medium", start: 0 });
    report.facts.pdf = { encrypted: true, bytes: size };
    return report.output();
  }
  const { info } = (await pdf.getMetadata().catch(() => ({ info: {} }))) as { info: Record<string, unknown> };
  const files = await documentFiles(pdf);
  const scripts = (await pdf.getJSActions().catch(() => null)) ?? {};
  if (Object.keys(scripts).length > 0 && !report.has("pdf-javascript"))
    report.find({
      rule: "pdf-javascript",
      title: "JavaScript that a viewer would run",
      severity: "high",
      context: JSON.stringify(scripts).slice(0, 200),
    });
  const remarks = new PdfRemarks();
  remarks.addScripts(scripts);
  let empty = 0;
  let unreadable = 0;
  const pages = Math.min(pdf.numPages, MAX_PAGES);
  for (let number = 1; number <= pages; number++) {
    files.push(...(await pageFiles(pdf, number, (annotations) => remarks.addAnnotations(annotations)).catch(() => [])));
    if (report.full) continue;
    const text = await pageText(pdf, number).catch(() => undefined);
    if (text === undefined) {
      unreadable++;
      report.find({ rule: "unreadable-page", title: `Page ${number} can't be read`, severity: "low" });
    } else if (text.trim() === "") empty++;
    else report.say(text);
  }
  remarks.addFields(await pdf.getFieldObjects().catch(() => null));
  remarks.addOutline(await pdf.getOutline().catch(() => null));
  remarks.addInfo(info);
  for (const text of remarks.texts) report.say(text);
  const embeddedFiles = files.map((file) => ({ name: file.name, bytes: file.bytes.length }));
  for (const file of embeddedFiles)
    report.find({
      rule: "embedded-file",
      title: `An embedded file "${file.name.slice(0, 100)}" of ${file.bytes} bytes`,
      severity: "medium",
    });
  report.facts.embedded = files.length;
  if (pdf.numPages > MAX_PAGES) report.cut();
  report.facts.pdf = {
    pages: pdf.numPages,
    pagesWithoutText: empty,
    ...(unreadable > 0 ? { unreadablePages: unreadable } : {}),
    ...(pages > 0 && empty === pages ? { isScan: true } : {}),
    metadata: Object.fromEntries(
      Object.entries(info).filter(([, value]) => ["string", "number", "boolean"].includes(typeof value)),
    ),
    embeddedFiles,
  };
  await pdf.cleanup().catch(() => undefined);
  return report.output();
};

interface TextPage {
  getPage(number: number): Promise<{ getTextContent(): Promise<{ items: object[] }>; cleanup(): unknown }>;
}

const pageText = async (pdf: TextPage, number: number): Promise<string> => {
  const page = await pdf.getPage(number);
  const { items } = await page.getTextContent();
  let text = "";
  for (const item of items) if ("str" in item) text += `${item.str}${"hasEOL" in item && item.hasEOL ? "\n" : ""}`;
  page.cleanup();
  return text;
};

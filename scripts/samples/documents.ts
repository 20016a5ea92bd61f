import { crc32, deflateSync } from "node:zlib";
import { zip } from "./containers.ts";

const xml = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
const HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OOXML = "http://schemas.openxmlformats.org";

export type Cell = string | number;

const column = (index: number): string => String.fromCharCode(65 + index);

/** A workbook of one sheet (ECMA-376), with inline strings. */
export const xlsx = (sheet: string, rows: readonly (readonly Cell[])[]): Promise<Buffer> => {
  const cell = (value: Cell, at: string): string =>
    typeof value === "number"
      ? `<c r="${at}"><v>${value}</v></c>`
      : `<c r="${at}" t="inlineStr"><is><t>${xml(value)}</t></is></c>`;
  const data = rows
    .map((row, y) => `<row r="${y + 1}">${row.map((value, x) => cell(value, `${column(x)}${y + 1}`)).join("")}</row>`)
    .join("");
  return zip({
    "[Content_Types].xml": `${HEADER}<Types xmlns="${OOXML}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `${HEADER}<Relationships xmlns="${OOXML}/package/2006/relationships"><Relationship Id="r1" Type="${OOXML}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `${HEADER}<workbook xmlns="${OOXML}/spreadsheetml/2006/main" xmlns:r="${OOXML}/officeDocument/2006/relationships"><sheets><sheet name="${xml(sheet)}" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `${HEADER}<Relationships xmlns="${OOXML}/package/2006/relationships"><Relationship Id="r1" Type="${OOXML}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `${HEADER}<worksheet xmlns="${OOXML}/spreadsheetml/2006/main"><sheetData>${data}</sheetData></worksheet>`,
  });
};

/** A text document (ECMA-376). */
export const docx = (paragraphs: readonly string[]): Promise<Buffer> =>
  zip({
    "[Content_Types].xml": `${HEADER}<Types xmlns="${OOXML}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    "_rels/.rels": `${HEADER}<Relationships xmlns="${OOXML}/package/2006/relationships"><Relationship Id="r1" Type="${OOXML}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    "word/document.xml": `${HEADER}<w:document xmlns:w="${OOXML}/wordprocessingml/2006/main"><w:body>${paragraphs.map((text) => `<w:p><w:r><w:t xml:space="preserve">${xml(text)}</w:t></w:r></w:p>`).join("")}</w:body></w:document>`,
  });

/** A spreadsheet (OpenDocument 1.3). */
export const ods = (sheet: string, rows: readonly (readonly Cell[])[]): Promise<Buffer> => {
  const cell = (value: Cell): string =>
    typeof value === "number"
      ? `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${value}</text:p></table:table-cell>`
      : `<table:table-cell office:value-type="string"><text:p>${xml(value)}</text:p></table:table-cell>`;
  const urn = "urn:oasis:names:tc:opendocument:xmlns";
  return zip(
    {
      mimetype: "application/vnd.oasis.opendocument.spreadsheet",
      "content.xml": `${HEADER}<office:document-content xmlns:office="${urn}:office:1.0" xmlns:table="${urn}:table:1.0" xmlns:text="${urn}:text:1.0" office:version="1.3"><office:body><office:spreadsheet><table:table table:name="${xml(sheet)}">${rows.map((row) => `<table:table-row>${row.map(cell).join("")}</table:table-row>`).join("")}</table:table></office:spreadsheet></office:body></office:document-content>`,
      "META-INF/manifest.xml": `${HEADER}<manifest:manifest xmlns:manifest="${urn}:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    },
    ["mimetype"],
  );
};

/** A PDF 1.4 with one page per list of lines, set in Helvetica; the text streams are deflated, as real ones are. */
export const pdf = (title: string, pages: readonly (readonly string[])[]): Buffer => {
  const escaped = (text: string): string => text.replace(/[\\()]/g, "\\$&");
  const first = 4;
  const objects: Buffer[] = [
    Buffer.from("<< /Type /Catalog /Pages 2 0 R >>"),
    Buffer.from(
      `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, i) => `${first + 2 * i} 0 R`).join(" ")}] >>`,
    ),
    Buffer.from("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"),
    ...pages.flatMap((lines, i) => {
      const text = `BT /F1 11 Tf 14 TL 60 780 Td\n${lines.map((line) => `(${escaped(line)}) Tj T*`).join("\n")}\nET`;
      const packed = deflateSync(Buffer.from(text, "latin1"));
      return [
        Buffer.from(
          `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${first + 2 * i + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        ),
        Buffer.concat([
          Buffer.from(`<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`),
          packed,
          Buffer.from("\nendstream"),
        ]),
      ];
    }),
    Buffer.from(`<< /Title (${escaped(title)}) /Producer (Torrent samples) /CreationDate (D:20260202080000Z) >>`),
  ];
  const parts = [Buffer.from("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const places: number[] = [];
  let at = parts[0]!.length;
  for (const [index, object] of objects.entries()) {
    places.push(at);
    const part = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]);
    parts.push(part);
    at += part.length;
  }
  const rows = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R /Info ${objects.length} 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
};

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};

/** TIFF directory entries of EXIF 2.32 that say where a picture was taken; degrees, minutes, seconds. */
const gpsExif = (latitude: readonly number[], longitude: readonly number[]): Buffer => {
  const exif = Buffer.alloc(8 + 18 + 54 + 48);
  exif.write("MM\0*", "latin1");
  exif.writeUInt32BE(8, 4);
  const entry = (at: number, tag: number, type: number, count: number, value: number | string): void => {
    exif.writeUInt16BE(tag, at);
    exif.writeUInt16BE(type, at + 2);
    exif.writeUInt32BE(count, at + 4);
    if (typeof value === "string") exif.write(value, at + 8, "latin1");
    else exif.writeUInt32BE(value, at + 8);
  };
  exif.writeUInt16BE(1, 8);
  entry(10, 0x8825, 4, 1, 26);
  exif.writeUInt16BE(4, 26);
  entry(28, 1, 2, 2, "N\0");
  entry(40, 2, 5, 3, 80);
  entry(52, 3, 2, 2, "E\0");
  entry(64, 4, 5, 3, 104);
  for (const [index, value] of [...latitude, ...longitude].entries()) {
    exif.writeUInt32BE(value, 80 + 8 * index);
    exif.writeUInt32BE(1, 84 + 8 * index);
  }
  return exif;
};

/** A small picture of a colour gradient that knows where it was taken. */
export const png = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + 3 * width));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows.set([(255 * x) / width, (255 * y) / height, 128], y * (1 + 3 * width) + 1 + 3 * x);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("eXIf", gpsExif([52, 31, 12], [13, 24, 18])),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

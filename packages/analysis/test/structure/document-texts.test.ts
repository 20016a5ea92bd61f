import { strToU8, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { stopIsolated } from "../../src/passes/isolate/index.ts";
import { cellDate, dateFormats } from "../../src/passes/structure/parse/cell-dates.ts";
import { facts, found, runPasses, runStructure, valuesOf } from "./context.ts";
import { pdf } from "./fixtures/documents.ts";

afterAll(stopIsolated);

const zip = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, [strToU8(text), { level: 0 }]])));

const types = { "[Content_Types].xml": "<Types/>" };
const emailsOf = async (name: string, bytes: Uint8Array): Promise<string[]> =>
  valuesOf(await runPasses(name, bytes, { kind: "office" }), "email").toSorted();
const mails = (...names: readonly string[]): string[] => names.map((name) => `${name}@example.org`).toSorted();

describe("the text of a Word document", () => {
  const w = (body: string): string =>
    `<w:document xmlns:w="w" xmlns:mc="m" xmlns:wp="p"><w:body>${body}</w:body></w:document>`;
  const t = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

  it("has notes, comments, headers, properties and custom data", async () => {
    const bytes = zip({
      ...types,
      "word/document.xml": w(t("ann@example.org")),
      "word/comments.xml": `<w:comments xmlns:w="w"><w:comment w:author="Cy cy@example.org">${t("bob@example.org")}</w:comment></w:comments>`,
      "word/footnotes.xml": `<w:f xmlns:w="w">${t("dan@example.org")}</w:f>`,
      "word/header1.xml": `<w:h xmlns:w="w">${t("eve@example.org")}</w:h>`,
      "docProps/custom.xml": "<P><property><v>fay@example.org</v></property></P>",
      "docProps/core.xml": "<c><title>gil@example.org</title></c>",
      "customXml/item1.xml": "<d>hal@example.org</d>",
    });
    expect(await emailsOf("a.docx", bytes)).toEqual(mails("ann", "bob", "cy", "dan", "eve", "fay", "gil", "hal"));
  });

  it("joins what is formatted in pieces, and counts a text box once", async () => {
    const box = (text: string) =>
      `<mc:AlternateContent><mc:Choice><w:txbxContent>${t(text)}</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>${t(text)}</w:txbxContent></mc:Fallback></mc:AlternateContent>`;
    const bytes = zip({
      ...types,
      "word/document.xml": w(
        `<w:p><w:r><w:t>an</w:t></w:r><w:r><w:t>n@example.org</w:t><w:tab/><w:t>bob@example.org</w:t><w:br/><w:t>cy@example.org</w:t></w:r></w:p><w:p><w:r><w:t>before</w:t></w:r><w:r>${box("AKIAQYLPMN5HZ3FPZAM2")}</w:r></w:p>`,
      ),
    });
    const searched = await runPasses("a.docx", bytes, { kind: "office" });
    expect(valuesOf(searched, "email").toSorted()).toEqual(mails("ann", "bob", "cy"));
    expect(searched.structure.text?.match(/AKIA/g)).toHaveLength(1);
  });

  it("says where links lead, and what pictures are described as", async () => {
    const bytes = zip({
      ...types,
      "word/document.xml": w(`${t("click")}<wp:docPr descr="by ann@example.org"/>`),
      "word/_rels/document.xml.rels": `<R><Relationship Id="1" Type="hyperlink" Target="https://evil.example.net/x" TargetMode="External"/></R>`,
    });
    const searched = await runPasses("a.docx", bytes, { kind: "office" });
    expect(valuesOf(searched, "url")).toEqual(["https://evil.example.net/x"]);
    expect(valuesOf(searched, "email")).toEqual(mails("ann"));
  });
});

describe("a document within other bytes", () => {
  it.each([
    ["before it", (bytes: Uint8Array) => Buffer.concat([Buffer.from("JUNKJUNK"), bytes])],
    ["behind it", (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.from("\r\n\r\n")])],
  ])("is read all the same: %s", async (_, around) => {
    const bytes = zip({
      ...types,
      "word/document.xml": "<w:d xmlns:w='w'><w:p><w:r><w:t>ann@example.org</w:t></w:r></w:p></w:d>",
    });
    expect(await emailsOf("a.docx", around(bytes))).toEqual(mails("ann"));
  });
});

describe("the text of a workbook", () => {
  const book = (rows: string, more: Record<string, string> = {}, properties = ""): Uint8Array =>
    zip({
      ...types,
      "xl/workbook.xml": `<workbook xmlns:r="r"><workbookPr ${properties}/><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
      "xl/_rels/workbook.xml.rels": `<R><Relationship Id="r1" Target="worksheets/sheet1.xml"/></R>`,
      "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
      "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="0.00 &quot;days&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
      ...more,
    });

  it("shows days and times as such, long numbers in digits, by either calendar", async () => {
    const row = `<row><c s="1"><v>45002</v></c><c s="2"><v>46034.333333333336</v></c><c s="3"><v>2.5</v></c><c><v>4.111111111111111E15</v></c><c t="b"><v>1</v></c></row>`;
    expect((await runStructure("a.xlsx", book(row))).text).toBe(
      "2023-03-17\t2026-01-12 08:00:00\t2.5\t4111111111111111\tTRUE",
    );
    const of1904 = (await runStructure("a.xlsx", book(row, {}, 'date1904="1"'))).text;
    expect(of1904?.split("\t")[0]).toBe("2027-03-18");
  });

  it("has comments, shapes, links, and texts that no cell shows any more; and no phonetic guides", async () => {
    const bytes = book(
      `<row><c t="s"><v>0</v></c><c><f>HYPERLINK("https://f.example.net/x","y")</f><v>0</v></c></row>`,
      {
        "xl/sharedStrings.xml": `<sst><si><t>ann@example.org</t></si><si><t>orphan bob@example.org</t></si><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si></sst>`,
        "xl/comments1.xml": `<comments><commentList><comment><text><r><t>cy@example.org</t></r></text></comment></commentList></comments>`,
        "xl/threadedComments/threadedComment1.xml": `<T><threadedComment><text>dan@example.org</text></threadedComment></T>`,
        "xl/drawings/drawing1.xml": `<xdr:d xmlns:xdr="x" xmlns:a="a"><a:p><a:r><a:t>eve@example.org</a:t></a:r></a:p></xdr:d>`,
        "xl/connections.xml": `<connections><connection name="db"><dbPr connection="Server=x;Password=hunter22x"/></connection></connections>`,
      },
    );
    const searched = await runPasses("a.xlsx", bytes, { kind: "office" });
    expect(valuesOf(searched, "email").toSorted()).toEqual(mails("ann", "bob", "cy", "dan", "eve"));
    expect(valuesOf(searched, "url")).toEqual(["https://f.example.net/x"]);
    expect(searched.structure.text).toContain("Password=hunter22x");
    expect(searched.structure.text).not.toContain("トウキョウ");
  });

  it.each([
    ["1", "1900-01-01"],
    ["59", "1900-02-28"],
    ["61", "1900-03-01"],
    ["0.5", "12:00:00"],
    ["45002.75", "2023-03-17 18:00:00"],
    ["-1", undefined],
    ["9999999", undefined],
    ["x", undefined],
  ])("reads the day %s as %s", (value, day) => {
    expect(cellDate(value, false)).toBe(day);
  });

  it("knows formats of days by their letters, outside of quotes and colours", () => {
    const codes = ["yyyy-mm-dd", "[h]:mm", '0.0 "days"', "[Red]0", "General", "#,##0.00 _d"];
    const styles = `<s><numFmts>${codes.map((code, i) => `<numFmt numFmtId="${200 + i}" formatCode="${code.replaceAll('"', "&quot;")}"/>`).join("")}</numFmts><cellXfs>${codes.map((_, i) => `<xf numFmtId="${200 + i}"/>`).join("")}</cellXfs></s>`;
    expect([...dateFormats(strToU8(styles))]).toEqual([0, 1]);
  });
});

describe("the text of other documents", () => {
  it("of OpenDocument keeps tabs, line breaks and blanks, annotations, headers and link targets", async () => {
    const bytes = zipSync({
      mimetype: [strToU8("application/vnd.oasis.opendocument.text"), { level: 0 }],
      "content.xml": strToU8(
        `<o:d xmlns:o="o" xmlns:text="t" xmlns:xlink="x" xmlns:office="f"><text:p>an<text:span>n@exam</text:span>ple.org<text:tab/>bob@example.org<text:line-break/>cy@example.org<text:s text:c="3"/>x</text:p><text:p><text:a xlink:href="https://evil.example.net/a">here</text:a><office:annotation><text:p>dan@example.org</text:p></office:annotation></text:p></o:d>`,
      ),
      "styles.xml": strToU8(`<o:s xmlns:o="o" xmlns:text="t"><text:p>eve@example.org</text:p></o:s>`),
    });
    const searched = await runPasses("a.odt", bytes, { kind: "office" });
    expect(valuesOf(searched, "email").toSorted()).toEqual(mails("ann", "bob", "cy", "dan", "eve"));
    expect(valuesOf(searched, "url")).toEqual(["https://evil.example.net/a"]);
  });

  it("of slides has their comments", async () => {
    const bytes = zip({
      ...types,
      "ppt/presentation.xml": "<p/>",
      "ppt/slides/slide1.xml": `<p:s xmlns:p="p" xmlns:a="a"><a:p><a:r><a:t>an</a:t></a:r><a:r><a:t>n@example.org</a:t></a:r></a:p></p:s>`,
      "ppt/comments/comment1.xml": `<p:c xmlns:p="p"><p:cm><p:text>bob@example.org</p:text></p:cm></p:c>`,
    });
    expect(await emailsOf("a.pptx", bytes)).toEqual(mails("ann", "bob"));
  });

  it("of a PDF has form values, notes and where links lead", async () => {
    const bytes = pdf([
      "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [5 0 R] >> >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Annots [5 0 R 6 0 R 7 0 R] >>",
      "<< /Length 0 >>\nstream\n\nendstream",
      "<< /Type /Annot /Subtype /Widget /FT /Tx /T (mail) /V (ann@example.org) /Rect [0 0 9 9] >>",
      "<< /Type /Annot /Subtype /Text /Contents (bob@example.org) /Rect [0 0 9 9] >>",
      "<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://evil.example.net/x) >> >>",
      "<< /Title (cy@example.org) >>",
    ]);
    const searched = await runPasses("a.pdf", bytes, { kind: "pdf" });
    expect(valuesOf(searched, "email").toSorted()).toEqual(mails("ann", "bob", "cy"));
    expect(valuesOf(searched, "url")).toEqual(["https://evil.example.net/x"]);
  });

  it("of RTF has its charset, comments, shapes, notes, properties and where links lead", async () => {
    const source = String.raw`{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}{\info{\title ann@example.org}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2 \u1052?ir b{\b ob}@example.org\par {\field{\*\fldinst{HYPERLINK "https://evil.example.net/x"}}{\fldrslt click}}\par {\*\annotation cy@example.org}{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt dan@example.org\par}}{\shprslt{\par dan@example.org}}}{\footnote eve@example.org}end}`;
    const searched = await runPasses("a.rtf", Buffer.from(source, "latin1"), { kind: "office" });
    expect(valuesOf(searched, "email").toSorted()).toEqual(mails("ann", "bob", "cy", "dan", "eve"));
    expect(valuesOf(searched, "url")).toEqual(["https://evil.example.net/x"]);
    expect(searched.structure.text).toContain("Привет Мir");
    expect(searched.structure.text?.match(/dan@/g)).toHaveLength(1);
  });

  it("of a database has blobs that are texts, and says where a log is missing", async () => {
    const { DatabaseSync } = await import("node:sqlite");
    const { mkdtemp, readFile, rm } = await import("node:fs/promises");
    const { tmpdir } = await import("node:os");
    const folder = await mkdtemp(`${tmpdir()}/torrent-blob-`);
    try {
      const database = new DatabaseSync(`${folder}/a.db`);
      database.exec("PRAGMA journal_mode = WAL; CREATE TABLE t (j BLOB)");
      database.prepare("INSERT INTO t VALUES (?)").run(Buffer.from('{"mail":"ann@example.org"}'));
      database.close();
      const searched = await runPasses("a.db", await readFile(`${folder}/a.db`), { kind: "sqlite" });
      expect(valuesOf(searched, "email")).toEqual(mails("ann"));
      expect(found(searched.structure, "write-ahead-log-missing")).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("what stands in two views of the same bytes", () => {
  const key = "AKIAQYLPMN5HZ3FPZAM2";
  it.each([
    [
      "a.docx",
      "office",
      zip({ ...types, "word/document.xml": `<w:d xmlns:w="w"><w:p><w:r><w:t>key ${key}</w:t></w:r></w:p></w:d>` }),
    ],
    ["a.rtf", "office", Buffer.from(`{\\rtf1\\ansi key ${key} ok}`)],
    ["a.txt", "text", Buffer.from(`Schl\u00fcssel f\u00fcr K\u00f6ln: ${key} ok`, "latin1")],
    [
      "a.eml",
      "mail",
      Buffer.from(
        `From: a@example.org\nTo: b@example.org\nSubject: x\nDate: Mon, 12 Jan 2026 08:00:00 +0000\n\nkey ${key} ok`,
      ),
    ],
  ])("is found once: %s", async (name, kind, bytes) => {
    const { patterns } = await runPasses(name, bytes, { kind });
    expect(patterns.facts?.matches).toEqual({ "aws-access-key-id": 1 });
    expect(patterns.findings).toHaveLength(1);
  });

  it("has its place in the file where that is a text", async () => {
    const bytes = Buffer.from(`Grüße\nkey ${key}`, "latin1");
    const { patterns } = await runPasses("a.txt", bytes, { kind: "text" });
    expect(patterns.findings).toMatchObject([{ start: 10, end: 30, line: 2 }]);
    expect(facts(await runStructure("a.txt", bytes)).charset).toBe("windows-1252");
  });
});

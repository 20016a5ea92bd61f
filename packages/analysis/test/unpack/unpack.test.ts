import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { TerminalError } from "@torrent/core/unstable";
import { kindOf } from "@torrent/decompose/unstable";
import fc from "fast-check";
import { strToU8, type Zippable, zipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import type { PassContext, PassOutput } from "../../src/analysis-pass.ts";
import { stopIsolated } from "../../src/passes/isolate/index.ts";
import { structurePass } from "../../src/passes/structure/index.ts";
import { unpackPass } from "../../src/passes/unpack/index.ts";
import { contextOf } from "../structure/context.ts";
import { damaged, damages } from "../structure/damage.ts";
import { compoundOf, packaged, rtfObject } from "../structure/fixtures/compound.ts";
import { odtSample, pdf, pdfSample } from "../structure/fixtures/documents.ts";

afterAll(stopIsolated);

interface Taken {
  name: string;
  kind: string;
  content: string;
  defect?: string;
}

const contextOfDocument = (name: string, bytes: Uint8Array, upstream?: PassOutput): PassContext => ({
  ...contextOf(name, bytes, { kind: kindOf(name, bytes) }),
  upstream: (pass) => (pass === "structure" ? upstream : undefined),
});

const piecesOf = async ({ pieces }: PassOutput): Promise<Taken[]> => {
  const taken: Taken[] = [];
  for await (const piece of pieces ?? []) {
    const { name, kind, defect } = piece;
    const content = (await buffer(piece.body())).toString("latin1");
    taken.push({ name, kind, content, ...(defect ? { defect: defect.kind } : {}) });
    await piece.release();
  }
  return taken;
};

/** Through both passes, as in a plan. */
const unpacked = async (name: string, bytes: Uint8Array): Promise<Taken[]> => {
  const upstream = await structurePass.run(contextOfDocument(name, bytes));
  return piecesOf(await unpackPass.run(contextOfDocument(name, bytes, upstream)));
};

const office = (files: Record<string, string | Uint8Array>): Uint8Array => {
  const entries: Zippable = {};
  for (const [name, content] of Object.entries({ "[Content_Types].xml": "<Types/>", ...files }))
    entries[name] = typeof content === "string" ? strToU8(content) : content;
  return zipSync(entries);
};

const word = (files: Record<string, string | Uint8Array>): Uint8Array =>
  office({ "word/document.xml": "<w:document xmlns:w='w'/>", ...files });

describe("files within documents", () => {
  it("of a PDF become components below it", async () => {
    expect(await unpacked("a.zip!/mail.eml!/report.pdf", pdfSample())).toEqual([
      { name: "notes.txt", kind: "text", content: "hello" },
    ]);
  });

  it("pinned to a page of a PDF are found as well", async () => {
    const bytes = pdf([
      "<< /Type /Catalog /Pages 2 0 R >>",
      "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
      "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Annots [4 0 R] >>",
      "<< /Type /Annot /Subtype /FileAttachment /Rect [10 10 20 20] /FS 5 0 R >>",
      "<< /Type /Filespec /F (pinned.txt) /EF << /F 6 0 R >> >>",
      "<< /Type /EmbeddedFile /Length 6 >>\nstream\npinned\nendstream",
      "<< /Title (x) >>",
    ]);
    expect(await unpacked("p.pdf", bytes)).toEqual([{ name: "pinned.txt", kind: "text", content: "pinned" }]);
  });

  it("of OOXML are objects, pictures and macros; the text's own parts stay", async () => {
    const bytes = word({
      "word/embeddings/table.csv": "a,b,c\n1,2,3\n4,5,6\n7,8,9\n",
      "word/media/image1.png": Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
      "word/vbaProject.bin": "macro",
      "docProps/thumbnail.jpeg": "no",
    });
    expect((await unpacked("l.docx", bytes)).map(({ name, kind }) => [name, kind])).toEqual([
      ["word/embeddings/table.csv", "csv"],
      ["word/media/image1.png", "image"],
      ["word/vbaProject.bin", "text"],
    ]);
  });

  it("of OpenDocument are objects and macros", async () => {
    expect((await unpacked("m.odt", odtSample())).map(({ name }) => name)).toEqual(["Basic/Standard/Module1.xml"]);
  });

  it("that are archives are taken apart in their turn, and a damaged one is its own defect", async () => {
    const inner = zipSync({ "deep/a.txt": strToU8("alpha\n"), "b.txt": strToU8("beta\n") });
    const bytes = word({ "word/embeddings/inner.zip": inner, "word/embeddings/torn.zip": inner.subarray(0, 40) });
    expect((await unpacked("l.docx", bytes)).map(({ name, content, defect }) => [name, defect ?? content])).toEqual([
      ["word/embeddings/inner.zip!/deep/a.txt", "alpha\n"],
      ["word/embeddings/inner.zip!/b.txt", "beta\n"],
      ["word/embeddings/torn.zip", "truncated-archive"],
    ]);
  });

  it("packaged in an old Office document or in the object of a new one have their own names", async () => {
    const native = packaged("prices.csv", strToU8("x;y;z\n1;2;3\n4;5;6\n"));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(native.length);
    const object = compoundOf({
      "ObjectPool/_1/\u0001Ole10Native": Buffer.concat([length, native]),
      WordDocument: Buffer.alloc(5000),
    });
    expect(await unpacked("old.doc", object)).toEqual([
      { name: "prices.csv", kind: "csv", content: "x;y;z\n1;2;3\n4;5;6\n" },
    ]);
  });

  it("attached to an Outlook message have their long names", async () => {
    const folder = "__attach_version1.0_#00000000";
    const large = Buffer.alloc(10_000, "line of a long attachment\n");
    const message = compoundOf({
      "__properties_version1.0": Buffer.alloc(32),
      [`${folder}/__substg1.0_37010102`]: large,
      [`${folder}/__substg1.0_3704001F`]: Buffer.from("RECHNU~1.TXT", "utf16le"),
      [`${folder}/__substg1.0_3707001F`]: Buffer.from("Rechnung März.txt", "utf16le"),
    });
    expect(await unpacked("m.msg", message)).toEqual([
      { name: "Rechnung März.txt", kind: "text", content: large.toString() },
    ]);
  });

  it("in Rich Text are decoded from their digits", async () => {
    const bytes = Buffer.from(rtfObject("Package", packaged("run.js", strToU8("WScript.Echo(1)"))));
    expect(await unpacked("n.rtf", bytes)).toEqual([{ name: "run.js", kind: "source", content: "WScript.Echo(1)" }]);
    const other = Buffer.from(rtfObject("Equation.3", compoundOf({ "Equation Native": Buffer.alloc(100) })));
    expect(await unpacked("n.rtf", other)).toMatchObject([{ name: "object-1.bin", kind: "office" }]);
  });
});

describe("unpacking", () => {
  it("does not open a document again in which structure analysis counted no file", async () => {
    const context = contextOfDocument("r.pdf", pdfSample(), { facts: { embedded: 0 } });
    const closed: PassContext = {
      ...context,
      bytes: () => {
        throw new Error("read");
      },
    };
    expect(await unpackPass.run(closed)).toEqual({ facts: { files: 0 } });
  });

  it("concerns documents only", () => {
    const accepts = (name: string, start: string): boolean =>
      unpackPass.accepts(contextOfDocument(name, Buffer.from(start, "latin1")).component);
    expect(accepts("a.pdf", "%PDF-1.7")).toBe(true);
    expect(accepts("a.msg", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")).toBe(true);
    expect(accepts("a.txt", "text")).toBe(false);
  });

  it("of a bomb ends as a failed task that names its limit", async () => {
    const bomb = gzipSync(Buffer.alloc(65 * 2 ** 20));
    const error: unknown = await unpacked("l.docx", word({ "word/embeddings/bomb.gz": bomb })).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(TerminalError);
    expect(error).toMatchObject({ kind: "ratio-limit" });
  });

  it("leaves what is too much in the document, and says so", async () => {
    const bytes = Buffer.from(word({ "word/media/a.png": "claims to be large", "word/media/b.png": "small" }));
    bytes.writeUInt32LE(129 * 2 ** 20, bytes.indexOf("word/media/a.png", bytes.indexOf("PK\u0001\u0002")) - 22);
    const output = await unpackPass.run(contextOfDocument("l.docx", bytes));
    expect(output).toMatchObject({
      truncated: true,
      findings: [{ rule: "embedded-file-left", context: "word/media/a.png" }],
    });
    expect((await piecesOf(output)).map(({ name }) => name)).toEqual(["word/media/b.png"]);
  });

  it("survives damaged documents", async () => {
    const native = packaged("a.txt", strToU8("alpha"));
    const samples = [
      pdfSample(),
      compoundOf({ "x/\u0001Ole10Native": native }),
      Buffer.from(rtfObject("Package", native)),
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples), damages, async (bytes, all) => {
        await piecesOf(await unpackPass.run(contextOfDocument("x", damaged(bytes, all))));
      }),
      { numRuns: 60 },
    );
  });
});

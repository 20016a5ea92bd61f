import { afterAll, describe, expect, it } from "vitest";
import { stopIsolated } from "../../src/passes/isolate/index.ts";
import { facts, found, rules, runStructure } from "./context.ts";
import { compound } from "./fixtures/binaries.ts";
import { parquetSample, sqliteSample } from "./fixtures/databases.ts";
import * as documents from "./fixtures/documents.ts";
import { mailSample, mboxSample, xmlSample, yamlSample } from "./fixtures/texts.ts";

afterAll(stopIsolated);

describe("a PDF", () => {
  it("gives its pages, its text, its metadata and its embedded files", async () => {
    const output = await runStructure("r.pdf", documents.pdfSample());
    expect(facts(output).pdf).toMatchObject({
      pages: 2,
      metadata: { Title: "Quarterly report", Author: "Ada" },
      embeddedFiles: [{ name: "notes.txt", bytes: 5 }],
    });
    expect(output.text).toBe(
      "Quarterly invoice for Contoso\nAccount alice@example.com\napp.alert('hi');\nQuarterly report\nAda",
    );
  });

  it("is flagged for JavaScript and embedded files", async () => {
    const bytes = documents.pdfSample();
    const output = await runStructure("r.pdf", bytes);
    expect(rules(output)).toEqual(["embedded-file", "pdf-javascript", "pdf-open-action"]);
    const [script] = found(output, "pdf-javascript");
    expect(Buffer.from(bytes.slice(script?.start, script?.end)).toString()).toMatch(/^\/JavaScript/);
  });

  it("that is damaged is a finding, not a failure", async () => {
    const output = await runStructure("r.pdf", "%PDF-1.7\nnothing of a PDF follows\n");
    expect(facts(output)).toMatchObject({ family: "pdf", readable: false });
    expect(found(output, "unreadable-pdf")[0]?.title).toContain("Not readable as pdf");
  });
});

describe("Office documents", () => {
  it("give text, properties and outside links; macros and loaded templates are flagged", async () => {
    const output = await runStructure("l.docx", documents.docxSample());
    expect(output.text).toBe(
      "Dear Bob,\nthe password is hunter2\nAda Plan\nhttp://evil.example/t.dotm\nhttp://example.com",
    );
    expect(facts(output).office).toMatchObject({ properties: { creator: "Ada", title: "Plan" }, externalLinks: 2 });
    expect(found(output, "office-macro")).toMatchObject([{ severity: "high", context: "word/vbaProject.bin" }]);
    expect(found(output, "external-reference")).toMatchObject([{ context: "http://evil.example/t.dotm" }]);
  });

  it("give sheets with their cells as rows; hidden sheets and formulas that reach outside are flagged", async () => {
    const output = await runStructure("b.xlsx", documents.xlsxSample());
    expect(output.text).toBe("Region\tAmount\nNorth\t3\nhidden note\t0\nhttp://evil.example\nAda Plan");
    expect(facts(output).office.sheets).toEqual([
      { name: "Sales", rows: 2, cells: 4, formulas: 1 },
      { name: "Secret", rows: 1, cells: 2, formulas: 1, hidden: "hidden" },
    ]);
    expect(rules(output)).toEqual(["active-formula", "hidden-sheet"]);
  });

  it("give slides in their order, then their notes", async () => {
    const output = await runStructure("t.pptx", documents.pptxSample());
    expect(output.text).toBe("Roadmap\nBudget\nspeak slowly");
    expect(facts(output).office.slides).toBe(2);
  });

  it("of OpenDocument and EPUB give text, and macros are flagged", async () => {
    const odt = await runStructure("m.odt", documents.odtSample());
    expect(odt.text).toBe("Minutes\nGrace met Linus\nGrace");
    expect(facts(odt).office.properties).toEqual({ creator: "Grace" });
    expect(rules(odt)).toEqual(["office-macro"]);
    expect((await runStructure("c.ods", documents.odsSample())).text).toBe("a\tb\nGrace");
    expect((await runStructure("n.epub", documents.epubSample())).text).toBe("One\nCall me Ishmael.");
  });

  it("of the old kind give readable runs of both encodings, and macros are flagged", async () => {
    const output = await runStructure("o.doc", compound(["Root Entry", "WordDocument", "Macros"]));
    expect(facts(output).ole.kind).toBe("doc");
    expect(output.text).toContain("Wire to account 12345");
    expect(output.text).toContain("Wide secret text");
    expect(rules(output)).toEqual(["office-macro"]);
  });

  it("behind a password are flagged, and their noise is not taken for text", async () => {
    const output = await runStructure("s.xlsx", compound(["Root Entry", "EncryptedPackage", "EncryptionInfo"]));
    expect(facts(output).ole.kind).toBe("encrypted-office");
    expect(rules(output)).toEqual(["encrypted"]);
    expect(output.text).toBeUndefined();
  });

  it("in rich text give text without control words, and embedded objects are flagged", async () => {
    const bytes = documents.rtfSample();
    const output = await runStructure("n.rtf", bytes);
    expect(output.text).toBe("Hello RTF world\ncafé");
    expect(found(output, "embedded-file")).toMatchObject([{ start: Buffer.from(bytes).indexOf("\\objdata") }]);
  });
});

describe("a mail", () => {
  it("gives its headers, its thread, its attachments and its text", async () => {
    const output = await runStructure("m.eml", mailSample());
    expect(facts(output).mail).toMatchObject({
      from: ["support@bank.example <eve@evil.example>"],
      to: ["Alice <alice@example.com>", "bob@example.com"],
      subject: "Rechnung für Januar",
      date: "2026-01-05T07:59:58.000Z",
      thread: { inReplyTo: "<2@example.com>", root: "<1@example.com>", depth: 2 },
      hops: 1,
      attachments: [{ name: "invoice.pdf.exe", mime: "application/octet-stream", bytes: 12 }],
    });
    expect(output.text).toContain("DE89370400440532013000");
  });

  it("is told what is false about it", async () => {
    expect(rules(await runStructure("m.eml", mailSample()))).toEqual([
      "authentication-failed",
      "double-extension",
      "foreign-reply-to",
      "runnable-attachment",
      "spoofed-sender",
    ]);
  });

  it("of HTML alone gives its text without tags and scripts", async () => {
    const mail =
      "From: a@example.com\r\nTo: b@example.com\r\nDate: Mon, 05 Jan 2026 08:00:00 +0000\r\nContent-Type: text/html\r\n\r\n<style>p{}</style><p>Call <b>me</b></p><script>x()</script>";
    const { text } = await runStructure("m.eml", mail);
    expect(text?.split("\n\n")[1]?.trim()).toBe("Call me");
  });

  it("box is counted, its subjects named", async () => {
    expect(facts(await runStructure("i.mbox", mboxSample())).mbox).toEqual({ messages: 2, subjects: ["One", "Two"] });
  });
});

describe("a database", () => {
  it("of SQLite gives tables, columns, counts, and its rows as text", async () => {
    const output = await runStructure("u.db", sqliteSample());
    const { tables } = facts(output).sqlite;
    expect(tables).toMatchObject([
      { name: 'odd "name', rows: 0 },
      {
        name: "users",
        rows: 3,
        columns: [{ name: "id", type: "INTEGER" }, { name: "email", type: "TEXT" }, { name: "avatar" }],
      },
    ]);
    expect(output.text).toContain("user2@example.com");
    expect(rules(output)).toEqual(["database-trigger"]);
  });

  it("of SQLite that is cut is a finding with what could still be read", async () => {
    const output = await runStructure("u.db", sqliteSample(2000).slice(0, 9000));
    expect(rules(output).some((rule) => rule.startsWith("unreadable-"))).toBe(true);
  });

  it("of Parquet gives schema, columns with nulls, and its rows as text", async () => {
    const output = await runStructure("u.parquet", parquetSample(100));
    expect(facts(output).parquet).toMatchObject({
      rows: 100,
      rowGroups: 1,
      columns: [{ name: "id" }, { name: "email", nulls: 10 }],
    });
    expect(output.text?.split("\n")[1]).toBe("1\tuser1@example.com");
  });
});

describe("XML", () => {
  it("is profiled: elements by path, depth, namespaces", async () => {
    expect(facts(await runStructure("d.xml", xmlSample())).xml).toMatchObject({
      valid: true,
      root: "orders",
      elements: 41,
      depth: 3,
      namespaces: ["urn:o"],
      attributes: ["id"],
      paths: expect.arrayContaining([{ path: "/orders/order/item", count: 20 }]),
    });
  });

  it("is told the line where it breaks", async () => {
    const output = await runStructure("d.xml", "<?xml version='1.0'?>\n<a>\n<b>\n</a>\n");
    expect(found(output, "malformed-xml")).toMatchObject([{ line: 4 }]);
  });

  it("loads no external entity and expands none", async () => {
    const xml = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`;
    const output = await runStructure("d.xml", xml);
    expect(found(output, "xml-external-entity")).toHaveLength(1);
    expect(JSON.stringify(output)).not.toContain("root:");
  });

  it("survives a billion laughs", async () => {
    const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join("");
    const output = await runStructure(
      "d.xml",
      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "lol">${entities}]><a>&l9;</a>`,
    );
    expect(found(output, "xml-entity-expansion")[0]?.severity).toBe("high");
    expect(JSON.stringify(output).length).toBeLessThan(10_000);
  });
});

describe("YAML", () => {
  it("is profiled: documents, schema, depth", async () => {
    const { yaml } = facts(await runStructure("d.yaml", yamlSample()));
    expect(yaml).toMatchObject({ documents: 2, depth: 4, keys: 5 });
    expect(yaml.schema.properties.service.properties.ports.items.type).toBe("integer");
  });

  it("expands no bomb of aliases", async () => {
    const levels = Array.from(
      { length: 20 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(10).fill(`*l${i}`).join(", ")}]`,
    );
    const output = await runStructure("d.yaml", `l0: &l0 [x]\n${levels.join("\n")}\n`);
    expect(found(output, "yaml-alias-expansion")).toHaveLength(1);
  });

  it("is flagged for tags that build objects, with the line", async () => {
    const output = await runStructure("d.yaml", "a: 1\nb: !!python/object/apply:os.system ['id']\n");
    expect(found(output, "yaml-object-tag")).toMatchObject([{ line: 2, severity: "high" }]);
  });

  it("is told its errors with their lines", async () => {
    expect(found(await runStructure("d.yaml", "a: 1\nb: [1, 2\nc: 3\n"), "malformed-yaml")[0]?.line).toBeGreaterThan(1);
  });
});

import { kindOf } from "@torrent/decompose/unstable";
import { describe, expect, it } from "vitest";
import { codePointsOf } from "../../src/passes/view/single-byte.ts";
import { facts, found, runPasses, runStructure, viewedText } from "./context.ts";

/** A text in a charset of one byte a character. */
const encode = (text: string, charset: string): Buffer => {
  const bytes = new Map([...codePointsOf(charset)].map((code, byte) => [code, byte]));
  return Buffer.from([...text].map((sign) => bytes.get(sign.codePointAt(0) ?? 0) ?? 0x3f));
};

const russian = "Уважаемый клиент, подтверждаем получение вашего заказа. Иван Петров живёт в городе Москва.";
const greek = "Αγαπητέ πελάτη, επιβεβαιώνουμε την παραλαβή της παραγγελίας σας.";
const german = "Sehr geehrter Kunde, wir bestätigen den Eingang für Größe und Übermaß, schöne Grüße.";
const french = "Élève à l'école, où êtes-vous ? Ça va très bien, merci pour la réponse déjà reçue.";

describe("texts in old charsets", () => {
  it.each([
    ["windows-1251", russian],
    ["koi8-r", russian],
    ["iso-8859-5", russian],
    ["ibm866", russian],
    ["windows-1253", greek],
    ["windows-1255", "לקוח יקר, אנו מאשרים את קבלת ההזמנה שלך ומודים לך על כך"],
    ["windows-1256", "عزيزي العميل، نؤكد استلام طلبك. شكرا لك على ثقتك بنا"],
    ["windows-1250", "Szanowny kliencie, potwierdzamy otrzymanie twojego zamówienia, źdźbło i żółw, łódź"],
    ["windows-1252", german],
    ["ibm850", german],
    ["macintosh", german],
    ["windows-1252", french],
  ])("of %s are texts, and are read", async (charset, sentence) => {
    const text = `${sentence}\nwrite to bob@example.org\n`.repeat(4);
    const bytes = encode(text, charset);
    expect(kindOf("a.txt", bytes)).toBe("text");
    expect(facts(await runStructure("a.txt", bytes)).family).toBe("text");
    expect(await viewedText("a.txt", bytes)).toBe(text);
  });

  it.each([
    ["shift_jis", "8e5293639 1be98592c938c8b9e93732c323 00a".replaceAll(" ", ""), "山田太郎,東京都,20\n"],
    ["iso-2022-jp", Buffer.from("\x1b$B;3ED\x1b(B,20\n", "latin1").toString("hex"), "山田,20\n"],
    [
      "gb18030",
      `${"d7f0beb4b5c4bfcdbba7a3acced2c3c7c8b7c8cfcad5b5bdc4fab5c4b6a9b5a5a1a3"}2c32300a`,
      "尊敬的客户,我们确认收到您的订单。,20\n",
    ],
  ])("of %s are tables where they are named so", async (charset, hex, row) => {
    const bytes = Buffer.from(hex.repeat(8), "hex");
    expect(kindOf("a.csv", bytes)).toBe("csv");
    expect(facts(await runStructure("a.csv", bytes))).toMatchObject({ family: "table", charset });
    expect((await viewedText("a.csv", bytes)).startsWith(row)).toBe(true);
  });

  it.each(["utf-16le", "utf-16be"])("of %s are read without a mark, in other scripts too", async (charset) => {
    const text = `${russian}\nbob@example.org\n`.repeat(3);
    const bytes = Buffer.from(text, "utf16le");
    if (charset === "utf-16be") bytes.swap16();
    expect(kindOf("a.txt", bytes)).toBe("text");
    expect(facts(await runStructure("a.txt", bytes)).charset).toBe(charset);
    expect(await viewedText("a.txt", bytes)).toBe(text);
  });

  it("of UTF-32 are read", async () => {
    const bytes = Buffer.concat(
      [..."\ufeffdéjà vu, bob@example.org\n"].map((sign) => {
        const unit = Buffer.alloc(4);
        unit.writeUInt32LE(sign.codePointAt(0) ?? 0);
        return unit;
      }),
    );
    expect(kindOf("a.txt", bytes)).toBe("text");
    expect(await viewedText("a.txt", bytes)).toBe("déjà vu, bob@example.org\n");
  });

  it.each([
    ["a.xml", '<?xml version="1.0" encoding="windows-1251"?><a>%</a>', "windows-1251"],
    ["a.html", '<!doctype html><html><head><meta charset="koi8-r"></head><body>%</body></html>', "koi8-r"],
    ["a.py", "# -*- coding: iso-8859-2 -*-\nx = '%'\n", "iso-8859-2"],
  ])("are read in the charset that %s states of itself", async (name, text, charset) => {
    const bytes = Buffer.concat(
      text.split("%").flatMap((part, i) => (i ? [Buffer.from([0xc6, 0xe8]), Buffer.from(part)] : [Buffer.from(part)])),
    );
    expect(facts(await runStructure(name, bytes)).charset).toBe(charset);
  });

  it("are not seen in noise", () => {
    let state = 7;
    const noise = Uint8Array.from({ length: 4096 }, () => {
      state = (state * 48_271) % 2_147_483_647;
      return state & 0xff;
    });
    expect(kindOf("a.dat", noise)).toBe("binary");
  });
});

describe("NUL bytes and separators", () => {
  const log = Array.from(
    { length: 50 },
    (_, i) => `2026-01-12 08:00:${String(i).padStart(2, "0")} ERROR login of u${i}@example.org`,
  ).join("\n");

  it.each([
    ["a hole before a log", `${"\0".repeat(4096)}${log}`, "a.log", "log"],
    ["one byte within a log", `${log.slice(0, 100)}\0${log.slice(100)}`, "a.log", "log"],
    ["zeros behind a text", `${log}${"\0".repeat(3000)}`, "a.log", "log"],
    ["words that are ended by NUL", "HOME=/root\0PATH=/usr/bin\0MAIL=bob@example.org\0".repeat(9), "environ", "text"],
    [
      "segments of HL7",
      `\x0bMSH|^~\\&|LAB|HOSP|202601120800||ORU^R01|0\rPID|1||12345\r\x1c\r`.repeat(9),
      "a.hl7",
      "text",
    ],
  ])("leave a text what it is: %s", async (_, text, name, kind) => {
    const bytes = Buffer.from(text);
    expect(kindOf(name, bytes.subarray(0, 8192))).toBe(kind);
    expect(facts(await runStructure(name, bytes)).family).toBe(kind);
  });

  it("before each record of a JSON text sequence are none of it", async () => {
    const text = Array.from({ length: 5 }, (_, i) => `\x1e{"id":${i}}`).join("\n");
    expect(facts(await runStructure("a.json", text))).toMatchObject({
      family: "jsonl",
      jsonLines: { records: 5, malformed: 0 },
    });
  });
});

describe("lines that end with a return only", () => {
  it("are lines of a log, and places in them are counted so", async () => {
    const line = (i: number): string => `2026-01-12 08:00:0${i} ERROR login of u${i}@example.org`;
    const text = Array.from({ length: 9 }, (_, i) => line(i)).join("\r");
    const { structure, patterns } = await runPasses("a.log", `${text}\rkey AKIAQYLPMN5HZ3FPZAM2\r`, { kind: "log" });
    expect(facts(structure)).toMatchObject({ family: "log", log: { lines: 10, levels: { error: 9 } } });
    expect(patterns.findings).toMatchObject([{ rule: "aws-access-key-id", line: 10, start: text.length + 5 }]);
  });
});

describe("texts that begin like another format", () => {
  it.each([
    ["README.md", '<div align="center">\n  <h1>x</h1>\n</div>\n\n# Usage & more <br>\n', "text"],
    ["notes.md", '<p align="center"><img src="a.png"></p>\n\nSome *text*.', "text"],
    ["chat.txt", "<ann> hello there\n<bob> hi & welcome\n<ann> bye\n", "text"],
    ["setup", "[network]\nhost=1.2.3.4\n[test]\nport=80\n", "text"],
    ["part.txt", "<p>a fragment</p>\n<p>of a page</p>\n", "html"],
    ["feed", "<rss><channel><title>x</title></channel></rss>", "xml"],
    ["pom.xml", "<project>\n<a/>\n", "xml"],
    ["cal.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "text"],
    ["ls.1", '.\\" a page\n.TH LS 1\n.SH NAME\nls \\- list\n', "source"],
  ])("%s is read for what it is, without alarm", async (name, text, family) => {
    const output = await runStructure(name, text);
    expect(facts(output).family).toBe(family);
    expect(output.findings?.filter(({ severity }) => severity === "medium" && name !== "pom.xml")).toEqual(
      name === "pom.xml" ? expect.anything() : [],
    );
  });
});

describe("documents of JSON that follow each other", () => {
  it.each([
    ["without a space", '{"a":1}{"a":2}{"a":3}', 3],
    [
      "pretty printed",
      Array.from({ length: 5 }, (_, i) => JSON.stringify({ id: i, tags: ["a"] }, null, 2)).join("\n"),
      5,
    ],
    ["behind record separators", '\x1e{\n"a":1}\n\x1e{\n"a":2}\n', 2],
  ])("%s have one schema", async (_, text, documents) => {
    const output = await runStructure("a.json", text);
    expect(facts(output).json).toMatchObject({ valid: true, documents, objects: documents });
    expect(output.findings).toEqual([]);
  });

  it("and comments, commas at the end, NaN are told and not cried out", async () => {
    const text = '// settings\n{\n  "a": NaN, /* why */ "b": [1, 2,],\n}\n';
    const output = await runStructure("tsconfig.json", text);
    expect(facts(output).json).toMatchObject({
      valid: true,
      leniencies: ["comments", "not-a-number", "trailing-commas"],
    });
    expect(output.findings).toEqual([]);
  });

  it("are malformed still where something else follows", async () => {
    expect(found(await runStructure("a.json", '{"a":1} and more'), "malformed-json")).toHaveLength(1);
  });
});

describe("a format whose contents nobody reads", () => {
  it.each([
    ["mail.pst", Buffer.concat([Buffer.from("!BDN"), Buffer.alloc(600, 1)]), "outlook-store"],
    ["data.accdb", Buffer.concat([Buffer.from("\0\x01\0\0Standard ACE DB\0"), Buffer.alloc(600, 1)]), "access"],
    ["System.evtx", Buffer.concat([Buffer.from("ElfFile\0"), Buffer.alloc(600, 1)]), "evtx"],
  ])("is named: %s", async (name, bytes, format) => {
    const output = await runStructure(name, bytes);
    expect(facts(output).format).toBe(format);
    expect(found(output, "contents-not-read")).toMatchObject([{ severity: "low" }]);
  });
});

describe("a name that promises something else", () => {
  it("is not held against what a Mac keeps beside a file", async () => {
    const beside = Buffer.concat([
      Buffer.from([0, 5, 0x16, 7, 0, 2, 0, 0]),
      Buffer.from("Mac OS X        "),
      Buffer.alloc(60),
    ]);
    for (const name of ["._photo.jpg", "._t.xlsx", "._t.csv"])
      expect((await runStructure(`a.zip!/__MACOSX/${name}`, beside)).findings).toEqual([]);
  });

  it("says what the content is, and not the name's own ending", async () => {
    const noise = Uint8Array.from({ length: 900 }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff);
    expect(found(await runStructure("a.csv", noise), "type-mismatch")[0]?.title).toBe(
      'Named ".csv", but the content is binary',
    );
  });
});

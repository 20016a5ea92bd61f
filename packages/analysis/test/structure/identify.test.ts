import { describe, expect, it } from "vitest";
import { facts, found, rules, runStructure, viewedText } from "./context.ts";
import { elf } from "./fixtures/binaries.ts";
import { csvSample, proseSample } from "./fixtures/texts.ts";

const utf16 = (text: string, order: "le" | "be", mark: boolean): Uint8Array => {
  const bytes = Buffer.from(mark ? `\ufeff${text}` : text, "utf16le");
  return order === "be" ? bytes.swap16() : bytes;
};

describe("charsets", () => {
  it.each([
    ["utf-16le", "le", true],
    ["utf-16be", "be", true],
    ["utf-16le", "le", false],
    ["utf-16be", "be", false],
  ] as const)(
    "reads %s (%s, byte order mark: %s) so that later passes read it as UTF-8",
    async (charset, order, mark) => {
      const bytes = utf16("Passwort: grün\nzweite Zeile\n", order, mark);
      const output = await runStructure("notes.txt", bytes);
      expect(facts(output)).toMatchObject({ family: "text", charset });
      expect(output.text).toBeUndefined();
      expect(await viewedText("notes.txt", bytes)).toBe("Passwort: grün\nzweite Zeile\n");
    },
  );

  it("profiles a table in UTF-16 like the same table in UTF-8", async () => {
    const wide = await runStructure("t.csv", utf16(csvSample(), "le", true));
    const narrow = await runStructure("t.csv", csvSample());
    expect(facts(wide).table).toEqual(facts(narrow).table);
    expect(found(wide, "ragged-row")).toEqual(
      found(narrow, "ragged-row").map(({ start: _, end: __, ...rest }) => rest),
    );
  });

  it("guesses a legacy charset and decodes it", async () => {
    const text = "Der Überfluß an schönen Äpfeln müßte für größere Körbe genügen.\n".repeat(5);
    const bytes = Buffer.from(text, "latin1");
    expect(facts(await runStructure("alt.txt", bytes)).charset).toMatch(/^(windows-1252|iso-8859-1)$/);
    expect(await viewedText("alt.txt", bytes)).toContain("Überfluß");
  });

  it("decodes Shift_JIS", async () => {
    const bytes = Buffer.from(
      "83528393836a8360836e814190a28a45814228834183588367834582c582b781 42".replaceAll(" ", "").repeat(6),
      "hex",
    );
    const output = await runStructure("x.txt", bytes);
    expect(facts(output).charset).toBe("shift_jis");
    expect(await viewedText("x.txt", bytes)).toContain("コンニチハ");
  });

  it("takes no byte order mark for part of the first word", async () => {
    const output = await runStructure("t.csv", `\ufeff"id",name\n1,a\n2,b\n3,c\n`);
    expect(facts(output).table.columns[0].name).toBe("id");
    expect(facts(await runStructure("d.json", '\ufeff{"a":1}')).json.valid).toBe(true);
  });

  it("does not take a character that the sample's end cuts for damage", async () => {
    for (let pad = 0; pad < 4; pad++) {
      const text = `${"x".repeat(65_533 + pad)}ü€😀 and more`;
      expect(facts(await runStructure("a.txt", text)).charset).toBe("utf-8");
    }
  });

  it("takes bytes with zeros and controls for no text", async () => {
    const output = await runStructure(
      "blob",
      Uint8Array.from({ length: 4000 }, (_, i) => (i * i * 31) & 255),
    );
    expect(facts(output)).toMatchObject({ family: "binary" });
    expect(facts(output).binary.entropy).toBeGreaterThan(4);
  });
});

describe("languages", () => {
  it.each([
    ["en", proseSample()],
    [
      "de",
      "Der Ausschuss traf sich am Dienstag, um den neuen Plan für den Hafen zu besprechen. Alle waren sich einig, dass die alte Mole vor dem Winter repariert werden sollte.".repeat(
        3,
      ),
    ],
    [
      "fr",
      "Le comité s'est réuni mardi pour discuter du nouveau projet du port. Tout le monde était d'accord pour réparer la vieille jetée avant l'hiver.".repeat(
        3,
      ),
    ],
    [
      "ru",
      "Комитет собрался во вторник, чтобы обсудить новый план гавани. Все согласились, что старый пирс нужно починить до зимы.".repeat(
        3,
      ),
    ],
  ])("tells %s", async (code, text) => {
    expect(facts(await runStructure("a.txt", text)).text.language.code).toBe(code);
  });

  it.each([
    ["deploy.py", "import os\n", "python"],
    ["Dockerfile", "FROM node:24\nRUN npm ci\n", "dockerfile"],
    ["run", "#!/usr/bin/env bash\necho hi\n", "shell"],
    ["component-3", 'package main\n\nimport "fmt"\n\nfunc main() {\n\tx := 1\n\tfmt.Println(x)\n}\n', "go"],
    ["component-4", "#include <stdio.h>\n\nint main(void) {\n  return 0;\n}\n", "c"],
  ])("tells the programming language of %s", async (name, text, language) => {
    expect(facts(await runStructure(name, text))).toMatchObject({ family: "source", format: language });
  });
});

describe("names against content", () => {
  it("calls a program with a document's name critical", async () => {
    const output = await runStructure("invoice.pdf", elf(new Uint8Array(100)));
    expect(found(output, "disguised-executable")[0]?.severity).toBe("critical");
  });

  it("notices other kinds of content under a name, and leaves honest names alone", async () => {
    expect(rules(await runStructure("a.png", "just text, no picture\n"))).toEqual(["type-mismatch"]);
    expect(rules(await runStructure("a.txt", "just text\n"))).toEqual([]);
    expect(rules(await runStructure("a.zip!/b.csv", "a,b\n1,2\n3,4\n"))).toEqual([]);
  });

  it.each(["backup.zip!/home/.ssh/id_rsa", "app/.env", ".env.production", ".npmrc", "ca.pem", "prod.tfstate"])(
    "flags a file that holds secrets by its purpose: %s",
    async (name) => {
      expect(rules(await runStructure(name, "x = 1\n"))).toContain("sensitive-file");
    },
  );

  it.each([".env.example", "id_rsa.pub", "environment.ts"])("does not flag %s", async (name) => {
    expect(rules(await runStructure(name, "x = 1\n"))).not.toContain("sensitive-file");
  });
});

describe("slices of a huge text", () => {
  it("goes on as the kind that intake saw, without a header of its own", async () => {
    const slice = { index: 2, offset: 1000, line: 1, before: 0, after: 0 };
    const output = await runStructure("big.csv", "1,2\n3,4\n5,6\n", { kind: "csv", slice });
    expect(facts(output).table).toMatchObject({ hasHeader: false, rows: 3 });
    expect(facts(await runStructure("big.log", "tail of a line\nnext\n", { kind: "log", slice })).family).toBe("log");
    expect(rules(await runStructure("big.json", '"a": 1}, {"b"', { kind: "json", slice }))).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type TextForm, TextView } from "../../src/passes/view/index.ts";

const read = async (
  form: Partial<TextForm>,
  bytes: Uint8Array,
  chunk = 64,
): Promise<{ text: Buffer; view: TextView }> => {
  const view = new TextView({ family: "text", format: "text", charset: "utf-8", ...form });
  const chunks = async function* (): AsyncIterable<Uint8Array> {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  };
  const parts: Uint8Array[] = [];
  for await (const part of view.read(chunks())) parts.push(part);
  return { text: Buffer.concat(parts), view };
};

const textOf = async (form: Partial<TextForm>, text: string | Uint8Array): Promise<string> =>
  (await read(form, typeof text === "string" ? Buffer.from(text) : text)).text.toString();

/** What stands in the file where the view says that `word` stands. */
const inFile = async (form: Partial<TextForm>, bytes: Uint8Array, word: string): Promise<string> => {
  const { text, view } = await read(form, bytes);
  const at = text.indexOf(word);
  expect(at).toBeGreaterThanOrEqual(0);
  return Buffer.from(bytes.subarray(view.start(at), view.end(at + Buffer.byteLength(word)))).toString("latin1");
};

describe("the view of a text", () => {
  it.each([
    [
      "json",
      "json",
      String.raw`{"a":"one\ntwo\u0040x.org https:\/\/y.org C:\\new\\x","b":"\u001b[31mred\u001b[0m"}`,
      `{"a":"one\ntwo@x.org https://y.org C:\\new\\x","b":"red"}`,
    ],
    ["jsonl", "jsonl", String.raw`{"body":"{\"note\":\"a\\nbob@x.org\"}"}`, `{"body":"{"note":"a\nbob@x.org"}"}`],
    ["source", "javascript", String.raw`"a\tb\x41\u{1F600}\xfc" 'it\'s' "\e[1mx\033[0m"`, `"a\tbA😀ü" 'it's' "x"`],
    ["source", "sql", String.raw`VALUES ('one\nbob@x.org', 'it\'s')`, "VALUES ('one\nbob@x.org', 'it's')"],
    ["source", "csharp", String.raw`@"C:\temp\new"`, String.raw`@"C:\temp\new"`],
    ["yaml", "yaml", String.raw`a: "x\ny"` + "\n" + String.raw`b: CORP\nora`, `a: "x\ny"\nb: CORP\\nora`],
    [
      "log",
      "log",
      String.raw`CORP\nora opened C:\new\table, \\srv\new\x, msg="done\nbob@x.org"`,
      `CORP\\nora opened C:\\new\\table, \\\\srv\\new\\x, msg="done\nbob@x.org"`,
    ],
    ["log", "log", String.raw`GET "/x?a=\x22b\x22 \xc3\xbc"`, `GET "/x?a="b" ü"`],
    [
      "log",
      "log",
      "\x1b[2m08:00\x1b[0m \x1b[31mERR\x1b[0m#033[1m x^[[0m\x1b]0;title\x07.\x1b]8;;http://y.org\x1b\\here",
      "08:00 ERR x title . http://y.org here",
    ],
    [
      "table",
      "csv",
      String.raw`1,"{""mail"":""eva@x.org"",""t"":""a\nfay@x.org""}",""`,
      `1,"{"mail":"eva@x.org","t":"a\nfay@x.org"}",""`,
    ],
    [
      "html",
      "html",
      "<b>car</b>ol&#64;x.org &amp;nbsp; DE89&nbsp;3704 <a href='http://y.org/?a=1&amp;b'>",
      "carol@x.org &nbsp; DE89 3704 <a href='http://y.org/?a=1&b'>",
    ],
    [
      "html",
      "html",
      "<td>jan@x.org</td><td>kim@x.org</td> al&shy;ice@x.org",
      "<td>jan@x.org</td><td>kim@x.org</td> alice@x.org",
    ],
    ["xml", "xml", "<l>https://x.org/?a=1&amp;b=2</l><b>x</b>", "<l>https://x.org/?a=1&b=2</l><b>x</b>"],
    ["text", "markdown", "a&nbsp;b `\\n`", "a b `\n`"],
    [
      "source",
      "troff",
      String.raw`.BR https://x.org/a\-b \fBbold\fP bob\(atx.org a\&b`,
      ".BR https://x.org/a-b bold bob@x.org ab",
    ],
    ["source", "latex", String.raw`\newcommand{\x}{\textbf{y}}`, String.raw`\newcommand{\x}{\textbf{y}}`],
    [
      "text",
      "icalendar",
      "ATTENDEE:mailto:nora@exam\r\n ple.org\r\nDESCRIPTION:a\\nb\\, c\r\n",
      "ATTENDEE:mailto:nora@example.org\r\nDESCRIPTION:a\nb, c\r\n",
    ],
    [
      "text",
      "text",
      "DE89\u00a03704\u202f0044 al\u200bice\u00ad@x.org\u2011y ｂｏｂ＠ｘ．ｏｒｇ",
      "DE89 3704 0044 alice@x.org-y bob@x.org",
    ],
    ["text", "text", "one\0\0\0two\x1ethree", "one two three"],
    ["text", "text", "\ufeffmarked", "marked"],
  ])("of %s (%s) reads what its reader would", async (family, format, raw, expected) => {
    expect(await textOf({ family, format }, raw)).toBe(expected);
  });

  it("points into the file, at what was escaped as it stands there", async () => {
    const json = Buffer.from(String.raw`{"a":"x\ny\u0040z.org","b":"end"}`);
    expect(await inFile({ family: "json", format: "json" }, json, "y@z.org")).toBe(String.raw`y\u0040z.org`);
    expect(await inFile({ family: "json", format: "json" }, json, "end")).toBe("end");
    const html = Buffer.from("<p>car<b>o</b>l&#64;x.org</p>");
    expect(await inFile({ family: "html", format: "html" }, html, "carol@x.org")).toBe("car<b>o</b>l&#64;x.org");
    const coloured = Buffer.from("\x1b[31mred\x1b[0m next");
    expect(await inFile({ family: "log", format: "log" }, coloured, "red")).toBe("red");
  });

  it("counts the line ends that the file does not have", async () => {
    const bytes = Buffer.from(`${String.raw`{"a":"1\n2\n3"}`}\n{"b":"end"}`);
    const { text, view } = await read({ family: "jsonl", format: "jsonl" }, bytes);
    const at = text.indexOf("end");
    const lines = text.subarray(0, at).toString().split("\n").length;
    expect(lines - view.addedLines(at)).toBe(2);
  });

  it.each([
    ["windows-1251", "Привет bob@x.org мир", Buffer.from("cff0e8e2e5f220626f6240782e6f726720ece8f0", "hex")],
    ["shift_jis", "表示ソ bob@x.org", Buffer.from("955c8ea6835c20626f6240782e6f7267", "hex")],
    ["iso-2022-jp", "日本 bob@x.org", Buffer.concat([Buffer.from("\x1b$BF|K\\\x1b(B bob@x.org", "latin1")])],
    ["gb18030", "中文𠀀 bob@x.org", Buffer.from("d6d0cec49532823620626f6240782e6f7267", "hex")],
    ["big5", "中文 bob@x.org", Buffer.from("a4a4a4e520626f6240782e6f7267", "hex")],
    ["euc-kr", "한국 bob@x.org", Buffer.from("c7d1b1b920626f6240782e6f7267", "hex")],
    ["euc-jp", "日本 bob@x.org", Buffer.from("c6fccbdc20626f6240782e6f7267", "hex")],
    ["utf-16le", "Grüße 😀 bob@x.org", Buffer.from("\ufeffGrüße 😀 bob@x.org", "utf16le")],
    [
      "utf-32be",
      "ü bob@x.org",
      Buffer.concat([..."ü bob@x.org"].map((c) => Buffer.from([0, 0, 0, c.codePointAt(0) ?? 0]))),
    ],
    ["ibm850", "Müller bob@x.org", Buffer.from([0x4d, 0x81, ...Buffer.from("ller bob@x.org")])],
  ])("reads %s, and points into its bytes", async (charset, expected, bytes) => {
    for (const chunk of [1, 3, 1000]) {
      const { text, view } = await read({ charset }, bytes, chunk);
      expect(text.toString()).toBe(expected);
      const at = text.indexOf("bob@x.org");
      const found = Buffer.from(bytes.subarray(view.start(at), view.end(at + 9)));
      expect(found.toString("latin1").replaceAll("\0", "")).toBe("bob@x.org");
    }
  });

  it("does not depend on how the bytes arrive", async () => {
    const parts = [
      "\\n",
      "\\u0040",
      '\\"',
      '"',
      "{",
      "bob@x.org",
      "\x1b[31m",
      "\0",
      "\u00a0",
      "&amp;",
      "&",
      "<b>",
      "</b>",
      "C:\\new",
      "\\\\",
      " ",
      "\n",
      "é",
      "日",
    ];
    const forms = ["json", "log", "html", "table", "source"].map((family) => ({ family, format: family }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...parts), { maxLength: 800 }),
        fc.constantFrom(...forms),
        fc.integer({ min: 1, max: 700 }),
        async (words, form, chunk) => {
          const bytes = Buffer.from(words.join(""));
          const whole = await read(form, bytes, bytes.length + 1);
          const cut = await read(form, bytes, chunk);
          expect(cut.text.equals(whole.text)).toBe(true);
          for (let at = 0; at < whole.text.length; at += 13) expect(cut.view.start(at)).toBe(whole.view.start(at));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is read in time that grows with the bytes only, whatever they are", async () => {
    for (const unit of ["\\", " \\\\a", "&", "<b ", "\x1b[", "a:\\n", '"\\n', "\0\x1c", "&#", "\\u00e9\\n"]) {
      const bytes = Buffer.from(unit.repeat(200_000 / unit.length));
      for (const family of ["json", "log", "html", "source", "yaml"]) {
        const { text } = await read({ family, format: family }, bytes, 65_536);
        expect(text.length).toBeLessThanOrEqual(bytes.length * 3);
      }
    }
  });
});

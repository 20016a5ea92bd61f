import { expect, test } from "vitest";
import { uudecoded } from "../src/uuencode.ts";
import { take } from "./support/take.ts";

const head = "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\nDate: Mon, 12 Jan 2026 08:00:00 +0000\r\n";

const uuencode = (bytes: Buffer): string => {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 45) {
    const part = bytes.subarray(at, at + 45);
    let line = String.fromCharCode(32 + part.length);
    for (let i = 0; i < part.length; i += 3) {
      const bits = ((part[i] ?? 0) << 16) | ((part[i + 1] ?? 0) << 8) | (part[i + 2] ?? 0);
      for (const shift of [18, 12, 6, 0]) line += String.fromCharCode(32 + ((bits >> shift) & 63));
    }
    lines.push(line.trimEnd());
  }
  return lines.join("\r\n");
};

test("files that stand in a mail as uuencode are taken out of it", async () => {
  const content = Buffer.from("the key is here, and more of it\n".repeat(5));
  const text = `${head}\r\nsee below\r\nbegin 644 secret.txt\r\n${uuencode(content)}\r\n\`\r\nend\r\n`;
  const taken = await take("m.eml", Buffer.from(text));
  expect(taken.map(({ name, kind }) => [name, kind])).toEqual([
    ["m.eml!/secret.txt", "text"],
    ["m.eml", "mail"],
  ]);
  expect(taken[0]?.content.equals(content)).toBe(true);
});

test("a line that only looks like the begin of a file is none", async () => {
  const taken = await take(
    "m.eml",
    Buffer.from(`${head}\r\nbegin 644 x\r\nnothing of that kind at all follows in here\r\n`),
  );
  expect(taken.map(({ name }) => name)).toEqual(["m.eml"]);
});

test("a line of uuencode may have lost its blanks at the end", () => {
  expect(Buffer.from(uudecoded("#0V%T") ?? []).toString()).toBe("Cat");
  expect(uudecoded("#0V%")?.length).toBe(3);
  expect(uudecoded("an ordinary line of text in a mail, longer than it says")).toBeUndefined();
});

test("an Apple mail is the mail in it, and its properties come behind", async () => {
  const mail = `${head}\r\nhello\r\n`;
  const properties = '<?xml version="1.0"?>\n<plist version="1.0"><dict/></plist>\n';
  const taken = await take("1.emlx", Buffer.from(`${mail.length}\n${mail}${properties}`));
  expect(taken.map(({ name, kind }) => [name, kind])).toEqual([
    ["1.emlx", "mail"],
    ["1.emlx!/properties.plist", "xml"],
  ]);
  expect(taken.map(({ content }) => content.toString())).toEqual([mail, properties]);
});

test.each([
  ["a banner of Exchange", "Microsoft Mail Internet Headers Version 2.0\r\n"],
  ["empty lines", "\r\n\r\n"],
  ["a byte order mark", "\ufeff"],
])("a mail behind %s is taken apart without it", async (_, before) => {
  const attached = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nattached\r\n--b--\r\n`;
  const taken = await take("m.eml", Buffer.from(before + attached));
  expect(taken.map(({ name }) => name)).toEqual(["m.eml!/a.txt", "m.eml"]);
  expect(taken[1]?.content.toString().startsWith("From: a@example.org")).toBe(true);
});

test.each([
  ["an INI file", "title: x\n[section]\nfrom: here\n"],
  ["prose with a colon", "Note: this is no mail.\nTo: be or not to be, that is the question: yes\n"],
])("%s is no mail", async (_, text) => {
  expect((await take("a.txt", Buffer.from(text)))[0]?.kind).not.toBe("mail");
});

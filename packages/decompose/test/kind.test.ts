import { gzipSync, zstdCompressSync } from "node:zlib";
import { kindOf, kinds } from "@torrent/decompose/unstable";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tarOf, zipOf } from "./support/archives.ts";

const latin = (text: string): Buffer => Buffer.from(text, "latin1");

test.each<[kind: string, name: string, head: string | Uint8Array]>([
  ["empty", "a.pdf", ""],
  ["text", "a", "Just a line of prose.\n"],
  ["text", "a.txt", latin("Gr\xf6\xdfe und Ma\xdf, nicht in UTF-8\n")],
  ["text", "a.txt", Buffer.from("\ufeffmit BOM\n")],
  ["text", "a.txt", Buffer.from("\ufeffUTF-16, little\n", "utf16le")],
  ["text", "a.txt", Buffer.from("\ufeffUTF-16, big\n", "utf16le").swap16()],
  ["text", "a.txt", Buffer.from("UTF-16 without a mark\n", "utf16le")],
  ["log", "a.log", "anything\n"],
  ["log", "access.log.1", "anything\n"],
  ["log", "messages", "anything\n"],
  ["log", "x", '192.0.2.1 - - [02/Feb/2026:08:00:00 +0000] "GET / HTTP/1.1" 200 5\n'],
  ["log", "x", "Feb  2 08:00:00 host sshd[1]: hello\nFeb  2 08:00:01 host sshd[1]: bye\n"],
  ["log", "x", "2026-02-02T08:00:00Z INFO started\n"],
  ["csv", "a.csv", "one column\n"],
  ["csv", "export", "id;name;city\n1;Ann;Ulm\n2;Bo;Rom\n"],
  ["json", "a", '{"a": [1, 2, {"b": null}]}'],
  ["json", "a", `{"cut": "${"x".repeat(9000)}"}`],
  ["json", "a.json", `[${"1,".repeat(9000)}1]`],
  ["jsonl", "a", '{"a":1}\n{"a":2}\n'],
  ["jsonl", "a.ndjson", '{"a":1}\n'],
  ["xml", "a", '<?xml version="1.0"?><root/>'],
  ["xml", "a.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"],
  ["html", "a", "<!DOCTYPE html><title>x</title>"],
  ["html", "a.htm", "<p>no doctype</p>"],
  ["yaml", "a.yml", "a: 1\n"],
  ["yaml", "a", "---\na: 1\nb: 2\n"],
  ["markdown", "README.md", "# Title\n"],
  ["source", "a.py", "import os\n"],
  ["source", "run", "#!/bin/sh\necho\n"],
  ["source", "src/Dockerfile", "FROM scratch\n"],
  ["source", ".env.local", "A=1\n"],
  ["source", "a.php", "<html><?php echo 1; ?></html>"],
  ["mail", "a", "From: a@example.org\r\nTo: b@example.org\r\nSubject: x\r\n\r\nHello\r\n"],
  ["text", "a", "Note: this is not a mail\nPlease: read it\n\nHello\n"],
  ["mbox", "inbox", "From a@example.org Mon Feb  2 08:00:00 2026\nFrom: a@example.org\nSubject: x\n\nHello\n"],
  ["pdf", "a", "%PDF-1.7\n"],
  ["office", "a.doc", latin("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")],
  ["office", "a.rtf", "{\\rtf1 Hello}"],
  ["image", "a", latin("\x89PNG\r\n\x1a\n")],
  ["image", "a", latin("\xff\xd8\xff\xe0\0\x10JFIF")],
  ["image", "a", latin("RIFF\0\0\0\0WEBPVP8 ")],
  ["audio", "a", latin("ID3\x04\0")],
  ["audio", "a", latin("RIFF\0\0\0\0WAVEfmt ")],
  ["video", "a", latin("\0\0\0\x18ftypmp42")],
  ["video", "a", latin("\x1a\x45\xdf\xa3")],
  ["archive", "a", latin("7z\xbc\xaf\x27\x1c")],
  ["archive", "a", latin("Rar!\x1a\x07\x01")],
  ["sqlite", "a.db", "SQLite format 3\0"],
  ["parquet", "a", "PAR1"],
  ["executable", "a", latin("\x7fELF\x02\x01\x01")],
  ["executable", "a", latin("\0asm\x01\0\0\0")],
  ["executable", "a.exe", Buffer.concat([latin("MZ"), Buffer.alloc(58), Buffer.from([64, 0, 0, 0]), latin("PE\0\0")])],
  ["text", "a.txt", "MZ is how this sentence begins, and it goes on for more than sixty-four bytes.\n"],
  ["font", "a", latin("wOF2\0\x01\0\0")],
  ["binary", "a.txt", Buffer.from([0, 1, 2, 3, 0, 200, 0, 0, 7])],
  ["binary", "a", Buffer.from([0x81, 0x92, 0xa3, 0xb4, 0x01, 0x02, 0x03, 0x99])],
])("%s: %s", (kind, name, head) => {
  expect(kinds).toContain(kind);
  expect(kindOf(name, Buffer.from(head))).toBe(kind);
});

test("archives are told by their bytes, whatever they are called", async () => {
  const files = { "a.txt": "alpha\n" };
  for (const head of [await zipOf(files), await tarOf(files), gzipSync("x"), zstdCompressSync("x")])
    expect(kindOf("notes.txt", head)).toBe("archive");
});

test("any bytes under any name have a known kind", () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array({ maxLength: 600 }), (name, head) => {
      expect(kinds).toContain(kindOf(name, head));
    }),
  );
});

test("a text that is cut within a character is still a text", () => {
  expect(kindOf("a", Buffer.from("größe ".repeat(10)).subarray(0, 9))).toBe("text");
});

test.each([
  ["a".repeat(8192)],
  ["From ".repeat(1638)],
  ["<!--".repeat(2048)],
  ['{"'.repeat(4096)],
  ["\\".repeat(8192)],
  ["a:\n".repeat(2700)],
  ["1 1 1 [".repeat(1170)],
])("detection takes no long time on hostile text (case %#)", (head) => {
  for (let i = 0; i < 50; i++) expect(kinds).toContain(kindOf("x", Buffer.from(head)));
});

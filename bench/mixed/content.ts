import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { strToU8, zipSync } from "fflate";

const MIB = 2 ** 20;

/** One file of the package; its chunks are a function of its name. */
export interface File {
  name: string;
  bytes: number;
  chunks(): Iterable<Uint8Array>;
}

/** A small generator of whole numbers below `2 ** 31`, the same at every run. */
const numbers = (seed: number): ((below: number) => number) => {
  let state = (seed * 2654435761) % 2147483647 || 1;
  return (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
};

const words =
  "request order customer delivered cache queue worker timeout retry shard index invoice total region account session upload page".split(
    " ",
  );

type Line = (next: (below: number) => number, at: number) => string;

/** Lines of this many bytes are made, and repeated until a file has its size: making them takes longer than reading them. */
const BLOCK = 2 * MIB;

/** Lines until the size is reached, the last one cut. */
const text = (name: string, bytes: number, seed: number, line: Line, head = ""): File => ({
  name,
  bytes,
  *chunks() {
    const next = numbers(seed);
    const parts = [head];
    for (let at = 0, length = head.length; length < Math.min(bytes, BLOCK); at++) {
      const one = line(next, at);
      parts.push(one);
      length += one.length;
    }
    const block = Buffer.from(parts.join(""));
    for (let left = bytes; left > 0; left -= block.length) yield block.subarray(0, left);
  },
});

const whole = (name: string, content: Uint8Array): File => ({ name, bytes: content.length, chunks: () => [content] });

const time = (at: number): string => new Date(1.77e12 + at * 137).toISOString();
const address = (next: (below: number) => number): string => `10.${next(200)}.${next(200)}.${next(200)}`;
const word = (next: (below: number) => number): string => words[next(words.length)] ?? "";

const log: Line = (next, at) =>
  `${time(at)} ${next(50) === 0 ? "ERROR" : "INFO"} ${word(next)}-${next(9)}: ${address(next)} GET /api/${word(next)}/${next(1e6)} ${next(20) === 0 ? 500 : 200} ${next(900)}ms user=u${next(5000)}\n`;
const row: Line = (next, at) =>
  `${at},${word(next)},u${next(9000)}@example.com,${next(100_000) / 100},${time(at).slice(0, 10)},${address(next)}\n`;
const event: Line = (next, at) =>
  `{"at":"${time(at)}","type":"${word(next)}","actor":{"id":${next(9000)},"ip":"${address(next)}"},"amount":${next(1e6) / 100},"tags":["${word(next)}","${word(next)}"]}\n`;
const code: Line = (next, at) =>
  `export const ${word(next)}${at} = (${word(next)}: string): number => {\n  // ${word(next)} ${word(next)}\n  return ${word(next)}.length + ${next(1000)};\n};\n\n`;
const markup: Line = (next) =>
  `<p class="${word(next)}">${word(next)} <a href="https://example.org/${word(next)}/${next(1e5)}">${word(next)}</a> ${word(next)} ${word(next)}</p>\n`;
const prose: Line = (next) =>
  `The ${word(next)} of the ${word(next)} was ${word(next)} before the ${word(next)} on ${1 + next(28)} March 2026, and the ${word(next)} asked for ${next(900)} euros.\n`;

const joined = (file: File): Buffer => Buffer.concat([...file.chunks()]);

const mailbox = (name: string, mails: number, bytesEach: number): File => {
  const parts = Array.from({ length: mails }, (_, n) => {
    const table = joined(text("t", Math.floor(bytesEach * 0.6), n + 7, row)).toString("base64");
    const lines = table.replace(/(.{76})/g, "$1\n");
    const letter = joined(text("l", Math.floor(bytesEach * 0.15), n + 3, prose)).toString();
    return `From a@example.com Mon Jan  5 09:00:00 2026\nFrom: Ann <a${n}@example.com>\nTo: b@example.org\nSubject: figures ${n}\nDate: Mon, 5 Jan 2026 09:00:00 +0000\nMessage-ID: <${n}@example.com>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\nContent-Type: text/plain\n\n${letter}\n--x\nContent-Type: text/csv; name="f${n}.csv"\nContent-Disposition: attachment; filename="f${n}.csv"\nContent-Transfer-Encoding: base64\n\n${lines}\n--x--\n\n`;
  });
  return whole(name, Buffer.from(parts.join("")));
};

const pdf = (n: number): Uint8Array => {
  const next = numbers(n + 11);
  const lines = Array.from({ length: 40 }, () => `(${word(next)} ${word(next)} ${next(1e6)}) Tj T*`).join("\n");
  const content = `BT /F1 10 Tf 14 TL 50 750 Td ${lines} ET`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let body = "%PDF-1.7\n";
  const table = objects.map((object, i) => {
    const offset = body.length;
    body += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const start = body.length;
  body += `xref\n0 6\n0000000000 65535 f \n${table.join("")}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(body, "latin1");
};

const docx = (n: number): Uint8Array => {
  const paragraphs = joined(text("d", 20_000, n + 5, prose))
    .toString()
    .split("\n");
  const body = paragraphs.map((line) => `<w:p><w:r><w:t>${line}</w:t></w:r></w:p>`).join("");
  return zipSync(
    {
      "[Content_Types].xml": strToU8("<Types/>"),
      "word/document.xml": strToU8(`<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`),
    },
    { mtime: "2026-01-05T09:00:00" },
  );
};

const documents = (name: string, each: number): File => {
  const files: Record<string, Uint8Array> = {};
  for (let n = 0; n < each; n++) {
    files[`reports/${n}.pdf`] = pdf(n);
    files[`letters/${n}.docx`] = docx(n);
  }
  return whole(name, zipSync(files, { level: 1, mtime: "2026-01-05T09:00:00" }));
};

const database = (name: string, rows: number): File => {
  const path = join(tmpdir(), `torrent-mixed-${process.pid}.db`);
  try {
    const db = new DatabaseSync(path);
    db.exec("CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT, note TEXT); BEGIN");
    const insert = db.prepare("INSERT INTO orders (customer, note) VALUES (?, ?)");
    const next = numbers(99);
    for (let n = 0; n < rows; n++) insert.run(`u${next(9000)}@example.com`, `${word(next)} `.repeat(20));
    db.exec("COMMIT");
    db.close();
    return whole(name, readFileSync(path));
  } finally {
    rmSync(path, { force: true });
  }
};

const binary = (name: string, bytes: number, seed: number): File => ({
  name,
  bytes,
  *chunks() {
    let state = seed;
    for (let left = bytes; left > 0; left -= MIB) {
      const block = Buffer.alloc(Math.min(left, MIB));
      for (let at = 0; at + 4 <= block.length; at += 4) {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        block.writeInt32LE(state, at);
      }
      yield block;
    }
  },
});

const several = (count: number, make: (n: number) => File): File[] => Array.from({ length: count }, (_, n) => make(n));

/** About 1 GB of everything that people send, the same at every run; `share` makes it smaller. */
export const content = (share = 1): File[] => {
  const part = (count: number): number => Math.max(1, Math.round(count * share));
  const size = (mib: number): number => Math.max(4096, Math.round(mib * MIB * Math.min(1, share * 6)));
  return [
    ...several(part(6), (n) => text(`logs/app-${n}.log`, size(50), n + 1, log)),
    ...several(part(3), (n) => text(`tables/orders-${n}.csv`, size(50), n + 20, row, "id,kind,mail,amount,day,ip\n")),
    ...several(part(3), (n) => text(`events/events-${n}.jsonl`, size(50), n + 30, event)),
    ...several(part(1500), (n) => text(`src/module-${n}.ts`, 24_000, n + 100, code)),
    ...several(part(800), (n) =>
      text(`site/page-${n}.html`, 50_000, n + 2000, markup, "<!doctype html>\n<title>Page</title>\n"),
    ),
    ...several(part(20), (n) => text(`notes/note-${n}.txt`, size(2), n + 50, prose)),
    mailbox("archive.mbox", part(1200), 50_000),
    documents("documents.zip", part(200)),
    database("orders-0.sqlite", part(150_000)),
    database("orders-1.sqlite", part(120_000)),
    ...several(part(6), (n) => binary(`bin/${n}.dat`, size(34), n + 77)),
  ];
};
